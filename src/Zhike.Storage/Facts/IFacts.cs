using Zhike.Kernel;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Storage.Facts;

/// <summary>The facts store: ClickHouse SQL, in this process or on a server. One dialect, two ways to reach it.
/// A statement that touches customer-level tables must use {viewer_org:String} and {viewer_manager:String}; the store binds
/// both from the viewer and refuses to run one that does not, unless the bank itself asks (<see cref="Viewer.IsBank"/>).
/// Refusals the caller should expect (a limit hit, the engine unreachable) come as <see cref="ProblemException"/>; an error
/// in the SQL is a bug and comes as <see cref="FactsException"/>.</summary>
public interface IFacts
{
    /// <summary>The database that unqualified table names mean.</summary>
    string Database { get; }

    /// <summary>Rows as they arrive; leaving the loop early cancels the statement.</summary>
    IAsyncEnumerable<T> StreamAsync<T>(Viewer viewer, FactsStatement statement, RowMapper<T> map, CancellationToken cancel);

    /// <summary>A statement that answers no rows: DDL, INSERT … SELECT, ALTER.</summary>
    Task<FactsSummary> ExecuteAsync(Viewer viewer, FactsStatement statement, CancellationToken cancel);

    /// <summary>Streams rows in. When it returns, they are on the disk; when it throws, none of the last block is.</summary>
    Task<FactsSummary> InsertAsync(FactsInsert insert, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancel);

    /// <summary>Sends the answer on in any output format of the engine's, undecoded.</summary>
    Task PipeAsync(Viewer viewer, FactsStatement statement, string format, Stream destination, CancellationToken cancel);

    /// <summary>Writes a whole database into one archive at an absolute path that does not exist yet.</summary>
    Task BackupAsync(string archivePath, CancellationToken cancel);

    /// <summary>Reads the archive of a database that may have borne another name into this one, which must hold no tables.</summary>
    Task RestoreAsync(string archivedDatabase, string archivePath, CancellationToken cancel);
}

/// <summary>Where rows go and how they are written.</summary>
/// <param name="Name">For logs and timings.</param>
/// <param name="Target">Table with its column list: "events (event_id, ts, …)".</param>
/// <param name="Format">RowBinary unless the bytes come in another format of the engine's.</param>
/// <param name="DeduplicationToken">Inserting the same token twice keeps the first; null leaves it to the engine's block hash.</param>
public sealed record FactsInsert(string Name, string Target, string Format = "RowBinary", string? DeduplicationToken = null)
{
    public FactsLimits Limits { get; init; } = FactsLimits.Batch;

    /// <summary>Replaces "INSERT INTO target" where the engine shall convert on the way in:
    /// "INSERT INTO t (a) SELECT toDate(c) FROM input('c String')".</summary>
    public string? Sql { get; init; }
}

/// <summary>Makes one record out of the columns, read in the order of the SELECT.</summary>
public delegate T RowMapper<out T>(ref RowReader row);

/// <summary>The engine refused the statement for what it says: a bug of ours (or of an expert's own SQL).</summary>
public sealed class FactsException(string statement, int code, string message) : Exception($"{statement}: {message}")
{
    /// <summary>The engine's own error number (ErrorCodes.cpp), such as 60 for an unknown table.</summary>
    public int Code { get; } = code;

    /// <summary>The engine's own words.</summary>
    public string Reason { get; } = message;
}
