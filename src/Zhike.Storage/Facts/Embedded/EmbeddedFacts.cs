using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
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
    /// <summary>Formats whose chunks can simply follow each other; the engine writes the head and foot of any other on every chunk.</summary>
    private static readonly FrozenSet<string> StreamedFormats =
        new[] { "JSONEachRow", "JSONCompactEachRow", "CSV", "TSV", "TabSeparated", "RowBinary", "Native" }.ToFrozenSet();

    private readonly EmbeddedEngine _engine;
    private readonly ILogger _log;
    private readonly ConcurrentBag<EngineConnection> _idle = [];
    private readonly SemaphoreSlim _free;
    private long _lastStatement;

    /// <param name="connections">How many statements may run at once; more wait their turn.</param>
    public EmbeddedFacts(EmbeddedEngine engine, string database, ILogger<EmbeddedFacts> log, int connections = 8)
    {
        _engine = engine;
        Database = FactsNames.Checked(database);
        _log = log;
        _free = new SemaphoreSlim(connections);
        using var connection = EngineConnection.Open(engine.Path);
        Run(connection, $"CREATE DATABASE IF NOT EXISTS `{Database}`");
    }

    public string Database { get; }

    public async IAsyncEnumerable<T> StreamAsync<T>(
        Viewer viewer, FactsStatement statement, RowMapper<T> map, [EnumeratorCancellation] CancellationToken cancel)
    {
        const string format = "RowBinaryWithNamesAndTypes";
        var chunks = IsSelect(statement.Sql)
            ? ChunksAsync(viewer, statement, format, cancel)
            : WholeAsync(viewer, statement, format, cancel);
        await foreach (var row in RowStream.ReadAsync(chunks, headerOnEveryChunk: true, map, cancel).ConfigureAwait(false))
        {
            yield return row;
        }
    }

    public async Task PipeAsync(Viewer viewer, FactsStatement statement, string format, Stream destination, CancellationToken cancel)
    {
        var chunks = StreamedFormats.Contains(format)
            ? ChunksAsync(viewer, statement, format, cancel)
            : WholeAsync(viewer, statement, format, cancel);
        await foreach (var chunk in chunks.ConfigureAwait(false))
        {
            await destination.WriteAsync(chunk, cancel).ConfigureAwait(false);
        }
    }

    public async Task<FactsSummary> ExecuteAsync(Viewer viewer, FactsStatement statement, CancellationToken cancel)
    {
        var bound = ViewerScope.Bind(viewer, statement);
        using var lease = await LeaseAsync(cancel).ConfigureAwait(false);
        using var killer = KillOnCancel(lease.Tag, cancel);
        return await OnPoolAsync(() =>
        {
            Apply(lease.Connection, bound.Limits);
            var result = lease.Connection.Query(Tagged(bound, lease.Tag), "Null"u8, bound.Parameters, streaming: false);
            return Finish(bound, result, cancel);
        }).ConfigureAwait(false);
    }

    public async Task<FactsSummary> InsertAsync(FactsInsert insert, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancel)
    {
        using var lease = await LeaseAsync(cancel).ConfigureAwait(false);
        var stream = await OnPoolAsync(() =>
        {
            Apply(lease.Connection, insert.Limits);
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

            return await OnPoolAsync(() => Finish(new FactsStatement(insert.Name, ""), LibChdb.StreamDone(stream), CancellationToken.None)).ConfigureAwait(false);
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
        await OnPoolAsync(() => Finish(new FactsStatement("backup", ""), lease.Connection.BackUp(Database, Path.GetFullPath(archivePath)), cancel)).ConfigureAwait(false);
    }

    public async Task RestoreAsync(string archivePath, CancellationToken cancel)
    {
        using var lease = await LeaseAsync(cancel).ConfigureAwait(false);
        await OnPoolAsync(() => Finish(new FactsStatement("restore", ""), lease.Connection.Restore(Database, Path.GetFullPath(archivePath)), cancel)).ConfigureAwait(false);
    }

    /// <summary>What a statement would do, by the engine's own parser: number of statements and class (0 reads only).</summary>
    public async Task<(uint Statements, uint Class, uint Flags)> ClassifyAsync(string sql, CancellationToken cancel)
    {
        using var lease = await LeaseAsync(cancel).ConfigureAwait(false);
        return await OnPoolAsync(() => lease.Connection.Classify(sql)).ConfigureAwait(false);
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }

        _free.Dispose();
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> ChunksAsync(
        Viewer viewer, FactsStatement statement, string format, [EnumeratorCancellation] CancellationToken cancel)
    {
        var bound = ViewerScope.Bind(viewer, statement);
        using var lease = await LeaseAsync(cancel).ConfigureAwait(false);
        using var killer = KillOnCancel(lease.Tag, cancel);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var stream = await OnPoolAsync(() =>
        {
            Apply(lease.Connection, bound.Limits);
            var opened = lease.Connection.Query(Tagged(bound, lease.Tag), Encoding.UTF8.GetBytes(format), bound.Parameters, streaming: true);
            ThrowIfFailed(bound, opened, destroy: true, cancel);
            return opened;
        }).ConfigureAwait(false);
        var ended = false;
        try
        {
            while (!ended)
            {
                cancel.ThrowIfCancellationRequested();
                var chunk = await OnPoolAsync(() =>
                {
                    var fetched = LibChdb.StreamFetch(lease.Connection.Handle, stream);
                    try
                    {
                        ThrowIfFailed(bound, fetched, destroy: false, cancel);
                        return EngineConnection.Bytes(fetched);
                    }
                    finally
                    {
                        LibChdb.DestroyResult(fetched);
                    }
                }).ConfigureAwait(false);
                ended = chunk.Length == 0;
                if (!ended)
                {
                    yield return chunk;
                }
            }

            _log.LogDebug("Statement {Statement} took {Ms:0.0} ms", bound.Name, System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        finally
        {
            if (!ended)
            {
                LibChdb.StreamCancel(lease.Connection.Handle, stream);
            }

            LibChdb.DestroyResult(stream);
        }
    }

    /// <summary>The engine streams only SELECTs; EXPLAIN, SHOW and their kin answer whole.</summary>
    private static bool IsSelect(string sql)
    {
        var start = sql.AsSpan().TrimStart();
        while (start.StartsWith("--"))
        {
            start = start[(start.IndexOf('\n') + 1)..].TrimStart();
        }

        return start.StartsWith("SELECT", StringComparison.OrdinalIgnoreCase) || start.StartsWith("WITH", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The whole answer at once, within the statement's memory limit.</summary>
    private async IAsyncEnumerable<ReadOnlyMemory<byte>> WholeAsync(
        Viewer viewer, FactsStatement statement, string format, [EnumeratorCancellation] CancellationToken cancel)
    {
        var bound = ViewerScope.Bind(viewer, statement);
        using var lease = await LeaseAsync(cancel).ConfigureAwait(false);
        using var killer = KillOnCancel(lease.Tag, cancel);
        yield return await OnPoolAsync(() =>
        {
            Apply(lease.Connection, bound.Limits);
            var result = lease.Connection.Query(Tagged(bound, lease.Tag), Encoding.UTF8.GetBytes(format), bound.Parameters, streaming: false);
            ThrowIfFailed(bound, result, destroy: true, cancel);
            var bytes = EngineConnection.Bytes(result);
            LibChdb.DestroyResult(result);
            return bytes;
        }).ConfigureAwait(false);
    }

    private static Task<T> OnPoolAsync<T>(Func<T> work) => Task.Run(work);

    private async Task<Lease> LeaseAsync(CancellationToken cancel)
    {
        await _free.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            var tag = string.Create(CultureInfo.InvariantCulture, $"zhike-{Database}-{Interlocked.Increment(ref _lastStatement)}");
            if (_idle.TryTake(out var idle))
            {
                return new Lease(this, idle, tag);
            }

            var connection = EngineConnection.Open(_engine.Path);
            Run(connection, $"USE `{Database}`");
            return new Lease(this, connection, tag);
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    private void Return(EngineConnection connection)
    {
        _idle.Add(connection);
        _free.Release();
    }

    /// <summary>A statement in the middle of its work is stopped from beside: the engine looks at the kill between blocks.</summary>
    private CancellationTokenRegistration KillOnCancel(string tag, CancellationToken cancel) => cancel.Register(() => _ = Task.Run(() =>
    {
        using var connection = EngineConnection.Open(_engine.Path);
        Run(connection, $"KILL QUERY WHERE startsWith(query, '/* {tag} ') ASYNC");
    }));

    private static byte[] Tagged(FactsStatement statement, string tag) =>
        Encoding.UTF8.GetBytes($"/* {tag} {statement.Name.Replace("*/", "", StringComparison.Ordinal)} */ {statement.Sql}");

    private static void Apply(EngineConnection connection, FactsLimits limits)
    {
        var settings = string.Create(
            CultureInfo.InvariantCulture,
            $"SET max_memory_usage = {limits.MemoryBytesMax}, max_execution_time = {Math.Max(0.001, limits.TimeMax.TotalSeconds)}, max_threads = {(limits.Threads > 0 ? limits.Threads : Environment.ProcessorCount)}{FactsNames.SessionSettings}");
        if (connection.SettingsInForce != settings)
        {
            Run(connection, settings);
            connection.SettingsInForce = settings;
        }
    }

    private static void Run(EngineConnection connection, string sql)
    {
        var result = connection.Query(Encoding.UTF8.GetBytes(sql), "Null"u8, [], streaming: false);
        Finish(new FactsStatement("session", sql), result, CancellationToken.None);
    }

    private static FactsSummary Finish(FactsStatement statement, nint result, CancellationToken cancel)
    {
        ThrowIfFailed(statement, result, destroy: true, cancel);
        var summary = new FactsSummary(
            LibChdb.ResultStorageRowsRead(result), LibChdb.ResultRowsWritten(result), TimeSpan.FromSeconds(LibChdb.ResultElapsed(result)));
        LibChdb.DestroyResult(result);
        return summary;
    }

    private static void ThrowIfFailed(FactsStatement statement, nint result, bool destroy, CancellationToken cancel)
    {
        if (EngineConnection.Error(result) is not { Length: > 0 } error)
        {
            return;
        }

        if (destroy)
        {
            LibChdb.DestroyResult(result);
        }

        cancel.ThrowIfCancellationRequested();
        throw FactsErrors.From(statement.Name, error, statement.Parameters);
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
        public void Dispose() => Owner.Return(Connection);
    }
}
