using System.Text.RegularExpressions;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Embedded;
using Zhike.Storage.Migrations;
using Zhike.Testing;

namespace Zhike.House.Tests;

/// <summary>A database with every room's facts schema, made from the files of the tree.</summary>
public sealed class Schema : IAsyncLifetime
{
    public EmbeddedFacts Facts { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Facts = TestEngine.EmptyDatabase();
        var files = Tree.With(".sql").Where(f => f.Contains("/Schema/Facts/", StringComparison.Ordinal))
            .OrderBy(f => f.StartsWith("src/Zhike.Contracts/", StringComparison.Ordinal) ? 0 : 1).ThenBy(f => f, StringComparer.Ordinal);
        foreach (var file in files)
        {
            await Facts.RunAsync(Tree.Read(file));
        }

        // Working tables that a job makes and drops.
        foreach (var file in Tree.With(".sql").Where(f => Path.GetFileName(f).StartsWith("Create", StringComparison.Ordinal)))
        {
            await Facts.RunAsync(Tree.Read(file));
        }
    }

    public Task DisposeAsync()
    {
        Facts.Dispose();
        return Task.CompletedTask;
    }
}

/// <summary>The list of customer-level tables that the store guards is the schema's.</summary>
public sealed partial class GuardedTables(Schema schema) : IClassFixture<Schema>
{
    /// <summary>The store's own pattern, read from its source.</summary>
    public static Regex Guard { get; } = new(
        Pattern().Match(Tree.Read("src/Zhike.Storage/Facts/ViewerScope.cs")).Groups["pattern"].Value, RegexOptions.IgnoreCase);

    [Fact]
    public async Task Every_table_with_a_row_a_customer_is_guarded()
    {
        var tables = await schema.Facts.ListAsync(
            Viewer.Bank("house test"),
            new FactsStatement("tables", "SELECT DISTINCT table FROM system.columns WHERE database = currentDatabase() AND name IN ('customer_id', 'members') AND table NOT LIKE 'synth_%'"),
            (ref Storage.Facts.Rows.RowReader row) => row.Text(),
            CancellationToken.None);
        tables.ShouldNotBeEmpty();
        tables.Where(t => !Guard.IsMatch(t)).ShouldBeEmpty("add them to the pattern in ViewerScope.cs");
    }

    [GeneratedRegex("""GeneratedRegex\(@"(?<pattern>[^"]+)"(, RegexOptions\.\w+)?\)\]\s*(?:private|internal) static partial Regex CustomerLevel""")]
    private static partial Regex Pattern();
}
