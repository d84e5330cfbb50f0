using System.Globalization;
using Npgsql;
using Zhike.Testing;

namespace Zhike.Intake.Tests.Import;

/// <summary>A database of the bank's on a real server, with a table of customers that an import reads by a growing key.</summary>
internal sealed class OtherDatabase
{
    private static int _databases;

    private readonly string _kind;
    private readonly string _name;

    private OtherDatabase(string kind, string name, string connection) => (_kind, _name, Connection) = (kind, name, connection);

    public string Connection { get; }

    public string Mapping =>
        $$"""
        mapping: customers of another database
        source:
          kind: {{_kind}}
          connection: core
          query: SELECT no, since, padding, id FROM c
          incremental: {column: id, kind: number}
        target: customers
        columns: {customer_no: no, opened_on: since}

        """;

    public static async Task<OtherDatabase> NewAsync(string kind)
    {
        if (kind == "postgresql")
        {
            return new OtherDatabase(kind, "", (await TestRecords.EmptyPostgresAsync()).Text);
        }

        var server = await TestMySql.ServerAsync();
        var name = string.Create(CultureInfo.InvariantCulture, $"other_{Interlocked.Increment(ref _databases)}");
        await server.RunAsync($"CREATE DATABASE {name} CHARACTER SET utf8mb4");
        return new OtherDatabase(kind, name, server.Connection(name));
    }

    /// <summary>Rows so wide that they are still on their way while the first are being stored.</summary>
    public async Task FillAsync(int rows)
    {
        await RunAsync("CREATE TABLE c (id BIGINT PRIMARY KEY, no VARCHAR(20), since DATE, padding TEXT)");
        await RunAsync(_kind == "postgresql"
            ? $"INSERT INTO c SELECT i, 'C' || lpad(i::text, 8, '0'), DATE '1993-01-01' + i % 28, repeat('x', 4000) FROM generate_series(1, {rows}) AS i"
            : $"INSERT INTO c SELECT seq, CONCAT('C', LPAD(seq, 8, '0')), DATE '1993-01-01' + INTERVAL seq % 28 DAY, REPEAT('x', 4000) FROM seq_1_to_{rows}");
    }

    /// <summary>Ends every connection to the database, as a server that stops does.</summary>
    public Task CutAsync() => RunAsync(_kind == "postgresql"
        ? "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        : $"SET @cut = (SELECT CONCAT('KILL ', MAX(id)) FROM information_schema.processlist WHERE user = 'zhike' AND db = '{_name}'); PREPARE cut FROM @cut; EXECUTE cut");

    public async Task RunAsync(string sql)
    {
        if (_kind == "mysql")
        {
            await (await TestMySql.ServerAsync()).RunAsync($"USE {_name}; {sql}");
            return;
        }

        await using var connection = new NpgsqlConnection(Connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
