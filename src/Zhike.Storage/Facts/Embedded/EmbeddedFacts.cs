using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Logging;
using Zhike.Kernel;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Storage.Facts.Embedded;

/// <summary>One database of the engine in this process, over a pool of native connections.</summary>
public sealed class EmbeddedFacts : IFacts, IDisposable
{
    private readonly ILogger _log;
    private readonly ConcurrentBag<EngineConnection> _idle = [];
    private readonly SemaphoreSlim _free;
    private volatile bool _closed;

    /// <param name="connections">How many statements may run at once; more wait their turn.</param>
    public EmbeddedFacts(EmbeddedEngine engine, string database, ILogger<EmbeddedFacts> log, int connections = 8)
    {
        Engine = engine;
        Database = FactsNames.Checked(database);
        _log = log;
        _free = new SemaphoreSlim(connections);
        using (var connection = engine.Connect())
        {
            EngineStatement.Set(connection, $"CREATE DATABASE IF NOT EXISTS `{Database}`");
        }

        engine.Add(this);
    }

    public string Database { get; }

    public EmbeddedEngine Engine { get; }

    /// <summary>Null: writes go on to the disk's last page.</summary>
    public DiskReserve? Reserve { get; init; }

    public async IAsyncEnumerable<T> StreamAsync<T>(
        Viewer viewer, FactsStatement statement, RowMapper<T> map, [EnumeratorCancellation] CancellationToken cancel)
    {
        var chunks = ReadAsync(viewer, statement, "RowBinaryWithNamesAndTypes", IsSelect(statement.Sql), cancel);
        await foreach (var row in RowStream.ReadAsync(chunks, headerOnEveryChunk: true, map, cancel).ConfigureAwait(false))
        {
            yield return row;
        }
    }

    public async Task PipeAsync(Viewer viewer, FactsStatement statement, string format, Stream destination, CancellationToken cancel)
    {
        var streamed = EngineStatement.StreamedFormats.Contains(format) && IsSelect(statement.Sql);
        await foreach (var chunk in ReadAsync(viewer, statement, format, streamed, cancel).ConfigureAwait(false))
        {
            await destination.WriteAsync(chunk, cancel).ConfigureAwait(false);
        }
    }

    public async Task<FactsSummary> ExecuteAsync(Viewer viewer, FactsStatement statement, CancellationToken cancel)
    {
        var bound = ViewerScope.Bind(viewer, statement);
        if (WritesRows(bound.Sql))
        {
            Reserve?.Check(statement.Name);
        }

        using var lease = await LeaseAsync(cancel).ConfigureAwait(false);
        var run = lease.Of(bound);
        using var killer = run.KillOnCancel(Engine, cancel);
        return await EngineThreads.RunAsync(() =>
        {
            EngineStatement.Limit(lease.Connection, bound.Limits);
            return run.Run(cancel);
        }).ConfigureAwait(false);
    }

    public async Task<FactsSummary> InsertAsync(FactsInsert insert, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancel)
    {
        Reserve?.Check(insert.Name);
        using var lease = await LeaseAsync(cancel).ConfigureAwait(false);
        var stream = await EngineThreads.RunAsync(() =>
        {
            EngineStatement.Limit(lease.Connection, insert.Limits);
            return lease.Connection.OpenInsert(
                Encoding.UTF8.GetBytes(FactsNames.InsertSql(insert)), Encoding.UTF8.GetBytes(insert.Format));
        }).ConfigureAwait(false);
        try
        {
            ThrowIfInsertFailed(insert.Name, stream);
            await foreach (var chunk in chunks.WithCancellation(cancel).ConfigureAwait(false))
            {
                if (!EngineConnection.Append(stream, chunk.Span))
                {
                    ThrowIfInsertFailed(insert.Name, stream);
                    throw new IOException($"{insert.Name}: the engine took no more rows.");
                }
            }

            var run = lease.Of(new FactsStatement(insert.Name, ""));
            return await EngineThreads.RunAsync(() => run.Finish(LibChdb.StreamDone(stream), CancellationToken.None)).ConfigureAwait(false);
        }
        finally
        {
            // Cancels what was not finished; harmless after StreamDone.
            LibChdb.DestroyInsertStream(stream);
        }
    }

    public async Task BackupAsync(string archivePath, CancellationToken cancel)
    {
        using var lease = await LeaseAsync(cancel).ConfigureAwait(false);
        var run = lease.Of(new FactsStatement("backup", ""));
        await EngineThreads.RunAsync(() => run.Finish(lease.Connection.BackUp(Database, Path.GetFullPath(archivePath)), cancel)).ConfigureAwait(false);
    }

    public Task RestoreAsync(string archivedDatabase, string archivePath, CancellationToken cancel)
    {
        // An archive's path is no value: it must stand in the text.
        var path = Path.GetFullPath(archivePath).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
        var sql = $"RESTORE DATABASE `{FactsNames.Checked(archivedDatabase)}` AS `{Database}` FROM File('{path}')";
        return ExecuteAsync(Viewer.Bank("restore"), new FactsStatement("restore", sql).Within(FactsLimits.Batch), cancel);
    }

    /// <summary>Closes what nobody uses; a connection in use is closed when its statement ends.</summary>
    public void Dispose()
    {
        _closed = true;
        CloseIdle();
        Engine.Remove(this);
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        Viewer viewer, FactsStatement statement, string format, bool streamed, [EnumeratorCancellation] CancellationToken cancel)
    {
        var bound = ViewerScope.Bind(viewer, statement);
        using var lease = await LeaseAsync(cancel).ConfigureAwait(false);
        var run = lease.Of(bound);
        using var killer = run.KillOnCancel(Engine, cancel);
        var started = Stopwatch.GetTimestamp();
        await EngineThreads.RunAsync(() =>
        {
            EngineStatement.Limit(lease.Connection, bound.Limits);
            return true;
        }).ConfigureAwait(false);
        if (streamed)
        {
            await foreach (var chunk in run.ChunksAsync(format, cancel).ConfigureAwait(false))
            {
                yield return chunk;
            }
        }
        else
        {
            yield return (await EngineThreads.RunAsync(() => run.Whole(format, cancel)).ConfigureAwait(false)).Bytes;
        }

        _log.LogDebug("Statement {Statement} took {Ms:0.0} ms", bound.Name, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>The engine streams only SELECTs; EXPLAIN, SHOW and their kin answer whole.</summary>
    private static bool IsSelect(string sql) => Begin(sql) is var begin
        && (begin.StartsWith("SELECT", StringComparison.OrdinalIgnoreCase) || begin.StartsWith("WITH", StringComparison.OrdinalIgnoreCase));

    private static bool WritesRows(string sql) => Begin(sql).StartsWith("INSERT", StringComparison.OrdinalIgnoreCase);

    /// <summary>The statement without the comments at its head.</summary>
    private static ReadOnlySpan<char> Begin(string sql)
    {
        var start = sql.AsSpan().TrimStart();
        while (start.StartsWith("--"))
        {
            start = start[(start.IndexOf('\n') + 1)..].TrimStart();
        }

        return start;
    }

    private async Task<Lease> LeaseAsync(CancellationToken cancel)
    {
        await _free.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var tag = EngineStatement.NewTag(Database);
            if (_idle.TryTake(out var idle))
            {
                return new Lease(this, idle, tag);
            }

            return new Lease(this, Connected(), tag);
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    private EngineConnection Connected()
    {
        var connection = Engine.Connect();
        try
        {
            EngineStatement.Set(connection, $"USE `{Database}`");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Return(EngineConnection connection)
    {
        _idle.Add(connection);
        _free.Release();
        if (_closed)
        {
            CloseIdle();
        }
    }

    private void CloseIdle()
    {
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }

    private static void ThrowIfInsertFailed(string name, nint stream)
    {
        if (Marshal.PtrToStringUTF8(LibChdb.StreamInsertError(stream)) is { Length: > 0 } error)
        {
            throw FactsErrors.From(name, error);
        }
    }

    private sealed record Lease(EmbeddedFacts Owner, EngineConnection Connection, string Tag) : IDisposable
    {
        public EngineStatement Of(FactsStatement statement) => new(Connection, statement, Tag, EngineStatement.FromEngine);

        public void Dispose() => Owner.Return(Connection);
    }
}
