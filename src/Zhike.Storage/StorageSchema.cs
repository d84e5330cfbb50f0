using System.Reflection;
using Zhike.Storage.Facts;
using Zhike.Storage.Migrations;
using Zhike.Storage.Records;

namespace Zhike.Storage;

/// <summary>Brings both stores to this program's schema: every room's migrations, in the order the rooms are named.</summary>
public sealed class StorageSchema(IFacts facts, IRecords records, IReadOnlyList<Assembly> rooms, TimeProvider clock)
{
    /// <summary>Applies what is missing, and answers how many migrations that were. Harmless to repeat.</summary>
    public async Task<int> ApplyAsync(CancellationToken cancel) =>
        await RecordsMigrator.MigrateAsync(records, Of(MigrationStore.Records), clock, cancel).ConfigureAwait(false)
        + await FactsMigrator.MigrateAsync(facts, Of(MigrationStore.Facts), cancel).ConfigureAwait(false);

    private List<Migration> Of(MigrationStore store) => [.. rooms.SelectMany(room => MigrationFiles.In(room, store))];
}
