using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Zhike.Storage.Facts.Embedded;

/// <summary>One statement on one connection: sent, read in chunks or whole, stopped, and its errors told.</summary>
internal sealed record EngineStatement(EngineConnection Connection, FactsStatement Statement, string Tag, Func<FactsStatement, string, Exception> Failed)
{
    /// <summary>Formats whose chunks can simply follow each other; the engine writes the head and foot of any other on every chunk.</summary>
    public static readonly FrozenSet<string> StreamedFormats =
        new[] { "JSONEachRow", "JSONCompactEachRow", "JSONLines", "CSV", "TSV", "TabSeparated", "TSVRaw", "TabSeparatedRaw", "RowBinary", "Native" }.ToFrozenSet();

    private static long _lastTag;

    /// <summary>A word that no other statement of this process bears.</summary>
    public static string NewTag(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"zhike-{database}-{Interlocked.Increment(ref _lastTag)}");

    public static void Set(EngineConnection connection, string sql)
    {
        var statement = new EngineStatement(connection, new FactsStatement("session", sql), "session", FromEngine);
        statement.Run(CancellationToken.None);
    }

    /// <summary>Stops every statement of this process.</summary>
    public static void KillAll(EngineConnection connection) => Set(connection, "KILL QUERY WHERE true ASYNC");

    /// <summary>The settings that hold for every statement, and this one's budget.</summary>
    public static void Limit(EngineConnection connection, FactsLimits limits)
    {
        var settings = string.Create(
            CultureInfo.InvariantCulture,
            $"SET max_memory_usage = {limits.MemoryBytesMax}, max_execution_time = {Math.Max(0.001, limits.TimeMax.TotalSeconds)}, max_threads = {(limits.Threads > 0 ? limits.Threads : Environment.ProcessorCount)}{FactsNames.SessionSettings}");
        if (connection.SettingsInForce != settings)
        {
            Set(connection, settings);
            connection.SettingsInForce = settings;
        }
    }

    public static Exception FromEngine(FactsStatement statement, string error) => FactsErrors.From(statement.Name, error, statement.Parameters);

    /// <summary>A statement in the middle of its work is stopped from beside: the engine looks at the kill between blocks.</summary>
    public Killer KillOnCancel(EmbeddedEngine engine, CancellationToken cancel) => new(engine, Tag, cancel);

    /// <summary>To the end, for what it does and not for what it answers.</summary>
    public FactsSummary Run(CancellationToken cancel) => Finish(Send("Null", streaming: false), cancel);

    /// <summary>The whole answer at once, within the statement's memory limit.</summary>
    public (byte[] Bytes, FactsSummary Summary) Whole(string format, CancellationToken cancel)
    {
        var result = Send(format, streaming: false);
        ThrowIfFailed(result, destroy: true, cancel);
        var bytes = EngineConnection.Bytes(result);
        return (bytes, Finish(result, cancel));
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ChunksAsync(string format, [EnumeratorCancellation] CancellationToken cancel)
    {
        var stream = await EngineThreads.RunAsync(() => Send(format, streaming: true)).ConfigureAwait(false);
        ThrowIfFailed(stream, destroy: true, cancel);
        var ended = false;
        try
        {
            while (!ended)
            {
                cancel.ThrowIfCancellationRequested();
                var chunk = await EngineThreads.RunAsync(() => Fetch(stream, cancel)).ConfigureAwait(false);
                ended = chunk.Length == 0;
                if (!ended)
                {
                    yield return chunk;
                }
            }
        }
        finally
        {
            if (!ended)
            {
                LibChdb.StreamCancel(Connection.Handle, stream);
            }

            LibChdb.DestroyResult(stream);
        }
    }

    public FactsSummary Finish(nint result, CancellationToken cancel)
    {
        ThrowIfFailed(result, destroy: true, cancel);
        var summary = new FactsSummary(
            LibChdb.ResultStorageRowsRead(result), LibChdb.ResultRowsWritten(result), TimeSpan.FromSeconds(LibChdb.ResultElapsed(result)));
        LibChdb.DestroyResult(result);
        return summary;
    }

    private nint Send(string format, bool streaming) => Connection.Query(
        Encoding.UTF8.GetBytes($"/* {Tag} {Statement.Name.Replace("*/", "", StringComparison.Ordinal)} */ {Statement.Sql}"),
        Encoding.UTF8.GetBytes(format),
        Statement.Parameters,
        streaming);

    private byte[] Fetch(nint stream, CancellationToken cancel)
    {
        var fetched = LibChdb.StreamFetch(Connection.Handle, stream);
        try
        {
            ThrowIfFailed(fetched, destroy: false, cancel);
            return EngineConnection.Bytes(fetched);
        }
        finally
        {
            LibChdb.DestroyResult(fetched);
        }
    }

    private void ThrowIfFailed(nint result, bool destroy, CancellationToken cancel)
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
        throw Failed(Statement, error);
    }
}
