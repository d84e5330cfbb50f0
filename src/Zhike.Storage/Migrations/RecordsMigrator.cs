using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Zhike.Storage.Records;

namespace Zhike.Storage.Migrations;

/// <summary>Applies each room's records migrations once, in order, each in a transaction of its own together with its line
/// in schema_migrations: a migration is wholly there or not at all.</summary>
public static class RecordsMigrator
{
    private const string Ledger =
        "CREATE TABLE IF NOT EXISTS schema_migrations (id TEXT NOT NULL PRIMARY KEY, applied_at BIGINT NOT NULL)";

    /// <summary>Any number will do, if every version of the program takes the same one.</summary>
    private const string PostgresTurn = "SELECT pg_advisory_xact_lock(7164221051)";

    public static async Task<int> MigrateAsync(IRecords records, IEnumerable<Migration> migrations, TimeProvider clock, CancellationToken cancel)
    {
        var context = records.Open();
        await using (context.ConfigureAwait(false))
        {
            await context.Database.OpenConnectionAsync(cancel).ConfigureAwait(false);
            await InTurnAsync(context, connection => RunAsync(connection, Ledger, cancel), cancel).ConfigureAwait(false);
            var applied = 0;
            foreach (var migration in migrations)
            {
                await InTurnAsync(context, async connection => applied += await ApplyAsync(connection, migration, clock, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
            }

            return applied;
        }
    }

    private static async Task<int> ApplyAsync(Connected connected, Migration migration, TimeProvider clock, CancellationToken cancel)
    {
        if (await RunAsync(connected, "SELECT count(*) FROM schema_migrations WHERE id = @id", cancel, ("@id", migration.Id)).ConfigureAwait(false) > 0)
        {
            return 0;
        }

        foreach (var statement in migration.Statements)
        {
            await RunAsync(connected, statement, cancel).ConfigureAwait(false);
        }

        await RunAsync(
            connected,
            "INSERT INTO schema_migrations (id, applied_at) VALUES (@id, @at)",
            cancel,
            ("@id", migration.Id),
            ("@at", clock.GetUtcNow().ToUnixTimeMilliseconds())).ConfigureAwait(false);
        return 1;
    }

    /// <summary>Two processes that start at once migrate one after the other: SQLite's transaction is its turn, PostgreSQL takes a lock.</summary>
    private static async Task InTurnAsync(RecordsContext context, Func<Connected, Task> work, CancellationToken cancel)
    {
        var transaction = await context.Database.BeginTransactionAsync(cancel).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var connected = new Connected(context.Database.GetDbConnection(), transaction.GetDbTransaction());
            if (context.Database.IsNpgsql())
            {
                await RunAsync(connected, PostgresTurn, cancel).ConfigureAwait(false);
            }

            await work(connected).ConfigureAwait(false);
            await transaction.CommitAsync(cancel).ConfigureAwait(false);
        }
    }

    private static async Task<long> RunAsync(Connected connected, string sql, CancellationToken cancel, params (string Name, object Value)[] parameters)
    {
        var command = connected.Connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.Transaction = connected.Transaction;
            command.CommandText = sql;
            foreach (var (name, value) in parameters)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, value);
                command.Parameters.Add(parameter);
            }

            return await command.ExecuteScalarAsync(cancel).ConfigureAwait(false) as long? ?? 0;
        }
    }

    private sealed record Connected(DbConnection Connection, DbTransaction Transaction);
}
