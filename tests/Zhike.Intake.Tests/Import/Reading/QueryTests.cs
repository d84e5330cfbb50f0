using System.Globalization;
using Npgsql;
using Zhike.Intake.Import;
using Zhike.Kernel;
using Zhike.Testing;

namespace Zhike.Intake.Tests.Import.Reading;

/// <summary>Queries of other databases, on the real servers: only what is new, never a write, and no more remembered than stored.</summary>
public sealed class QueryTests
{
    private static int _databases;

    public static TheoryData<string> Servers => ["postgresql", "mysql"];

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Only_what_is_new_is_read_and_rows_that_share_the_last_key_are_read_again(string kind)
    {
        var (stage, run) = await NewAsync(kind);
        stage.Write("mapping.yaml", Mapping(kind, "changed", "instant"));
        await run("INSERT INTO p VALUES ('1', 'one', '2026-01-01 10:00:00'), ('2', 'two', '2026-01-02 10:00:00.123456')");

        (await RunAsync(stage)).ShouldBe((2, 2, 0));
        (await RunAsync(stage)).ShouldBe((1, 0, 1));
        await run("INSERT INTO p VALUES ('3', 'three', '2026-01-02 10:00:00.123456'), ('4', 'four', '2026-02-01 00:00:00'), ('0', 'late', '2025-12-31 00:00:00')");
        (await RunAsync(stage)).ShouldBe((3, 2, 1));

        var history = (await stage.Log.ListAsync(new Contracts.Http.PageRequest(1, 10), CancellationToken.None)).Items;
        (history[0].KeyFrom, history[0].KeyTo, history[0].File).ShouldBe(("2026-01-02 10:00:00.123456", kind == "mysql" ? "2026-02-01 00:00:00.000000" : "2026-02-01 00:00:00", "core"));
        (await stage.TextsAsync("SELECT product_id FROM products ORDER BY product_id")).ShouldBe(["1", "2", "3", "4"]);

        var whole = await stage.Importer.RunAsync(new ImportRequest(Path.Combine(stage.Folder, "mapping.yaml")) { Whole = true }, stage, CancellationToken.None);
        (whole.Single().Rows, whole.Single().Accepted).ShouldBe((5, 1));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_dry_run_or_a_stopped_one_leaves_the_key_where_it_was(string kind)
    {
        var (stage, run) = await NewAsync(kind);
        await run("INSERT INTO p VALUES ('1', 'one', '2026-01-01 10:00:00'), ('2', NULL, '2026-01-02 10:00:00')");
        stage.Write("mapping.yaml", Mapping(kind, "changed", "instant") + "bad_rows: {action: stop}\n");

        (await stage.RunAsync("mapping.yaml", dryRun: true)).Single().RefusedRows.ShouldBe(1);
        (await stage.RunAsync("mapping.yaml")).Single().Stopped.ShouldNotBeNull();
        await run("UPDATE p SET name = 'two' WHERE id = '2'");

        (await RunAsync(stage)).ShouldBe((2, 2, 0));
        (await RunAsync(stage)).ShouldBe((1, 0, 1));
    }

    [Theory]
    [InlineData("postgresql", "id", "number", 0, 1)]
    [InlineData("postgresql", "id", "number", 1, 2)]
    [InlineData("postgresql", "changed", "instant", 86400, 2)]
    [InlineData("mysql", "id", "number", 1, 2)]
    [InlineData("mysql", "changed", "instant", 86400, 2)]
    [InlineData("mysql", "id", "text", 0, 1)]
    public async Task Keys_of_each_kind_go_back_by_their_overlap(string kind, string column, string keyKind, int overlap, int rows)
    {
        var (stage, run) = await NewAsync(kind, keyKind == "number" ? "BIGINT" : "VARCHAR(20)");
        stage.Write("mapping.yaml", Mapping(kind, column, keyKind, overlap));
        await run("INSERT INTO p VALUES (1, 'one', '2026-01-01 10:00:00'), (2, 'two', '2026-01-02 10:00:00'), (3, 'three', '2026-01-03 10:00:00')");
        (await RunAsync(stage)).ShouldBe((3, 3, 0));

        (await RunAsync(stage)).ShouldBe((rows, 0, rows));
    }

    [Theory]
    [InlineData("postgresql", "DELETE FROM p RETURNING *")]
    [InlineData("postgresql", "SELECT nextval(''numbers''), id, name, changed FROM p")]
    [InlineData("postgresql", "SELECT 1) AS x; DELETE FROM p; SELECT (1")]
    [InlineData("postgresql", "SELECT nothing FROM p")]
    [InlineData("mysql", "DELETE FROM p")]
    [InlineData("mysql", "SELECT 1) AS x; DELETE FROM p; SELECT (1")]
    [InlineData("mysql", "SELECT nothing FROM p")]
    public async Task A_query_that_would_write_or_that_the_server_refuses_changes_nothing_there(string kind, string query)
    {
        var (stage, run) = await NewAsync(kind);
        await run("INSERT INTO p VALUES ('1', 'one', '2026-01-01 10:00:00')");
        stage.Write("mapping.yaml", Mapping(kind, "changed", "instant").Replace("SELECT id, name, changed FROM p", query, StringComparison.Ordinal));

        var refused = await Should.ThrowAsync<ProblemException>(() => stage.RunAsync("mapping.yaml"));

        refused.Problem.Errors.ShouldHaveSingleItem().Message.ShouldStartWith("was refused by core: ");
        stage.Write("mapping.yaml", Mapping(kind, "changed", "instant"));
        (await RunAsync(stage)).ShouldBe((1, 1, 0));
    }

    [Theory]
    [InlineData("postgresql", null, "names core, which the configuration does not know")]
    [InlineData("mysql", null, "names core, which the configuration does not know")]
    [InlineData("postgresql", "Host=127.0.0.1;Port=1;Database=x;Username=y;Password=hidden", "The connection core cannot be used")]
    [InlineData("mysql", "Server=127.0.0.1;Port=1;Database=x;User=y;Password=hidden", "The connection core cannot be used")]
    [InlineData("mysql", "no connection at all", "must look like Server=")]
    public async Task A_connection_that_does_not_work_is_named_and_its_password_is_not(string kind, string? connection, string why)
    {
        var stage = await ImportStage.NewAsync();
        stage.Configuration["Sources:Connections:core"] = connection;
        stage.Write("mapping.yaml", Mapping(kind, "changed", "instant"));

        var refused = await Should.ThrowAsync<ProblemException>(() => stage.RunAsync("mapping.yaml"));

        var said = refused.Message + string.Concat(refused.Problem.Errors.Select(e => e.Message));
        said.ShouldContain(why);
        said.ShouldNotContain("hidden");
    }

    private static async Task<(long Rows, long Accepted, long Unchanged)> RunAsync(ImportStage stage)
    {
        var report = (await stage.RunAsync("mapping.yaml")).Single();
        report.Refused.ShouldBeEmpty();
        return (report.Rows, report.Accepted, report.Unchanged);
    }

    private static string Mapping(string kind, string column, string keyKind, int overlap = 0) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""
        mapping: test
        source:
          kind: {{{kind}}}
          connection: core
          query: 'SELECT id, name, changed FROM p'
          incremental: {column: {{{column}}}, kind: {{{keyKind}}}, overlap: {{{overlap}}}}
        target: products
        columns: {product_id: id, name_zh: name, kind: {constant: card}}

        """);

    /// <summary>A table of its own on the server, and a way to write into it.</summary>
    private static async Task<(ImportStage Stage, Func<string, Task> Run)> NewAsync(string kind, string id = "VARCHAR(20)")
    {
        var stage = await ImportStage.NewAsync();
        if (kind == "postgresql")
        {
            var database = (await TestRecords.EmptyPostgresAsync()).Text;
            stage.Configuration["Sources:Connections:core"] = database;
            await PostgresAsync($"CREATE TABLE p (id {id}, name TEXT, changed TIMESTAMP(6)); CREATE SEQUENCE numbers");
            return (stage, PostgresAsync);

            async Task PostgresAsync(string sql)
            {
                await using var connection = new NpgsqlConnection(database);
                await connection.OpenAsync();
                await using var command = new NpgsqlCommand(sql, connection);
                await command.ExecuteNonQueryAsync();
            }
        }

        var server = await TestMySql.ServerAsync();
        var name = string.Create(CultureInfo.InvariantCulture, $"queries_{Interlocked.Increment(ref _databases)}");
        stage.Configuration["Sources:Connections:core"] = server.Connection(name);
        await server.RunAsync($"CREATE DATABASE {name} CHARACTER SET utf8mb4");
        await MySqlAsync($"CREATE TABLE p (id {id}, name TEXT, changed DATETIME(6))");
        return (stage, MySqlAsync);

        Task MySqlAsync(string sql) => server.RunAsync($"USE {name}; {sql}");
    }
}
