using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Storage.Migrations;
using Zhike.Testing;

namespace Zhike.Storage.Tests.Facts;

public sealed class FactsMigratorTests
{
    private static readonly Migration Two = new("test", 1, "two", """
        -- grain: nothing
        CREATE TABLE one (a UInt64) ENGINE = MergeTree ORDER BY a;

        CREATE TABLE two (a UInt64) ENGINE = MergeTree ORDER BY a;
        """);

    [Fact]
    public async Task Migrations_are_applied_once()
    {
        var facts = TestEngine.EmptyDatabase();

        (await FactsMigrator.MigrateAsync(facts, [Two], default)).ShouldBe(1);
        (await FactsMigrator.MigrateAsync(facts, [Two], default)).ShouldBe(0);
    }

    [Fact]
    public async Task A_migration_that_was_killed_half_way_goes_on_at_the_next_start()
    {
        var facts = TestEngine.EmptyDatabase();
        await Should.ThrowAsync<FactsException>(() => FactsMigrator.MigrateAsync(facts, [Two with { Sql = Two.Sql.Replace("TABLE two (a UInt64)", "TABLE two (a NoType)", StringComparison.Ordinal) }], default));

        (await FactsMigrator.MigrateAsync(facts, [Two], default)).ShouldBe(1);

        (await facts.ListAsync(Viewer.Bank("test"), new FactsStatement("tables", "SELECT name FROM system.tables WHERE database = currentDatabase() ORDER BY name"), (ref RowReader r) => r.Text(), default))
            .ShouldBe(["one", "schema_migrations", "two"]);
    }

    [Fact]
    public async Task Two_rooms_that_make_one_table_are_found_out()
    {
        var facts = TestEngine.EmptyDatabase();
        await FactsMigrator.MigrateAsync(facts, [Two], default);

        (await Should.ThrowAsync<FactsException>(() => FactsMigrator.MigrateAsync(facts, [Two with { Room = "other" }], default))).Code.ShouldBe(57);
    }
}
