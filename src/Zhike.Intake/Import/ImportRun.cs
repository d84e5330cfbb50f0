using System.Diagnostics;
using System.Globalization;
using Zhike.Contracts.Jobs;
using Zhike.Intake.Import.Reading;
using Zhike.Intake.Mapping;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Import;

/// <summary>One source into one target: while one chunk of rows is read, the one before it is converted, and the one before that
/// is stored.</summary>
internal sealed class ImportRun(IFacts facts, ImportWorkspace workspace, IChunkStore store, ImportMapping mapping, ImportTarget target, string zone, int chunkRows)
{
    /// <summary>Rows of a chunk; a kill loses at most the work on the three that are in work at once.</summary>
    public const int ChunkRowsDefault = 393_216;

    private readonly List<string> _staged = [.. StagedFields(target)];
    private readonly ImportTally _tally = new();

    /// <param name="source">Opened here, and left open: it knows how far it was read.</param>
    /// <param name="startVersion">Larger than that of any earlier run.</param>
    public async Task<ImportReport> RunAsync(IRowSource source, string runId, ulong startVersion, bool dryRun, IProgressSink progress, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var rows = new RowSql(target, _staged, zone);
        await source.OpenAsync(_staged, cancel).ConfigureAwait(false);
        foreach (var lookUp in mapping.LookUps)
        {
            await workspace.FillLookUpAsync(lookUp, cancel).ConfigureAwait(false);
        }

        await workspace.FillReferencesAsync(target, cancel).ConfigureAwait(false);
        await workspace.MakeSlotsAsync(_staged, rows, cancel).ConfigureAwait(false);
        var stopped = await ChunksAsync(source, rows, (runId, startVersion, dryRun), progress, cancel).ConfigureAwait(false);
        return new ImportReport(
            runId, mapping.Name, target.Table.Name, dryRun, _tally.Rows, _tally.Accepted, _tally.Refused, _tally.Unchanged, _tally.Conflicts,
            _tally.Shown, stopped, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>Answers why it stopped early, or null.</summary>
    private async Task<Said?> ChunksAsync(
        IRowSource source, RowSql rows, (string Id, ulong Version, bool DryRun) run, IProgressSink progress, CancellationToken cancel)
    {
        var converting = Task.FromResult(0L);
        var storing = new Queue<Task<Said?>>([Task.FromResult<Said?>(null)]);
        try
        {
            for (var number = 0; ; number++)
            {
                // The slot's last chunk must be stored before the next is read into it.
                while (storing.Count >= ImportWorkspace.Slots)
                {
                    if (await storing.Dequeue().ConfigureAwait(false) is { } stopped)
                    {
                        return stopped;
                    }
                }

                var (slot, refused, before) = (number % ImportWorkspace.Slots, new List<RowRefusal>(), source.RowNumber);
                var staged = await Task.Run(() => StageAsync(slot, source, refused, cancel), cancel).ConfigureAwait(false);
                if (staged == 0 && refused.Count == 0)
                {
                    return (await Task.WhenAll(storing).ConfigureAwait(false)).FirstOrDefault(s => s is not null);
                }

                var context = new ChunkContext(target, rows, ImportWorkspace.Typed(slot), run.Id, run.Version + (ulong)number, run.DryRun);
                var chunk = new Chunk(context, slot, source.RowNumber - before, refused);
                converting = ConvertAsync(converting, chunk, cancel);
                storing.Enqueue(StoreAsync(storing.Last(), converting, chunk, cancel));
                progress.Report($"import {mapping.Name}", source.Progress.Done, source.Progress.Total);
            }
        }
        finally
        {
            // However the reading ended, no chunk is still being converted or stored behind its back.
            await Task.WhenAll(storing.Append<Task>(converting)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<long> StageAsync(int slot, IRowSource source, List<RowRefusal> refused, CancellationToken cancel)
    {
        await workspace.RunAsync("empty", $"TRUNCATE TABLE {ImportWorkspace.Stage(slot)}", cancel).ConfigureAwait(false);
        return await workspace.StageAsync(ImportWorkspace.Stage(slot), source, _staged.Count, chunkRows, refused, cancel).ConfigureAwait(false);
    }

    /// <summary>Answers how many rows are bad. Nothing that is stored meanwhile changes what a row converts to: references were
    /// filled before.</summary>
    private async Task<long> ConvertAsync(Task<long> before, Chunk chunk, CancellationToken cancel)
    {
        await before.ConfigureAwait(false);
        await workspace.RunAsync("empty", $"TRUNCATE TABLE {chunk.Context.Typed}", cancel).ConfigureAwait(false);
        await facts.ExecuteAsync(ImportWorkspace.Importer, chunk.Context.Rows.Convert(ImportWorkspace.Stage(chunk.Slot), chunk.Context.Typed), cancel).ConfigureAwait(false);
        return checked((long)await facts.CountAsync(
            ImportWorkspace.Importer, new FactsStatement("import: count", $"SELECT count() FROM {chunk.Context.Typed} WHERE bad != 0"), cancel).ConfigureAwait(false));
    }

    /// <summary>One chunk after the other, for each is compared with what the ones before it stored. Answers why the import must
    /// stop, or null.</summary>
    private async Task<Said?> StoreAsync(Task<Said?> before, Task<long> converting, Chunk chunk, CancellationToken cancel)
    {
        if (await before.ConfigureAwait(false) is { } stopped)
        {
            return stopped;
        }

        var bad = await converting.ConfigureAwait(false);
        var shown = bad == 0 ? chunk.Malformed : [.. chunk.Malformed, .. await RefusedAsync(chunk.Context, chunk.Slot, cancel).ConfigureAwait(false)];
        var refused = bad + chunk.Malformed.Count;
        if (refused > 0 && Stop(refused) is { } reason)
        {
            _tally.Add(new ChunkResult(refused, 0, refused, 0, 0, shown));
            return reason;
        }

        var stored = await store.StoreAsync(chunk.Context, cancel).ConfigureAwait(false);
        _tally.Add(new ChunkResult(chunk.RowsRead, stored.Accepted, refused, stored.Unchanged, stored.Conflicts, [.. shown, .. stored.Shown]));
        return null;
    }

    private Said? Stop(long refused) => mapping.BadRows switch
    {
        { Stop: true } => Said.Of(
            "stopped_at_row", $"A row was refused, and bad_rows.action is stop. Chunks before it are stored, its own is not; running the import again goes on."),
        { Limit: var limit } when _tally.Refused + refused > limit => Said.Of(
            "stopped_at_limit", $"More than {limit} rows were refused (bad_rows.limit). Chunks before that are stored; running the import again goes on."),
        _ => null,
    };

    /// <summary>Refused rows with their raw fields, so that the reason can show what stood there.</summary>
    private async Task<IReadOnlyList<RowRefusal>> RefusedAsync(ChunkContext context, int slot, CancellationToken cancel)
    {
        var statement = new FactsStatement("import: refused", $"""
            SELECT s.row, t.bad, [{string.Join(", ", Enumerable.Range(0, _staged.Count).Select(i => $"s.f{i}").DefaultIfEmpty("''"))}]
            FROM {ImportWorkspace.Stage(slot)} AS s INNER JOIN (SELECT row, bad FROM {context.Typed} WHERE bad != 0) AS t ON t.row = s.row
            ORDER BY s.row LIMIT {ImportReport.RefusedShownMax}
            """).Within(FactsLimits.Batch);
        var rows = await facts.ListAsync(ImportWorkspace.Importer, statement, (ref RowReader row) => (row.UInt64(), row.UInt64(), row.Texts()), cancel).ConfigureAwait(false);
        return [.. rows.SelectMany(r => Reasons(context.Rows, checked((long)r.Item1), r.Item2, r.Item3))];
    }

    private IEnumerable<RowRefusal> Reasons(RowSql rows, long row, ulong bad, string[] fields)
    {
        for (var i = 0; i < rows.Checks.Length; i++)
        {
            if ((Fault)((bad >> (2 * i)) & 3) is var fault and not Fault.None)
            {
                yield return RowRefusal.Of(row, rows.Checks[i].Column.Name, rows.Checks[i].Why(fault, Raw(rows.Checks[i].Rule, fields)));
            }
        }

        for (var i = 0; i < target.Attributes.Length; i++)
        {
            var (attribute, fault) = (target.Attributes[i], (Fault)((bad >> (2 * (rows.Checks.Length + i))) & 3));
            if (fault != Fault.None)
            {
                var shown = ValueShape.Of(Raw(attribute.Rule, fields));
                yield return RowRefusal.Of(row, $"attributes.{attribute.Name}", fault == Fault.Unknown
                    ? Said.Of("attribute_not_in_codes", $"is not in the mapping's code table, but is {shown}")
                    : Said.Of("attribute_type", $"must be a {attribute.Type}, but is {shown}"));
            }
        }
    }

    private string Raw(ColumnRule rule, string[] fields) => rule.FirstOf.Length > 0
        ? string.Join(" | ", rule.FirstOf.Select(r => Raw(r, fields)))
        : rule.Constant ?? string.Join(rule.Separator, rule.From.Select(f => fields[_staged.IndexOf(f)]));

    private static IEnumerable<string> StagedFields(ImportTarget target) => target.Columns
        .Concat(target.Attributes.Select(a => a.Rule))
        .SelectMany(Sources)
        .Distinct();

    private static IEnumerable<string> Sources(ColumnRule rule) =>
        rule.From.Concat(rule.PlusMonths is { } months ? [months] : []).Concat(rule.FirstOf.SelectMany(Sources));

    /// <param name="RowsRead">Sound rows and malformed ones.</param>
    private sealed record Chunk(ChunkContext Context, int Slot, long RowsRead, IReadOnlyList<RowRefusal> Malformed);
}
