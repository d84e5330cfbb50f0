using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Zhike.Storage.Records;

/// <summary>Opens the records store, SQLite or PostgreSQL, with every room's part of the model.</summary>
public sealed class RecordsStore : IRecords
{
    private readonly DbContextOptions<RecordsContext> _options;
    private readonly IReadOnlyList<IRecordsModel> _models;

    public RecordsStore(RecordsConnection connection, IEnumerable<IRecordsModel> models)
    {
        Connection = connection;
        _models = [.. models.DistinctBy(m => m.GetType()).OrderBy(m => m.GetType().FullName, StringComparer.Ordinal)];
        var options = new DbContextOptionsBuilder<RecordsContext>();
        if (connection.IsPostgres)
        {
            options.UseNpgsql(connection.Text);
        }
        else
        {
            Directory.CreateDirectory(Path.GetDirectoryName(connection.File)!);
            options.UseSqlite(connection.Text).AddInterceptors(SqlitePragmas.Instance);
        }

        _options = options.ReplaceService<IModelCacheKeyFactory, ModelPerRooms>().Options;
    }

    public RecordsConnection Connection { get; }

    public RecordsContext Open() => new(_options, _models);
}

/// <summary>Per connection: readers never wait for the writer, a writer waits for its turn instead of failing, what was
/// committed is on the disk, and what was deleted is overwritten.</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA busy_timeout = 30000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;";

    public static SqlitePragmas Instance { get; } = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = Pragmas;
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
