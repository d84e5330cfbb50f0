using System.Diagnostics;
using System.Globalization;
using Zhike.Contracts.Jobs;
using Zhike.Intake.Mapping;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Import;

/// <summary>One file into one target: while one chunk of rows is read, the one before it is converted and stored.</summary>
internal sealed class ImportRun(IFacts facts, ImportWorkspace workspace, IChunkStore store, ImportMapping mapping, ImportTarget target, string zone, int chunkRows)
{
    /// <summary>Rows of a chunk; a kill loses at most the work on one.</summary>
    public const int ChunkRowsDefault = 393_216;

    private readonly List<string> _staged = [.. StagedFields(target)];
    private readonly ImportTally _tally = new();

    /// <param name="startVersion">Larger than that of any earlier run.</param>
    public async Task<ImportReport> RunAsync(string runId, ulong startVersion, bool dryRun, IProgressSink progress, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var rows = new RowSql(target, _staged, zone);
        using var scanner = new CsvScanner(SourceStream.Open(mapping.Source), mapping.Source);
        scanner.Open(_staged);
        foreach (var lookUp in mapping.LookUps)
        {
            await workspace.FillLookUpAsync(lookUp, cancel).ConfigureAwait(false);
        }

        await workspace.FillReferencesAsync(target, cancel).ConfigureAwait(false);
        await workspace.MakeSlotsAsync(_staged, rows, cancel).ConfigureAwait(false);
        var stopped = await ChunksAsync(scanner, rows, (runId, startVersion, dryRun), progress, cancel).ConfigureAwait(false);
        return new ImportReport(
            runId, mapping.Name, target.Table.Name, dryRun, _tally.Rows, _tally.Accepted, _tally.Refused, _tally.Unchanged, _tally.Conflicts,
            _tally.Shown, stopped, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>Answers why it stopped early, or null.</summary>
    private async Task<string?> ChunksAsync(
        CsvScanner scanner, RowSql rows, (string Id, ulong Version, bool DryRun) run, IProgressSink progress, CancellationToken cancel)
    {
        var packed = mapping.Source.Path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        var total = packed ? 0 : new FileInfo(mapping.Source.Path).Length;
        var storing = Task.FromResult<string?>(null);
        try
        {
            for (var chunk = 0; ; chunk++)
            {
                var (slot, refused, before) = (chunk % ImportWorkspace.Slots, new List<RowRefusal>(), scanner.RowNumber);
                var staged = await Task.Run(() => StageAsync(slot, scanner, refused, cancel), cancel).ConfigureAwait(false);
                if (await storing.ConfigureAwait(false) is { } stopped)
                {
                    return stopped;
                }

                if (staged == 0 && refused.Count == 0)
                {
                    return null;
                }

                var context = new ChunkContext(target, rows, ImportWorkspace.Typed(slot), run.Id, run.Version + (ulong)chunk, run.DryRun);
                var read = scanner.RowNumber - before;
                storing = Task.Run(() => StoreAsync(context, slot, read, refused, cancel), cancel);
                progress.Report($"import {mapping.Name}", packed ? scanner.RowNumber : scanner.BytesRead, total);
            }
        }
        finally
        {
            // However the reading ended, no chunk is still being stored behind its back.
            await ((Task)storing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<long> StageAsync(int slot, CsvScanner scanner, List<RowRefusal> refused, CancellationToken cancel)
    {
        await workspace.RunAsync("empty", $"TRUNCATE TABLE {ImportWorkspace.Stage(slot)}", cancel).ConfigureAwait(false);
        return await workspace.StageAsync(ImportWorkspace.Stage(slot), scanner, _staged.Count, chunkRows, refused, cancel).ConfigureAwait(false);
    }

    private async Task<string?> StoreAsync(ChunkContext context, int slot, long rowsRead, List<RowRefusal> malformed, CancellationToken cancel)
    {
        await workspace.RunAsync("empty", $"TRUNCATE TABLE {context.Typed}", cancel).ConfigureAwait(false);
        await facts.ExecuteAsync(ImportWorkspace.Importer, context.Rows.Convert(ImportWorkspace.Stage(slot), context.Typed), cancel).ConfigureAwait(false);
        var bad = checked((long)await facts.CountAsync(
            ImportWorkspace.Importer, new FactsStatement("import: count", $"SELECT count() FROM {context.Typed} WHERE bad != 0"), cancel).ConfigureAwait(false));
        var shown = bad == 0 ? malformed : [.. malformed, .. await RefusedAsync(context, slot, cancel).ConfigureAwait(false)];
        var refused = bad + malformed.Count;
        if (refused > 0 && Stop(refused) is { } reason)
        {
            _tally.Add(new ChunkResult(refused, 0, refused, 0, 0, shown));
            return reason;
        }

        var stored = await store.StoreAsync(context, cancel).ConfigureAwait(false);
        _tally.Add(new ChunkResult(rowsRead, stored.Accepted, refused, stored.Unchanged, stored.Conflicts, [.. shown, .. stored.Shown]));
        return null;
    }

    private string? Stop(long refused) => mapping.BadRows switch
    {
        { Stop: true } => "A row was refused, and bad_rows.action is stop. Chunks before it are stored, its own is not; running the import again goes on.",
        { Limit: var limit } when _tally.Refused + refused > limit => string.Create(
            CultureInfo.InvariantCulture, $"More than {limit} rows were refused (bad_rows.limit). Chunks before that are stored; running the import again goes on."),
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
                yield return new RowRefusal(row, rows.Checks[i].Column.Name, rows.Checks[i].Why(fault, Raw(rows.Checks[i].Rule, fields)));
            }
        }

        for (var i = 0; i < target.Attributes.Length; i++)
        {
            var (attribute, fault) = (target.Attributes[i], (Fault)((bad >> (2 * (rows.Checks.Length + i))) & 3));
            if (fault != Fault.None)
            {
                var why = fault == Fault.Unknown ? "is not in the mapping's code table" : $"must be a {attribute.Type}";
                yield return new RowRefusal(row, $"attributes.{attribute.Name}", $"{why}, but is {ValueShape.Of(Raw(attribute.Rule, fields))}");
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
}
