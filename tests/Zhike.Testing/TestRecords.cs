using System.Reflection;
using Npgsql;
using Zhike.Storage.Migrations;
using Zhike.Storage.Records;

namespace Zhike.Testing;

/// <summary>A fresh records store with storage's own tables and those of the given rooms' assemblies.</summary>
public static class TestRecords
{
    private static int _databases;

    public static Task<RecordsStore> SqliteAsync(params Assembly[] rooms) =>
        MigratedAsync(RecordsConnection.Sqlite(Path.Combine(TestFolder.New(), "records.db")), rooms);

    /// <summary>A database of its own on the PostgreSQL server that this test process shares.</summary>
    public static async Task<RecordsStore> PostgresAsync(params Assembly[] rooms) => await MigratedAsync(await EmptyPostgresAsync(), rooms);

    public static async Task<RecordsConnection> EmptyPostgresAsync()
    {
        var server = await TestPostgres.ConnectionAsync();
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'", connection);
        await create.ExecuteNonQueryAsync();
        return RecordsConnection.Postgres(new NpgsqlConnectionStringBuilder(server) { Database = name }.ToString());
    }

    /// <summary>For a theory that runs once on each: "sqlite" or "postgresql".</summary>
    public static Task<RecordsStore> OnAsync(string store, params Assembly[] rooms) => store switch
    {
        "sqlite" => SqliteAsync(rooms),
        "postgresql" => PostgresAsync(rooms),
        _ => throw new ArgumentOutOfRangeException(nameof(store), store, "sqlite or postgresql"),
    };

    private static async Task<RecordsStore> MigratedAsync(RecordsConnection connection, Assembly[] rooms)
    {
        var assemblies = rooms.Prepend(typeof(RecordsStore).Assembly).Distinct().ToList();
        var records = new RecordsStore(connection, assemblies.SelectMany(Models));
        await RecordsMigrator.MigrateAsync(
            records, assemblies.SelectMany(a => MigrationFiles.In(a, MigrationStore.Records)), TimeProvider.System, CancellationToken.None);
        return records;
    }

    private static IEnumerable<IRecordsModel> Models(Assembly room) => room.GetTypes()
        .Where(t => t is { IsClass: true, IsAbstract: false } && typeof(IRecordsModel).IsAssignableFrom(t))
        .Select(t => (IRecordsModel)Activator.CreateInstance(t, nonPublic: true)!);
}
