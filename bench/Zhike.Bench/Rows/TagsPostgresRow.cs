using System.Globalization;
using Npgsql;
using Zhike.Bench.Harness;
using Zhike.Contracts.Customers;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Testing;

namespace Zhike.Bench.Rows;

/// <summary>The ratio a bank would ask for: the figures of the statement by hand as tags, beside PostgreSQL 15 giving the same ones of the same bank by one
/// statement, its tables laid out, indexed and tuned for it. The figures are compared, and the row fails when they differ.</summary>
internal sealed class TagsPostgresRow : IRow
{
    private const string Run = "bench_postgres";

    /// <summary>For two cores and 24 GiB that it shares with the engine.</summary>
    private static readonly string[] Tuned =
    [
        "shared_buffers=4GB", "work_mem=1GB", "maintenance_work_mem=2GB", "effective_cache_size=12GB", "max_parallel_workers_per_gather=2", "max_parallel_maintenance_workers=2",
        "random_page_cost=1.1", "wal_level=minimal", "max_wal_senders=0", "max_wal_size=8GB", "synchronous_commit=off", "autovacuum=off",
    ];

    private static readonly (string Table, string Select)[] Copied =
    [
        ("customers", "SELECT customer_id, opened_on, birth_date, gender, outlet_id, org_path, manager_id FROM customers"),
        ("outlets", "SELECT outlet_id, region FROM outlets"),
        ("holdings", "SELECT customer_id, kind, opened_on, closed_on, amount FROM holdings"),
        ("events", "SELECT customer_id, concat(toString(ts), '+00'), name, channel FROM events"),
        ("transactions", "SELECT customer_id, transaction_id, account_id, concat(toString(booked_at), '+00'), booked_on, direction, kind, purpose, amount, balance_after FROM transactions"),
    ];

    public string Name => "tags-postgres";

    public async Task<IReadOnlyList<Line>> RunAsync(Bank bank, int rounds, CancellationToken cancel)
    {
        await using var postgres = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(await TestPostgres.StartAsync(Tuned).ConfigureAwait(false)) { CommandTimeout = 0 });
        await FillAsync(bank, postgres, cancel).ConfigureAwait(false);
        var some = bank.Get<IReplayTags>();
        var table = await some.OpenAsync(Run, [TagsRow.Asked()], cancel).ConfigureAwait(false);
        var (ours, theirs) = await Alternating.RunTimedAsync(
            rounds,
            c => TagsRow.TimedAsync(() => some.ComputeAsync(Run, Bank.AsOf, c)),
            async c =>
            {
                await RunAsync(postgres, "DROP TABLE IF EXISTS bench_tags", c).ConfigureAwait(false);
                return await TagsRow.TimedAsync(() => TagsAsync(postgres, c)).ConfigureAwait(false);
            },
            cancel).ConfigureAwait(false);
        await AgreeAsync(bank, table, postgres, cancel).ConfigureAwait(false);
        await some.CloseAsync(Run, cancel).ConfigureAwait(false);
        return
        [
            new Line(
                Name, $"{TagsRow.Figures().Count} tags", "customers", bank.Scale.Customers, ours, theirs, "PostgreSQL 15, one statement for the same, indexed and tuned", new Bar("ratio ≤ 1", RatioMax: 1)),
        ];
    }

    private static async Task FillAsync(Bank bank, NpgsqlDataSource postgres, CancellationToken cancel)
    {
        await RunAsync(postgres, SqlFile.Beside<TagsPostgresRow>("PostgresTables.sql"), cancel).ConfigureAwait(false);
        await using var connection = await postgres.OpenConnectionAsync(cancel).ConfigureAwait(false);
        foreach (var (index, (table, select)) in Copied.Index())
        {
            bank.Progress.Report("postgres: copy", index, Copied.Length);
            await using var copy = (NpgsqlCopyTextWriter)await connection.BeginTextImportAsync($"COPY {table} FROM STDIN (FORMAT csv, NULL '\\N')", cancel).ConfigureAwait(false);
            await bank.Facts.PipeAsync(Bank.Measuring, new FactsStatement("copy to postgres", select).Within(FactsLimits.Batch), "CSV", copy.BaseStream, cancel).ConfigureAwait(false);
        }

        // One at a time: VACUUM refuses company.
        foreach (var statement in SqlFile.Beside<TagsPostgresRow>("PostgresIndexes.sql").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            bank.Progress.Report("postgres: index", 0, 0);
            await RunAsync(postgres, statement, cancel).ConfigureAwait(false);
        }
    }

    private static async Task TagsAsync(NpgsqlDataSource postgres, CancellationToken cancel)
    {
        await using var command = postgres.CreateCommand(SqlFile.Beside<TagsPostgresRow>("PostgresTags.sql"));
        command.Parameters.Add(new NpgsqlParameter { Value = Bank.AsOf });
        command.Parameters.Add(new NpgsqlParameter { Value = "Asia/Shanghai" });
        await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Each figure as two numbers: how many customers have one, and all of them weighted by whose they are (quotients apart, which are floating point).</summary>
    private static async Task AgreeAsync(Bank bank, string table, NpgsqlDataSource postgres, CancellationToken cancel)
    {
        var types = await bank.Facts.ListAsync(
            Bank.Measuring, new FactsStatement("types", "SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = {table:String}").With("table", table),
            (ref RowReader row) => (Name: row.Text(), Type: row.Text()), cancel).ConfigureAwait(false);
        foreach (var figure in TagsRow.Figures())
        {
            var type = types.Single(t => t.Name == figure).Type;
            if (type.Contains("Float", StringComparison.Ordinal))
            {
                continue;
            }

            var text = type.Contains("String", StringComparison.Ordinal);
            var here = text ? $"reinterpretAsUInt16(substring(MD5(toString({figure})), 1, 2))" : type.Contains("Bool", StringComparison.Ordinal) ? $"toUInt8({figure})" : figure;
            var there = text ? $"get_byte(decode(md5({figure}), 'hex'), 0) + 256 * get_byte(decode(md5({figure}), 'hex'), 1)" : type.Contains("Bool", StringComparison.Ordinal) ? $"{figure}::int" : figure;
            var mine = (await bank.Facts.ListAsync(
                Bank.Measuring,
                new FactsStatement("figure", $"SELECT concat(toString(count({figure})), ' ', toString(toDecimal128(ifNull(sum(toDecimal128({here}, 2) * (customer_id % 1009)), 0), 2))) FROM (SELECT customer_id, {figure} FROM {table} WHERE as_of = {{as_of:Date}} LIMIT 1 BY customer_id)")
                    .With("as_of", Bank.AsOf).Within(FactsLimits.Batch),
                (ref RowReader row) => row.Text(), cancel).ConfigureAwait(false))[0];
            await using var command = postgres.CreateCommand($"SELECT count({figure}), coalesce(sum(({there})::numeric * (customer_id % 1009)), 0) FROM bench_tags");
            await using var reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
            await reader.ReadAsync(cancel).ConfigureAwait(false);
            var theirs = string.Create(CultureInfo.InvariantCulture, $"{reader.GetInt64(0)} {reader.GetDecimal(1):0.##}");
            if (mine != theirs)
            {
                throw new InvalidOperationException($"{figure} is \"{mine}\" here and \"{theirs}\" in PostgreSQL.");
            }
        }
    }

    private static async Task RunAsync(NpgsqlDataSource postgres, string sql, CancellationToken cancel)
    {
        await using var command = postgres.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
    }
}
