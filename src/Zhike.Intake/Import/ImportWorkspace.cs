using System.Globalization;
using System.IO.Compression;
using System.Text;
using Zhike.Intake.Import.Reading;
using Zhike.Intake.Mapping;
using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Intake.Import;

/// <summary>The tables an import works in. All live in the engine's memory and are named import_…: what a killed import left
/// behind is dropped by the next one.</summary>
internal sealed class ImportWorkspace(IFacts facts)
{
    public static readonly Viewer Importer = Viewer.Bank("import");

    /// <summary>Three chunks are in work at once: one is being read, one converted, one stored.</summary>
    public const int Slots = 3;

    public static string Stage(int slot) => string.Create(CultureInfo.InvariantCulture, $"import_stage_{slot}");

    public static string Typed(int slot) => string.Create(CultureInfo.InvariantCulture, $"import_typed_{slot}");

    public Task<FactsSummary> RunAsync(string name, string sql, CancellationToken cancel) =>
        facts.ExecuteAsync(Importer, new FactsStatement($"import: {name}", sql) { Limits = FactsLimits.Batch }, cancel);

    /// <summary>Drops every work table.</summary>
    public async Task ClearAsync(CancellationToken cancel)
    {
        var left = await facts.ListAsync(
            Importer,
            new FactsStatement("import: tables left", "SELECT name FROM system.tables WHERE database = currentDatabase() AND startsWith(name, 'import_') AND engine IN ('Memory', 'Join')"),
            (ref Storage.Facts.Rows.RowReader row) => row.Text(),
            cancel).ConfigureAwait(false);
        foreach (var table in left)
        {
            await RunAsync("drop", $"DROP TABLE IF EXISTS `{table}` SYNC", cancel).ConfigureAwait(false);
        }
    }

    public async Task MakeSlotsAsync(IReadOnlyCollection<string> staged, RowSql rows, CancellationToken cancel)
    {
        for (var slot = 0; slot < Slots; slot++)
        {
            await RunAsync("stage", $"CREATE OR REPLACE TABLE {Stage(slot)} ({StageColumns(staged.Count)}) ENGINE = Memory", cancel).ConfigureAwait(false);
            await RunAsync("typed", $"CREATE OR REPLACE TABLE {Typed(slot)} ({rows.TypedColumns()}) ENGINE = Memory", cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Fills the tables in which the target's references are looked up.</summary>
    public async Task FillReferencesAsync(ImportTarget target, CancellationToken cancel)
    {
        var references = target.Columns
            .Select(r => target.Table.Columns.First(c => c.Name == r.Column).Reference).OfType<Reference>().DistinctBy(r => r.Table);
        foreach (var reference in references)
        {
            await RunAsync("reference", $"CREATE OR REPLACE TABLE {reference.Table} ({reference.Columns}) ENGINE = Join(ANY, LEFT, {reference.Columns.Split(' ')[0]}) SETTINGS persistent = 0", cancel).ConfigureAwait(false);
            await RunAsync("reference", $"INSERT INTO {reference.Table} {reference.Fill}", cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a second file into a table of key -> found.</summary>
    public async Task FillLookUpAsync(LookUp lookUp, CancellationToken cancel)
    {
        var wanted = new[] { lookUp.Key, lookUp.Value }.Concat(lookUp.Where.Keys).Distinct().ToList();
        var rows = new DelimitedRows(new CsvScanner(SourceStream.Open(lookUp.Source), lookUp.Source), 0);
        await using var closed = rows.ConfigureAwait(false);
        await rows.OpenAsync(wanted, cancel).ConfigureAwait(false);
        await RunAsync("look-up", $"CREATE OR REPLACE TABLE import_reading ({StageColumns(wanted.Count)}) ENGINE = Memory", cancel).ConfigureAwait(false);
        var refused = new List<RowRefusal>();
        while (await StageAsync("import_reading", rows, wanted.Count, int.MaxValue, refused, cancel).ConfigureAwait(false) > 0)
        {
        }

        if (refused.Count > 0)
        {
            throw new ProblemException(Problem.Invalid(refused.Take(50).Select(r => FieldError.Of(
                $"look_ups.{lookUp.Name}", Said.Of("look_up_row", $"row {r.Row} of {Path.GetFileName(lookUp.Source.Path)}: {r.Column} {r.Why}")))));
        }

        var name = $"import_lookup_{lookUp.Name}";
        await RunAsync("look-up", $"CREATE OR REPLACE TABLE {name} (value String, found String) ENGINE = Join(ANY, LEFT, value) SETTINGS persistent = 0", cancel).ConfigureAwait(false);
        await facts.ExecuteAsync(Importer, Aggregate(lookUp, wanted, name), cancel).ConfigureAwait(false);
    }

    /// <summary>Streams one chunk of rows into a stage table; answers how many, 0 when the file has ended.</summary>
    public async Task<long> StageAsync(string table, IRowSource source, int columns, int rowsMax, List<RowRefusal> refused, CancellationToken cancel)
    {
        var block = new StagedBlock(columns);
        var rows = 0L;
        if (!await FillAsync().ConfigureAwait(false) || block.Rows == 0)
        {
            return 0;
        }

        var insert = new FactsInsert("import: stage", $"{table} (row{string.Concat(Enumerable.Range(0, columns).Select(i => $", f{i}"))})", "Native");
        await facts.InsertAsync(insert, ChunksAsync(), cancel).ConfigureAwait(false);
        return rows;

        ValueTask<bool> FillAsync() => source.FillAsync(block, (int)Math.Min(BlockRows, rowsMax - rows), refused, cancel);

        async IAsyncEnumerable<ReadOnlyMemory<byte>> ChunksAsync()
        {
            do
            {
                rows += block.Rows;
                foreach (var piece in block.Native())
                {
                    yield return piece;
                }
            }
            while (rows < rowsMax && await FillAsync().ConfigureAwait(false) && block.Rows > 0);
        }
    }

    private const int BlockRows = 65_536;

    private static string StageColumns(int count) => $"row UInt64{string.Concat(Enumerable.Range(0, count).Select(i => $", f{i} String"))}";

    private static FactsStatement Aggregate(LookUp lookUp, List<string> wanted, string name)
    {
        string Field(string source) => string.Create(CultureInfo.InvariantCulture, $"f{wanted.IndexOf(source)}");
        var value = lookUp.Then is { } then ? $"ifNull(joinGetOrNull('import_lookup_{then}', 'found', {Field(lookUp.Value)}), '')" : Field(lookUp.Value);
        var pick = lookUp.Pick switch { "min" => $"minIf(v, v != '')", "max" => "max(v)", _ => "argMin(v, row)" };
        var conditions = new StringBuilder("1 = 1");
        var statement = new FactsStatement("import: look-up", "");
        foreach (var (i, (field, expected)) in lookUp.Where.OrderBy(w => w.Key, StringComparer.Ordinal).Index())
        {
            conditions.Append(CultureInfo.InvariantCulture, $" AND {Field(field)} = {{w{i}:String}}");
            statement = statement.With(string.Create(CultureInfo.InvariantCulture, $"w{i}"), expected);
        }

        return statement with
        {
            Sql = $"INSERT INTO {name} SELECT k, {pick} FROM (SELECT row, {Field(lookUp.Key)} AS k, {value} AS v FROM import_reading WHERE {conditions}) GROUP BY k",
            Limits = FactsLimits.Batch,
        };
    }
}
