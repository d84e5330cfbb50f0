using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Storage.Migrations;

/// <summary>Applies each room's facts migrations once, in order, and records them in schema_migrations.</summary>
public static class FactsMigrator
{
    private const string Ledger =
        """
        CREATE TABLE IF NOT EXISTS schema_migrations (id String, applied_at DateTime DEFAULT now())
        ENGINE = MergeTree ORDER BY id SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
        """;

    private const int TableExists = 57;
    private const int ColumnExists = 44;
    private const int ColumnMissing = 16;

    private static readonly Viewer Migrating = Viewer.Bank("schema migration");

    public static async Task<int> MigrateAsync(IFacts facts, IEnumerable<Migration> migrations, CancellationToken cancel)
    {
        await facts.ExecuteAsync(Migrating, new FactsStatement("migration ledger", Ledger), cancel).ConfigureAwait(false);
        var known = await facts.ListAsync(
            Migrating, new FactsStatement("migrations applied", "SELECT id FROM schema_migrations"), (ref Facts.Rows.RowReader row) => row.Text(), cancel).ConfigureAwait(false);
        var applied = 0;
        foreach (var migration in migrations.Where(m => !known.Contains(m.Id)))
        {
            // The engine has no transactions over its schema: a mark before the first statement tells the next start that
            // somebody was killed in the middle, and that what is there already is its own.
            var begun = migration.Id + " begun";
            var goesOn = known.Contains(begun);
            if (!goesOn)
            {
                await RecordAsync(facts, begun, cancel).ConfigureAwait(false);
            }

            foreach (var statement in migration.Statements)
            {
                await ApplyAsync(facts, migration.Id, statement, goesOn, cancel).ConfigureAwait(false);
            }

            await RecordAsync(facts, migration.Id, cancel).ConfigureAwait(false);
            applied++;
        }

        return applied;
    }

    private static async Task ApplyAsync(IFacts facts, string name, string sql, bool goesOn, CancellationToken cancel)
    {
        try
        {
            await facts.ExecuteAsync(Migrating, new FactsStatement(name, sql) { Limits = FactsLimits.Batch }, cancel).ConfigureAwait(false);
        }
        catch (FactsException done) when (goesOn && done.Code is TableExists or ColumnExists or ColumnMissing)
        {
            // Applied before the process was killed.
        }
    }

    private static Task<FactsSummary> RecordAsync(IFacts facts, string id, CancellationToken cancel) => facts.ExecuteAsync(
        Migrating, new FactsStatement("record migration", "INSERT INTO schema_migrations (id) SELECT {id:String}").With("id", id), cancel);
}
