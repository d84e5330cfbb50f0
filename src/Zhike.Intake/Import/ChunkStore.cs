using System.Globalization;
using Zhike.Intake.Mapping;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Import;

/// <summary>What one run hands to every chunk.</summary>
/// <param name="Version">Grows from run to run and from chunk to chunk.</param>
internal sealed record ChunkContext(ImportTarget Target, RowSql Rows, string Typed, string RunId, ulong Version, bool DryRun);

/// <summary>What storing a chunk found out about its good rows.</summary>
internal sealed record Stored(long Accepted, long Unchanged, long Conflicts, IReadOnlyList<RowRefusal> Shown);

/// <summary>Puts the good rows of a typed chunk where they belong. Storing the same rows again stores nothing.</summary>
internal interface IChunkStore
{
    Task<Stored> StoreAsync(ChunkContext chunk, CancellationToken cancel);
}

/// <summary>Rows with versions: new keys and changed contents are appended; our own dense numbers are allotted to new keys in the
/// order of the bank's number, so that a repeated import allots the same.</summary>
internal sealed class VersionStore(IFacts facts, ImportWorkspace workspace) : IChunkStore
{
    public async Task<Stored> StoreAsync(ChunkContext chunk, CancellationToken cancel)
    {
        var table = chunk.Target.Table;
        var columns = string.Join(", ", chunk.Rows.Stored().Select(c => c.Name));
        var dense = table.DenseId is { } id ? $"{id} UInt64, " : "";
        await workspace.RunAsync("ready", $"CREATE OR REPLACE TABLE import_ready ({dense}{chunk.Rows.TypedColumns()}) ENGINE = Memory", cancel).ConfigureAwait(false);
        await facts.ExecuteAsync(ImportWorkspace.Importer, await ReadyAsync(chunk, columns, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
        var good = await CountAsync($"SELECT count() FROM {chunk.Typed} WHERE bad = 0", cancel).ConfigureAwait(false);
        var ready = await CountAsync("SELECT count() FROM import_ready", cancel).ConfigureAwait(false);
        if (ready > 0 && !chunk.DryRun)
        {
            await facts.ExecuteAsync(ImportWorkspace.Importer, Insert(chunk, columns), cancel).ConfigureAwait(false);
        }

        return new Stored(ready, good - ready, 0, []);
    }

    /// <summary>Of a key that comes several times in the chunk the last row counts.</summary>
    private async Task<FactsStatement> ReadyAsync(ChunkContext chunk, string columns, CancellationToken cancel)
    {
        var table = chunk.Target.Table;
        var key = string.Join(", ", table.Key);
        var (denseColumn, denseValue, knownId, top) = ("", "", "", 0L);
        if (table.DenseId is { } id)
        {
            top = await CountAsync($"SELECT max({id}) FROM {table.Store}", cancel).ConfigureAwait(false);
            denseColumn = $"{id}, ";
            denseValue = $"ifNull(k.known_id, {{top:UInt64}} + row_number() OVER (PARTITION BY isNull(k.known_id) ORDER BY t.{table.Key[0]})), ";
            knownId = $", {id} AS known_id";
        }

        var sql = $"""
            INSERT INTO import_ready ({denseColumn}row, bad, {columns})
            SELECT {denseValue}t.row, t.bad, {string.Join(", ", chunk.Rows.Stored().Select(c => $"t.{c.Name}"))}
            FROM (SELECT *, {chunk.Rows.Content()} AS content FROM {chunk.Typed} WHERE bad = 0 ORDER BY row DESC LIMIT 1 BY {key}) AS t
            LEFT JOIN
            (
                SELECT {key}{knownId}, {chunk.Rows.Content()} AS known_content
                FROM {table.View}{(table.Style == KeepStyle.Answers ? " FINAL" : "")}
                WHERE ({key}) IN (SELECT {key} FROM {chunk.Typed} WHERE bad = 0)
            ) AS k USING ({key})
            WHERE isNull(k.known_content) OR k.known_content != t.content
            """;
        return new FactsStatement($"import: compare {table.Name}", sql) { Limits = FactsLimits.Batch }.With("top", top);
    }

    /// <summary>One block, one part: a kill leaves either all of the chunk or nothing.</summary>
    private static FactsStatement Insert(ChunkContext chunk, string columns)
    {
        var table = chunk.Target.Table;
        var dense = table.DenseId is { } id ? $"{id}, " : "";
        var version = table.Style == KeepStyle.Answers ? ("", "") : (", version", ", {version:UInt64}");
        var sql = $$"""
            INSERT INTO {{table.Store}} ({{dense}}{{columns}}{{version.Item1}}, run_id)
            SELECT {{dense}}{{columns}}{{version.Item2}}, {run:String} FROM import_ready ORDER BY {{(dense.Length > 0 ? table.DenseId : string.Join(", ", table.Key))}}
            SETTINGS max_insert_threads = 1, min_insert_block_size_rows = 2000000, min_insert_block_size_bytes = 0
            """;
        var statement = new FactsStatement($"import: store {table.Name}", sql) { Limits = FactsLimits.Batch }.With("run", chunk.RunId);
        return version.Item2.Length > 0 ? statement.With("version", chunk.Version) : statement;
    }

    private async Task<long> CountAsync(string sql, CancellationToken cancel) => checked((long)await facts.CountAsync(
        ImportWorkspace.Importer, new FactsStatement("import: count", sql) { Limits = FactsLimits.Batch }, cancel).ConfigureAwait(false));
}

/// <summary>Rows that never change: a key that is there with the same content is passed over, with another content it is a conflict.
/// Only rows of the chunk's span of booking dates are compared.</summary>
internal sealed class LogStore(IFacts facts, ImportWorkspace workspace) : IChunkStore
{
    public async Task<Stored> StoreAsync(ChunkContext chunk, CancellationToken cancel)
    {
        var good = await SpanAsync(chunk.Typed, cancel).ConfigureAwait(false);
        if (good.Rows == 0)
        {
            return new Stored(0, 0, 0, []);
        }

        await workspace.RunAsync("known", "CREATE OR REPLACE TABLE import_known (transaction_id UInt64, content UInt64) ENGINE = Memory", cancel).ConfigureAwait(false);
        var known = new FactsStatement("import: transactions known", $$"""
            INSERT INTO import_known
            SELECT transaction_id, {{chunk.Rows.Content()}} FROM transactions
            WHERE booked_on BETWEEN {from:Date} AND {to:Date} AND transaction_id IN (SELECT transaction_id FROM {{chunk.Typed}} WHERE bad = 0)
            """).With("from", good.From).With("to", good.To).Within(FactsLimits.Batch);
        await facts.ExecuteAsync(ImportWorkspace.Importer, known, cancel).ConfigureAwait(false);
        var anyKnown = await facts.CountAsync(ImportWorkspace.Importer, new FactsStatement("import: count", "SELECT count() FROM import_known"), cancel).ConfigureAwait(false) > 0;
        var repeated = good.Rows != good.Keys;
        var (unchanged, conflicts, shown) = anyKnown || repeated ? await CompareAsync(chunk, cancel).ConfigureAwait(false) : (0, 0, []);
        if (!chunk.DryRun && good.Rows > unchanged + conflicts)
        {
            await facts.ExecuteAsync(ImportWorkspace.Importer, Insert(chunk, anyKnown, repeated), cancel).ConfigureAwait(false);
        }

        return new Stored(good.Rows - unchanged - conflicts, unchanged, conflicts, shown);
    }

    private static FactsStatement Insert(ChunkContext chunk, bool anyKnown, bool repeated)
    {
        var columns = string.Join(", ", chunk.Rows.Stored().Select(c => c.Name));
        var sql = $$"""
            INSERT INTO transactions ({{columns}}, run_id)
            SELECT {{columns}}, {run:String} FROM {{chunk.Typed}}
            WHERE bad = 0{{(anyKnown ? " AND transaction_id NOT IN (SELECT transaction_id FROM import_known)" : "")}}
            {{(repeated ? "ORDER BY row LIMIT 1 BY transaction_id" : "")}}
            SETTINGS max_insert_threads = 1, min_insert_block_size_rows = 2000000, min_insert_block_size_bytes = 0
            """;
        return new FactsStatement("import: store transactions", sql) { Limits = FactsLimits.Batch }.With("run", chunk.RunId);
    }

    private Task<GoodRows> SpanAsync(string typed, CancellationToken cancel)
    {
        var statement = new FactsStatement(
            "import: span", $"SELECT count(), uniqExact(transaction_id), min(booked_on), max(booked_on) FROM {typed} WHERE bad = 0").Within(FactsLimits.Batch);
        return FirstAsync(statement, (ref RowReader row) => new GoodRows((long)row.UInt64(), (long)row.UInt64(), row.Date(), row.Date()), cancel);
    }

    /// <summary>Each row against what was known, or against the first row of its key in the chunk.</summary>
    private async Task<(long Unchanged, long Conflicts, List<RowRefusal> Shown)> CompareAsync(ChunkContext chunk, CancellationToken cancel)
    {
        var compared = $"""
            FROM
            (
                SELECT t.row AS row, t.transaction_id AS transaction_id, t.content AS content, k.content AS known,
                    first_value(t.content) OVER (PARTITION BY t.transaction_id ORDER BY t.row) AS first_content,
                    row_number() OVER (PARTITION BY t.transaction_id ORDER BY t.row) AS occurrence
                FROM (SELECT row, transaction_id, {chunk.Rows.Content()} AS content FROM {chunk.Typed} WHERE bad = 0) AS t
                LEFT JOIN (SELECT transaction_id, any(content) AS content FROM import_known GROUP BY transaction_id) AS k
                    ON k.transaction_id = t.transaction_id
            )
            """;
        const string same = "(isNotNull(known) AND known = content) OR (isNull(known) AND occurrence > 1 AND content = first_content)";
        const string other = "(isNotNull(known) AND known != content) OR (isNull(known) AND occurrence > 1 AND content != first_content)";
        var counts = await FirstAsync(
            new FactsStatement("import: compare transactions", $"SELECT countIf({same}), countIf({other}) {compared}").Within(FactsLimits.Batch),
            (ref RowReader row) => new Counts((long)row.UInt64(), (long)row.UInt64()),
            cancel).ConfigureAwait(false);
        var shown = counts.Conflicts == 0 ? [] : await facts.ListAsync(
            ImportWorkspace.Importer,
            new FactsStatement("import: conflicts", $"SELECT row, transaction_id {compared} WHERE {other} ORDER BY row LIMIT {ImportReport.RefusedShownMax}").Within(FactsLimits.Batch),
            (ref RowReader row) => RowRefusal.Of((long)row.UInt64(), "transaction_id", Said.Of("conflict", $"conflict: {row.UInt64()} is there already with another content, and a booked transaction never changes")),
            cancel).ConfigureAwait(false);
        return (counts.Unchanged, counts.Conflicts, shown);
    }

    private async Task<T> FirstAsync<T>(FactsStatement statement, RowMapper<T> map, CancellationToken cancel)
        where T : class => await facts.FirstOrNullAsync(ImportWorkspace.Importer, statement, map, cancel).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"{statement.Name} answered no row.");

    private sealed record GoodRows(long Rows, long Keys, DateOnly From, DateOnly To);

    private sealed record Counts(long Unchanged, long Conflicts);
}
