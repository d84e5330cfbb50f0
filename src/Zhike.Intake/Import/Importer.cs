using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Jobs;
using Zhike.Intake.Mapping;
using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Intake.Import;

/// <summary>Imports mapping files, one at a time: imports share their work tables.</summary>
internal sealed class Importer(IFacts facts, ISealing sealing, ImportLog log, BankClock clock, IIds ids, ILogger<Importer> logger) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Tests take smaller chunks, to stop between them.</summary>
    public int ChunkRows { get; init; } = ImportRun.ChunkRowsDefault;

    /// <summary>One report a target, in order. A mapping that lists others runs them all; the first that stops ends it.</summary>
    public async Task<ImmutableArray<ImportReport>> RunAsync(string mappingPath, bool dryRun, IProgressSink progress, CancellationToken cancel)
    {
        var mapping = MappingReader.ReadFile(mappingPath).OrThrow();
        var parts = mapping.Imports.IsEmpty ? [mapping] : mapping.Imports.Select(Part).ToList();
        if (!await _one.WaitAsync(TimeSpan.Zero, cancel).ConfigureAwait(false))
        {
            throw new ProblemException(Problem.Conflict("import_running", "Another import is running. Wait until it has ended."));
        }

        try
        {
            var reports = ImmutableArray.CreateBuilder<ImportReport>();
            foreach (var (part, target) in parts.SelectMany(p => p.Targets.Select(t => (p, t))))
            {
                var report = await OneAsync(part, target, dryRun, progress, cancel).ConfigureAwait(false);
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
            : throw new ProblemException(Problem.Invalid("imports", $"must name mappings of files, but {Path.GetFileName(path)} lists others itself"));
    }

    private async Task<ImportReport> OneAsync(ImportMapping mapping, ImportTarget target, bool dryRun, IProgressSink progress, CancellationToken cancel)
    {
        var workspace = new ImportWorkspace(facts);
        var runId = ids.Next().ToString("N");
        await log.BeginAsync(runId, mapping, target, dryRun, cancel).ConfigureAwait(false);
        try
        {
            await workspace.ClearAsync(cancel).ConfigureAwait(false);
            IChunkStore store = target.Table.Style switch
            {
                KeepStyle.Log => new LogStore(facts, workspace),
                KeepStyle.Sealed => new SealedStore(facts, sealing),
                _ => new VersionStore(facts, workspace),
            };
            var version = checked((ulong)clock.GetUtcNow().ToUnixTimeMilliseconds()) * 1_000;
            var report = await new ImportRun(facts, workspace, store, mapping, target, clock.Zone.Id, ChunkRows).RunAsync(runId, version, dryRun, progress, cancel).ConfigureAwait(false);
            await log.FinishAsync(report, cancel).ConfigureAwait(false);
            logger.LogInformation("Import {Mapping} into {Target}: {Rows} rows, {Accepted} accepted, {Refused} refused", mapping.Name, target.Table.Name, report.Rows, report.Accepted, report.RefusedRows);
            return report;
        }
        catch (ProblemException refused)
        {
            await log.FailAsync(runId, refused.Problem.Message, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        finally
        {
            await workspace.ClearAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }
}
