using System.Globalization;
using System.Text.Json;
using Zhike.Contracts.Jobs;
using Zhike.Intake.Import;
using Zhike.Intake.Mapping;
using Zhike.Kernel;

namespace Zhike.Intake.Sources;

/// <summary>The verb "source": {"source": name of its mapping file, "dryRun": false, "whole": false, "cause": "Person", "note",
/// "file"}.
/// A source with a watched folder takes what lies there announced; any other is imported.</summary>
internal sealed class SourceJob(SourceFolder folder, Importer importer, TakeFiles files) : IJob
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public string Verb => "source";

    public async Task<JobOutcome> RunAsync(JsonElement arguments, IProgressSink progress, CancellationToken cancel)
    {
        var asked = Read(arguments);
        var mapping = folder.Read(asked.Source).OrThrow();
        var request = new ImportRequest(mapping.File, asked.DryRun)
        {
            Whole = asked.Whole,
            Cause = Enum.TryParse<ImportCause>(asked.Cause, out var cause) ? cause : ImportCause.Person,
            Note = asked.Note,
        };
        if (mapping.Source.Drop is null)
        {
            var reports = await importer.RunAsync(request, progress, cancel).ConfigureAwait(false);
            return new JobOutcome(string.Join('\n', reports.Select(ImportJob.Sentence)), reports);
        }

        if (asked.File.Length > 0)
        {
            var reports = await files.AgainAsync(asked.Source, mapping.Source.Drop, asked.File, request, progress, cancel).ConfigureAwait(false);
            return new JobOutcome(string.Join('\n', reports.Select(ImportJob.Sentence)), reports);
        }

        var taken = await files.RunAsync(asked.Source, mapping, request, progress, cancel).ConfigureAwait(false);
        return new JobOutcome(
            taken.Count == 0 ? $"No announced file waits in {mapping.Source.Drop.Folder}." : string.Join('\n', taken.Select(Sentence)), taken);
    }

    private static string Sentence(TakenFile file) => string.Create(
        CultureInfo.InvariantCulture, $"{file.Name}: {file.State.ToString().ToLowerInvariant()}{(file.Why.Length == 0 ? "" : $" ({file.Why})")}\n{string.Join('\n', file.Reports.Select(ImportJob.Sentence))}").TrimEnd();

    private static SourceArguments Read(JsonElement arguments)
    {
        try
        {
            return arguments.ValueKind == JsonValueKind.Object && arguments.Deserialize<SourceArguments>(Json) is { Source.Length: > 0 } read
                ? read
                : throw new ProblemException(Problem.Invalid("source", Said.Of("no_source", $"must be the name of a mapping file in the folder of sources")));
        }
        catch (JsonException wrong)
        {
            throw new ProblemException(Problem.Invalid(wrong.Path is { Length: > 2 } path ? path[2..] : "source", "is not of the kind that is expected here"));
        }
    }

    private sealed record SourceArguments
    {
        public string Source { get; init; } = "";

        /// <summary>Of a watched folder: one that came before and is imported again.</summary>
        public string File { get; init; } = "";

        public bool DryRun { get; init; }

        public bool Whole { get; init; }

        public string Cause { get; init; } = nameof(ImportCause.Person);

        public string Note { get; init; } = "";
    }
}
