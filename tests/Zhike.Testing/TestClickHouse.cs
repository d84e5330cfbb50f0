using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Embedded;

namespace Zhike.Testing;

/// <summary>A ClickHouse server's HTTP interface, reading and writing, over the engine of this process: what the client of a
/// server is tested against. It can be told to fail as servers and lines do. User "zhike", password "p@ss word".</summary>
public sealed partial class TestClickHouse : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly EmbeddedFacts _facts;
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new();
    private int _refusals;

    private TestClickHouse(WebApplication app, EmbeddedFacts facts) => (_app, _facts) = (app, facts);

    /// <summary>What Facts:Connection would say.</summary>
    public string Connection => $"http://zhike:p%40ss%20word@{new Uri(_app.Urls.Single()).Authority}/{_facts.Database}";

    public ConcurrentQueue<string> Statements { get; } = new();

    /// <summary>Cuts the line after so many bytes of an answer; 0 does not.</summary>
    public int CutAfterBytes { get; set; }

    /// <summary>Inserts are carried out, but their answer gets lost, so many times.</summary>
    public int LostAnswers { get; set; }

    /// <summary>As servers do since 2025: a tag in the head, marks around an error in the middle of an answer.</summary>
    public bool TagsErrors { get; set; } = true;

    public static async Task<TestClickHouse> StartAsync(EmbeddedFacts facts)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new TestClickHouse(app, facts);
        app.MapMethods("/", ["GET", "POST"], server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>The next so many requests are answered 503.</summary>
    public void RefuseNext(int requests) => Interlocked.Exchange(ref _refusals, requests);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Headers["X-ClickHouse-User"] != "zhike" || http.Request.Headers["X-ClickHouse-Key"] != "p@ss word")
        {
            await ErrorAsync(http, 403, "Code: 516. DB::Exception: zhike: Authentication failed: password is incorrect. (AUTHENTICATION_FAILED) (version 26.7.2.1)");
            return;
        }

        if (Interlocked.Decrement(ref _refusals) >= 0)
        {
            http.Response.StatusCode = 503;
            return;
        }

        var query = http.Request.Query;
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        _running[query["query_id"]!] = cancel;
        try
        {
            await RunAsync(http, query["query"].ToString(), cancel.Token);
        }
        catch (FactsException error) when (!http.Response.HasStarted)
        {
            await ErrorAsync(http, 500, error.Message[error.Message.IndexOf("Code:", StringComparison.Ordinal)..]);
        }
        catch (ProblemException refused) when (!http.Response.HasStarted)
        {
            var code = refused.Problem.Code switch { "memory_limit" => 241, "time_limit" => 159, _ => 1000 };
            await ErrorAsync(http, 500, string.Create(CultureInfo.InvariantCulture, $"Code: {code}. DB::Exception: {refused.Message} (LIMIT) (version 26.7.2.1)"));
        }
        catch (OperationCanceledException) when (!http.Response.HasStarted)
        {
            await ErrorAsync(http, 500, "Code: 394. DB::Exception: Query was cancelled. (QUERY_WAS_CANCELLED) (version 26.7.2.1)");
        }
        finally
        {
            _running.TryRemove(query["query_id"]!, out _);
        }
    }

    private async Task RunAsync(HttpContext http, string fromAddress, CancellationToken cancel)
    {
        var body = http.Request.Headers.ContentEncoding == "gzip" ? new GZipStream(http.Request.Body, CompressionMode.Decompress) : http.Request.Body;
        if (fromAddress.StartsWith("INSERT", StringComparison.OrdinalIgnoreCase))
        {
            Statements.Enqueue(fromAddress);
            await InsertAsync(http, fromAddress, body, cancel);
            return;
        }

        var parameters = http.Request.Query.Select(q => (q.Key, q.Value)).ToList();
        string sql;
        if (http.Request.HasFormContentType)
        {
            var form = await http.Request.ReadFormAsync(cancel);
            sql = form["query"].ToString();
            parameters.AddRange(form.Select(f => (f.Key, f.Value)));
        }
        else
        {
            sql = fromAddress + await new StreamReader(body, Encoding.UTF8).ReadToEndAsync(cancel);
        }

        Statements.Enqueue(sql);
        var statement = new FactsStatement("server", sql)
        {
            Limits = new FactsLimits(long.Parse(http.Request.Query["max_memory_usage"]!, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(double.Parse(http.Request.Query["max_execution_time"]!, CultureInfo.InvariantCulture))),
            Parameters = parameters.Where(p => p.Key.StartsWith("param_", StringComparison.Ordinal)).ToImmutableSortedDictionary(p => p.Key["param_".Length..], p => p.Value.ToString(), StringComparer.Ordinal),
        };
        if (sql.StartsWith("KILL QUERY", StringComparison.Ordinal))
        {
            if (_running.TryGetValue(statement.Parameters["id"], out var running))
            {
                await running.CancelAsync();
            }

            return;
        }

        await ReadAsync(http, statement, cancel);
    }

    private async Task ReadAsync(HttpContext http, FactsStatement statement, CancellationToken cancel)
    {
        const string tag = "abcdefghijklmnop";
        var format = http.Request.Query["default_format"].ToString() is { Length: > 0 } wanted ? wanted : "TabSeparated";
        if (TagsErrors)
        {
            http.Response.Headers["X-ClickHouse-Exception-Tag"] = tag;
        }

        http.Response.Headers["X-ClickHouse-Summary"] = """{"read_rows":"3","written_rows":"2","elapsed_ns":"1500000"}""";
        var gzip = http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal);
        if (gzip)
        {
            http.Response.Headers.ContentEncoding = "gzip";
        }

        var answer = new MemoryStream();
        if (MiddleError().Match(statement.Sql) is { Success: true } failing)
        {
            await _facts.PipeAsync(Viewer.Bank("server"), statement with { Sql = failing.Groups["sql"].Value }, format, answer, cancel);
            const string error = "Code: 395. DB::Exception: Value passed to 'throwIf' is too sad. (FUNCTION_THROW_IF_VALUE_IS_NON_ZERO) (version 26.7.2.1)\n";
            answer.Write(Encoding.UTF8.GetBytes(TagsErrors
                ? string.Create(CultureInfo.InvariantCulture, $"\r\n__exception__\r\n{tag}\r\n{error}{error.Length} {tag}\r\n__exception__\r\n")
                : error));
        }
        else
        {
            await _facts.PipeAsync(Viewer.Bank("server"), statement, format, answer, cancel);
        }

        var bytes = answer.GetBuffer().AsMemory(0, (int)answer.Length);
        if (CutAfterBytes > 0 && bytes.Length > CutAfterBytes)
        {
            http.Response.Headers.Remove("Content-Encoding");
            await http.Response.Body.WriteAsync(bytes[..CutAfterBytes], cancel);
            await http.Response.Body.FlushAsync(cancel);
            http.Abort();
            return;
        }

        var stream = gzip ? new GZipStream(http.Response.Body, CompressionLevel.Fastest) : http.Response.Body;
        await stream.WriteAsync(bytes, cancel);
        if (gzip)
        {
            await stream.DisposeAsync();
        }
    }

    private async Task InsertAsync(HttpContext http, string sql, Stream body, CancellationToken cancel)
    {
        var at = sql.LastIndexOf(" FORMAT ", StringComparison.Ordinal);
        var insert = new FactsInsert("server", "") { Sql = sql[..at] } with { Format = sql[(at + " FORMAT ".Length)..] };
        var summary = await _facts.InsertAsync(insert, ChunksAsync(body, cancel), cancel);
        if (LostAnswers > 0)
        {
            LostAnswers--;
            http.Abort();
            return;
        }

        http.Response.Headers["X-ClickHouse-Summary"] = string.Create(CultureInfo.InvariantCulture, $"{{\"written_rows\":\"{summary.RowsWritten}\"}}");
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ChunksAsync(Stream body, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var buffer = new byte[64 << 10];
        while (await body.ReadAsync(buffer, cancel) is > 0 and var read)
        {
            yield return buffer.AsMemory(0, read);
        }
    }

    private static async Task ErrorAsync(HttpContext http, int status, string error)
    {
        http.Response.Clear();
        http.Response.StatusCode = status;
        http.Response.Headers["X-ClickHouse-Exception-Code"] = Code().Match(error).Groups[1].Value;
        await http.Response.WriteAsync(error);
    }

    [GeneratedRegex(@"Code: (\d+)")]
    private static partial Regex Code();

    /// <summary>A statement that ends so is answered, and then fails.</summary>
    [GeneratedRegex(@"^(?<sql>.*)/\* then fail \*/$", RegexOptions.Singleline)]
    private static partial Regex MiddleError();
}
