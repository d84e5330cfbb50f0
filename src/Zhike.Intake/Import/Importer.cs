using System.Collections.Immutable;
using Zhike.Contracts.Jobs;
using Zhike.Intake.Import.Reading;
using Zhike.Intake.Mapping;
using Zhike.Kernel;

namespace Zhike.Intake.Import;

/// <summary>Imports mapping files, one at a time: imports share their work tables.</summary>
internal sealed class Importer(ImportStores stores, ImportLog log, SourceMarks marks, RowSources sources, BankClock clock, IIds ids) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Tests take smaller chunks, to stop between them.</summary>
    public int ChunkRows { get; init; } = ImportRun.ChunkRowsDefault;

    public Task<ImmutableArray<ImportReport>> RunAsync(string mappingPath, bool dryRun, IProgressSink progress, CancellationToken cancel) =>
        RunAsync(new ImportRequest(mappingPath, dryRun), progress, cancel);

    /// <summary>One report a target, in order. A mapping that lists others runs them all; the first that stops ends it.</summary>
    public async Task<ImmutableArray<ImportReport>> RunAsync(ImportRequest request, IProgressSink progress, CancellationToken cancel)
    {
        var mapping = MappingReader.ReadFile(request.MappingPath).OrThrow();
        mapping = request.File is { } file ? mapping with { Source = mapping.Source with { Path = file } } : mapping;
        var parts = mapping.Imports.IsEmpty ? [mapping] : mapping.Imports.Select(Part).ToList();
        // A person hears that it is busy; what runs by itself waits.
        if (!await _one.WaitAsync(request.Cause == ImportCause.Person ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, cancel).ConfigureAwait(false))
        {
            throw new ProblemException(Problem.Conflict("import_running", "Another import is running. Wait until it has ended."));
        }

        try
        {
            var reports = ImmutableArray.CreateBuilder<ImportReport>();
            foreach (var (part, target) in parts.SelectMany(p => p.Targets.Select(t => (p, t))))
            {
                var report = await OneAsync(part, target, request, progress, cancel).ConfigureAwait(false);
                reports.Add(report);
                if (report.Stopped is not null)
                {
                    break;
                }
            }

            return reports.ToImmutable();
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private static ImportMapping Part(string path)
    {
        var read = MappingReader.ReadFile(path);
        if (!read.Ok)
        {
            // The fields alone would not say which of the listed files is meant.
            throw new ProblemException(Problem.Invalid(read.Problem.Errors.Select(e => e with { Field = $"{Path.GetFileName(path)}: {e.Field}" })));
        }

        return read.Value.Imports.IsEmpty
            ? read.Value
            : throw new ProblemException(Problem.Invalid("imports", Said.Of("list_in_list", $"must name mappings of files, but {Path.GetFileName(path)} lists others itself")));
    }

    private async Task<ImportReport> OneAsync(ImportMapping mapping, ImportTarget target, ImportRequest request, IProgressSink progress, CancellationToken cancel)
    {
        if (mapping.Source is { Drop: not null, Path: "" })
        {
            throw new ProblemException(Problem.Invalid("source.drop", Said.Of("waits_for_files", $"waits for files in its folder: they are imported when they come")));
        }

        var runId = ids.Next().ToString("N");
        var since = request.Whole ? null : await marks.FindAsync(mapping, target, cancel).ConfigureAwait(false);
        await log.BeginAsync(runId, mapping, target, request, since, cancel).ConfigureAwait(false);
        var workspace = stores.Workspace();
        try
        {
            await workspace.ClearAsync(cancel).ConfigureAwait(false);
            var source = sources.Open(mapping.Source, since);
            await using var closed = source.ConfigureAwait(false);
            var version = checked((ulong)clock.GetUtcNow().ToUnixTimeMilliseconds()) * 1_000;
            var report = await stores.Run(workspace, mapping, target, clock.Zone.Id, ChunkRows).RunAsync(source, runId, version, request.DryRun, progress, cancel).ConfigureAwait(false);

            // Everything read is on the disk now, and only now: a run that stopped or was killed is read again.
            if (report is { Stopped: null, DryRun: false } && source.LastKey is { } last)
            {
                await marks.SetAsync(mapping, target, last, runId, cancel).ConfigureAwait(false);
            }

            await log.FinishAsync(report, source.LastKey, cancel).ConfigureAwait(false);
            return report;
        }
        catch (ProblemException refused)
        {
            await log.FailAsync(runId, refused.Problem, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        finally
        {
            await workspace.ClearAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }
}
