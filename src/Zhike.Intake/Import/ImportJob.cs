using System.Globalization;
using System.Text.Json;
using Zhike.Contracts.Jobs;
using Zhike.Kernel;

namespace Zhike.Intake.Import;

/// <summary>The verb "import": {"mapping": path, "dryRun": false}.</summary>
internal sealed class ImportJob(Importer importer) : IJob
{
    public string Verb => "import";

    public async Task<JobOutcome> RunAsync(JsonElement arguments, IProgressSink progress, CancellationToken cancel)
    {
        var errors = new List<FieldError>();
        var mapping = Text(arguments, "mapping", errors);
        var dryRun = Flag(arguments, "dryRun", errors);
        if (errors.Count > 0)
        {
            throw new ProblemException(Problem.Invalid(errors));
        }

        var reports = await importer.RunAsync(mapping, dryRun, progress, cancel).ConfigureAwait(false);
        return new JobOutcome(string.Join('\n', reports.Select(Sentence)), reports) { Stopped = reports.Any(r => r.Stopped is not null) };
    }

    internal static string Sentence(ImportReport report)
    {
        var refused = string.Concat(report.Refused.Take(10).Select(r => string.Create(
            CultureInfo.InvariantCulture, $"\n  row {r.Row}{(r.Column.Length > 0 ? $", {r.Column}" : "")}: {r.Why}")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Mapping} -> {report.Target}{(report.DryRun ? " (dry run)" : "")}: {report.Rows:N0} rows, {report.Accepted:N0} accepted, {report.RefusedRows:N0} refused, {report.Unchanged:N0} unchanged, {report.Conflicts:N0} conflicts in {report.SecondsElapsed:0.00} s ({report.RowsPerSecond:N0} rows/s).{(report.Stopped is null ? "" : $" STOPPED: {report.Stopped}")}{refused}");
    }

    private static string Text(JsonElement arguments, string name, List<FieldError> errors)
    {
        if (arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        errors.Add(FieldError.Of(name, Said.Of("mapping_path", $"must be the path of a mapping file")));
        return "";
    }

    private static bool Flag(JsonElement arguments, string name, List<FieldError> errors)
    {
        if (arguments.ValueKind != JsonValueKind.Object || !arguments.TryGetProperty(name, out var value))
        {
            return false;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            errors.Add(FieldError.Of(name, Said.Of("true_or_false", $"must be true or false, but is {value.GetRawText()}")));
        }

        return value.ValueKind == JsonValueKind.True;
    }
}
