using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Zhike.Kernel;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Storage.Facts.Remote;

/// <summary>The facts store on a ClickHouse server or cluster, over its HTTP interface. A read is repeated when the server
/// could not be reached before its first row; an insert only when its deduplication token makes the repetition harmless.</summary>
public sealed class HttpFacts : IFacts, IDisposable
{
    public const int AttemptsMax = 4;

    private const string Unreached = "facts_unreachable";

    /// <summary>The server stops a statement itself; the line gets this much longer before it is given up.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private readonly HttpFactsConnection _connection;
    private readonly HttpClient _http;
    private readonly IIds _ids;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;

    /// <param name="connections">How many statements may run at once; more wait their turn.</param>
    public HttpFacts(HttpFactsConnection connection, IIds ids, TimeProvider clock, ILogger<HttpFacts> log, int connections = 8)
    {
        (_connection, _ids, _clock, _log) = (connection, ids, clock, log);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            MaxConnectionsPerServer = connections,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AllowAutoRedirect = false,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    public string Database => _connection.Database;

    public async IAsyncEnumerable<T> StreamAsync<T>(
        Viewer viewer, FactsStatement statement, RowMapper<T> map, [EnumeratorCancellation] CancellationToken cancel)
    {
        var chunks = ChunksAsync(viewer, statement, "RowBinaryWithNamesAndTypes", cancel);
        await foreach (var row in RowStream.ReadAsync(chunks, headerOnEveryChunk: false, map, cancel).ConfigureAwait(false))
        {
            yield return row;
        }
    }

    public async Task PipeAsync(Viewer viewer, FactsStatement statement, string format, Stream destination, CancellationToken cancel)
    {
        await foreach (var chunk in ChunksAsync(viewer, statement, FactsNames.Checked(format), cancel).ConfigureAwait(false))
        {
            await destination.WriteAsync(chunk, cancel).ConfigureAwait(false);
        }
    }

    public async Task<FactsSummary> ExecuteAsync(Viewer viewer, FactsStatement statement, CancellationToken cancel)
    {
        var bound = ViewerScope.Bind(viewer, statement);
        var queryId = _ids.Next().ToString("D");
        using var killer = KillOnCancel(queryId, cancel);
        using var patience = Patience(bound.Limits, cancel);
        using var response = await SendOnceAsync(bound, () => HttpRequests.Statement(_connection, bound, queryId, null, wholeAnswer: true), patience.Token, cancel).ConfigureAwait(false);
        await ThrowIfFailedAsync(bound, response, patience.Token).ConfigureAwait(false);
        return Summary(response);
    }

    public async Task<FactsSummary> InsertAsync(FactsInsert insert, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancel)
    {
        var named = new FactsStatement(insert.Name, "") { Limits = insert.Limits };
        var enumerator = chunks.GetAsyncEnumerator(cancel);
        await using (enumerator.ConfigureAwait(false))
        {
            var rows = new InsertRows(enumerator);
            for (var attempt = 1; ; attempt++)
            {
                var queryId = _ids.Next().ToString("D");
                using var killer = KillOnCancel(queryId, cancel);
                using var patience = Patience(insert.Limits, cancel);
                try
                {
                    using var response = await SendOnceAsync(named, () => HttpRequests.Insert(_connection, insert, queryId, rows), patience.Token, cancel).ConfigureAwait(false);
                    await ThrowIfFailedAsync(named, response, patience.Token).ConfigureAwait(false);
                    return Summary(response);
                }
                catch (Exception) when (rows.SourceFailure is { } failure)
                {
                    System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
                }
                catch (ProblemException unreachable) when (unreachable.Problem.Code == Unreached
                    && insert.DeduplicationToken is not null && rows.Repeatable && attempt < AttemptsMax)
                {
                    await BeforeNextAsync(insert.Name, attempt, cancel).ConfigureAwait(false);
                }
                finally
                {
                    await rows.QuietAsync().ConfigureAwait(false);
                }
            }
        }
    }

    public Task BackupAsync(string archivePath, CancellationToken cancel) => throw Elsewhere("backed up");

    public Task RestoreAsync(string archivedDatabase, string archivePath, CancellationToken cancel) => throw Elsewhere("restored");

    public void Dispose() => _http.Dispose();

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> ChunksAsync(
        Viewer viewer, FactsStatement statement, string format, [EnumeratorCancellation] CancellationToken cancel)
    {
        var bound = ViewerScope.Bind(viewer, statement);
        var started = _clock.GetTimestamp();
        using var patience = Patience(bound.Limits, cancel);
        var (response, queryId) = await OpenAsync(bound, format, patience.Token, cancel).ConfigureAwait(false);
        var ended = false;
        try
        {
            using (response)
            {
                var answer = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
                var tag = response.Headers.TryGetValues("X-ClickHouse-Exception-Tag", out var tags) ? tags.First() : null;
                var chunks = AnswerTail.ReadAsync(answer, tag, error => FactsErrors.From(bound.Name, error, bound.Parameters), patience.Token);
                await foreach (var chunk in chunks.ConfigureAwait(false))
                {
                    yield return chunk;
                }

                ended = true;
            }
        }
        finally
        {
            if (!ended)
            {
                _ = KillAsync(queryId);
            }
        }

        _log.LogDebug("Statement {Statement} took {Ms:0.0} ms", bound.Name, _clock.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>Up to the first byte of the answer a read may be sent again; each attempt has an id of its own.</summary>
    private async Task<(HttpResponseMessage Response, string QueryId)> OpenAsync(FactsStatement bound, string format, CancellationToken patience, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var queryId = _ids.Next().ToString("D");
            using var killer = KillOnCancel(queryId, cancel);
            try
            {
                var response = await SendOnceAsync(bound, () => HttpRequests.Statement(_connection, bound, queryId, format, wholeAnswer: false), patience, cancel).ConfigureAwait(false);
                await ThrowIfFailedAsync(bound, response, patience).ConfigureAwait(false);
                return (response, queryId);
            }
            catch (ProblemException unreachable) when (unreachable.Problem.Code == Unreached && attempt < AttemptsMax)
            {
                await BeforeNextAsync(bound.Name, attempt, patience).ConfigureAwait(false);
            }
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(FactsStatement statement, Func<HttpRequestMessage> request, CancellationToken patience, CancellationToken cancel)
    {
        try
        {
            using var message = request();
            return await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, patience).ConfigureAwait(false);
        }
        catch (HttpRequestException problem)
        {
            throw Unreachable(statement, problem.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw FactsErrors.From(statement.Name, "Code: 159. DB::Exception: the server did not answer in time");
        }
    }

    private async Task ThrowIfFailedAsync(FactsStatement statement, HttpResponseMessage response, CancellationToken cancel)
    {
        var failed = response.Headers.Contains("X-ClickHouse-Exception-Code");
        if (response.IsSuccessStatusCode && !failed)
        {
            return;
        }

        using (response)
        {
            var error = await response.Content.ReadAsStringAsync(cancel).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            if (!failed && !error.StartsWith("Code: ", StringComparison.Ordinal) && response.StatusCode is >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests)
            {
                throw Unreachable(statement, string.Create(CultureInfo.InvariantCulture, $"status {(int)response.StatusCode}"));
            }

            throw FactsErrors.From(statement.Name, error.Length > 0 ? error : string.Create(CultureInfo.InvariantCulture, $"status {(int)response.StatusCode}"), statement.Parameters);
        }
    }

    private async Task BeforeNextAsync(string name, int attempt, CancellationToken cancel)
    {
        var pause = TimeSpan.FromMilliseconds(100 << attempt);
        _log.LogWarning("The facts store did not answer {Statement}; attempt {Attempt} follows in {Ms} ms", name, attempt + 1, pause.TotalMilliseconds);
        await Task.Delay(pause, _clock, cancel).ConfigureAwait(false);
    }

    private CancellationTokenRegistration KillOnCancel(string queryId, CancellationToken cancel) => cancel.Register(() => _ = KillAsync(queryId));

    /// <summary>Best effort: a server that cannot be told stops the statement at its own limit.</summary>
    private async Task KillAsync(string queryId)
    {
        try
        {
            var kill = new FactsStatement("kill", "KILL QUERY WHERE query_id = {id:String} ASYNC").With("id", queryId).Within(FactsLimits.Point);
            using var patience = new CancellationTokenSource(Grace, _clock);
            using var message = HttpRequests.Statement(_connection, kill, _ids.Next().ToString("D"), null, wholeAnswer: true);
            using var response = await _http.SendAsync(message, patience.Token).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            _log.LogWarning("Statement {QueryId} could not be stopped: {Problem}", queryId, problem.Message);
        }
    }

    private static CancellationTokenSource Patience(FactsLimits limits, CancellationToken cancel)
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(limits.TimeMax + Grace);
        return patience;
    }

    private static FactsSummary Summary(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("X-ClickHouse-Summary", out var values))
        {
            return new FactsSummary(0, 0, TimeSpan.Zero);
        }

        using var summary = JsonDocument.Parse(values.First());
        ulong Of(string name) => summary.RootElement.TryGetProperty(name, out var value) && ulong.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var number) ? number : 0;
        return new FactsSummary(Of("read_rows"), Of("written_rows"), TimeSpan.FromMicroseconds(Of("elapsed_ns") / 1000.0));
    }

    private ProblemException Unreachable(FactsStatement statement, string why) => new(new Problem(
        ProblemKind.Unavailable, Unreached, $"The facts store at {_connection.Address} did not answer {statement.Name}: {why}"));

    private static ProblemException Elsewhere(string what) => new(Problem.Conflict(
        "facts_elsewhere", $"The facts are on a ClickHouse server (Facts:Connection); they are {what} there, with the server's own BACKUP and RESTORE."));
}
