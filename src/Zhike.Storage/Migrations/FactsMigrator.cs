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

    private static readonly Viewer Migrating = Viewer.Bank("schema migration");

    public static async Task<int> MigrateAsync(IFacts facts, IEnumerable<Migration> migrations, CancellationToken cancel)
    {
        await facts.ExecuteAsync(Migrating, new FactsStatement("migration ledger", Ledger), cancel).ConfigureAwait(false);
        var known = await facts.ListAsync(
            Migrating, new FactsStatement("migrations applied", "SELECT id FROM schema_migrations"), (ref Facts.Rows.RowReader row) => row.Text(), cancel).ConfigureAwait(false);
        var applied = 0;
        foreach (var migration in migrations.Where(m => !known.Contains(m.Id)))
        {
            foreach (var statement in migration.Statements)
            {
                await facts.ExecuteAsync(Migrating, new FactsStatement(migration.Id, statement) { Limits = FactsLimits.Batch }, cancel).ConfigureAwait(false);
            }

            await facts.ExecuteAsync(
                Migrating,
                new FactsStatement("record migration", "INSERT INTO schema_migrations (id) VALUES ({id:String})").With("id", migration.Id),
                cancel).ConfigureAwait(false);
            applied++;
        }

        return applied;
    }
}
