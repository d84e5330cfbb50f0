using Microsoft.Extensions.Logging.Abstractions;
using Zhike.Contracts.Bank;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Embedded;
using Zhike.Storage.Migrations;

namespace Zhike.Testing;

/// <summary>One engine a test process (libchdb allows no more), in a temporary folder; a fresh database for whoever asks.</summary>
public static class TestEngine
{
    private static readonly Lazy<EmbeddedEngine> Engine = new(Start);
    private static int _databases;

    /// <summary>Where the engine of this process keeps its files.</summary>
    public static string Folder => Engine.Value.Path;

    /// <summary>An empty database.</summary>
    public static EmbeddedFacts EmptyDatabase() =>
        new(Engine.Value, $"test_{Interlocked.Increment(ref _databases)}", NullLogger<EmbeddedFacts>.Instance);

    /// <summary>A database with the standard model, and the facts migrations of the given rooms' assemblies.</summary>
    public static async Task<EmbeddedFacts> DatabaseAsync(params System.Reflection.Assembly[] rooms)
    {
        var facts = EmptyDatabase();
        var migrations = rooms.Prepend(typeof(BankOptions).Assembly).Distinct().SelectMany(a => MigrationFiles.In(a, MigrationStore.Facts));
        await FactsMigrator.MigrateAsync(facts, migrations, CancellationToken.None);
        return facts;
    }

    /// <summary>Runs statements that end with ";" at a line's end: seeds in tests.</summary>
    public static async Task RunAsync(this IFacts facts, string sql)
    {
        foreach (var statement in new Migration("test", 0, "seed", sql.ReplaceLineEndings("\n")).Statements)
        {
            await facts.ExecuteAsync(Viewer.Bank("test seed"), new FactsStatement("seed", statement), CancellationToken.None);
        }
    }

    private static EmbeddedEngine Start() => EmbeddedEngine.Start(Path.Combine(TestFolder.New(), "facts"));
}
