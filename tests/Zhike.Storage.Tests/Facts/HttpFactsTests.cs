using Microsoft.Extensions.Logging.Abstractions;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Embedded;
using Zhike.Storage.Facts.Remote;
using Zhike.Storage.Facts.Rows;
using Zhike.Testing;

namespace Zhike.Storage.Tests.Facts;

public sealed class HttpFactsTests : IAsyncLifetime
{
    private static readonly Viewer Bank = Viewer.Bank("test");
    private EmbeddedFacts _engine = null!;
    private TestClickHouse _server = null!;
    private HttpFacts _facts = null!;

    public async Task InitializeAsync()
    {
        _engine = await TestEngine.DatabaseAsync();
        await _engine.RunAsync("CREATE TABLE kept (n UInt64, word String) ENGINE = MergeTree ORDER BY n SETTINGS non_replicated_deduplication_window = 100;");
        _server = await TestClickHouse.StartAsync(_engine);
        _facts = Connect(_server.Connection);
    }

    public async Task DisposeAsync()
    {
        _facts.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Rows_are_streamed_and_decoded_as_from_the_engine_in_the_process()
    {
        var statement = new FactsStatement("many", "SELECT number, repeat('x', number % 50), toDecimal64(number, 2), NULL::Nullable(String) FROM numbers({n:UInt64})").With("n", 200_000UL);
        (ulong, string, decimal, string?) Map(ref RowReader r) => (r.UInt64(), r.Text(), r.Decimal(), r.TextOrNull());

        (await _facts.ListAsync(Bank, statement, Map, default)).ShouldBe(await _engine.ListAsync(Bank, statement, Map, default));
    }

    [Theory]
    [InlineData("'; DROP TABLE kept; --")]
    [InlineData("\\N \t\n\r\0 {a:String} & = + % 知客 😀")]
    public async Task Any_text_survives_as_a_parameter_short_or_long(string text)
    {
        foreach (var value in new[] { text, string.Concat(Enumerable.Repeat(text, 500)) })
        {
            var statement = new FactsStatement("echo", "SELECT {v:String}").With("v", value);
            (await _facts.ListAsync(Bank, statement, (ref RowReader r) => r.Text(), default)).ShouldBe([value]);
        }
    }

    [Fact]
    public async Task Rows_are_streamed_in()
    {
        var summary = await InsertAsync(null, Enumerable.Range(0, 20).Select(i => Rows(i * 1000, 1000)));

        summary.RowsWritten.ShouldBe(20_000ul);
        (await CountAsync()).ShouldBe(20_000ul);
    }

    [Fact]
    public async Task A_read_is_repeated_when_the_server_could_not_answer()
    {
        _server.RefuseNext(2);

        (await CountAsync()).ShouldBe(0ul);
        _server.Statements.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_read_is_given_up_after_its_attempts()
    {
        _server.RefuseNext(HttpFacts.AttemptsMax);

        (await Should.ThrowAsync<ProblemException>(CountAsync)).Problem.Code.ShouldBe("facts_unreachable");
    }

    [Fact]
    public async Task A_write_is_not_repeated()
    {
        _server.RefuseNext(1);

        (await Should.ThrowAsync<ProblemException>(() => _facts.ExecuteAsync(Bank, new FactsStatement("write", "INSERT INTO kept SELECT 1, ''"), default))).Problem.Code.ShouldBe("facts_unreachable");
        _server.RefuseNext(1);
        (await Should.ThrowAsync<ProblemException>(() => InsertAsync(null, [Rows(0, 10)]))).Problem.Code.ShouldBe("facts_unreachable");
        (await CountAsync()).ShouldBe(0ul);
    }

    [Fact]
    public async Task An_insert_with_a_token_is_repeated_and_counts_once_even_when_only_its_answer_got_lost()
    {
        _server.RefuseNext(1);
        await InsertAsync("batch-1", [Rows(0, 10), Rows(10, 10)]);
        _server.LostAnswers = 2;
        await InsertAsync("batch-2", [Rows(20, 10), Rows(30, 10)]);

        (await CountAsync()).ShouldBe(40ul);
        _server.Statements.Count(s => s.Contains("batch-2", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public async Task What_the_source_of_the_rows_throws_is_thrown_and_never_taken_for_the_lines_fault()
    {
        static async IAsyncEnumerable<ReadOnlyMemory<byte>> Failing()
        {
            yield return Rows(0, 10);
            await Task.CompletedTask;
            throw new InvalidOperationException("the source is dry");
        }

        (await Should.ThrowAsync<InvalidOperationException>(() => _facts.InsertAsync(new FactsInsert("dry", "kept", DeduplicationToken: "dry"), Failing(), default))).Message.ShouldBe("the source is dry");
        (await CountAsync()).ShouldBe(0ul);
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(true, 300_000)]
    [InlineData(false, 3)]
    [InlineData(false, 300_000)]
    public async Task An_error_in_the_middle_of_an_answer_is_found_and_never_read_as_rows(bool tagged, int rows)
    {
        _server.TagsErrors = tagged;
        var seen = 0;
        var failed = await Should.ThrowAsync<FactsException>(async () =>
        {
            await foreach (var number in _facts.StreamAsync(Bank, new FactsStatement("sad", $"SELECT number FROM numbers({rows}) /* then fail */"), (ref RowReader r) => r.UInt64(), default))
            {
                number.ShouldBe((ulong)seen++);
            }
        });

        failed.Code.ShouldBe(395);
        failed.Message.ShouldContain("too sad");
    }

    [Fact]
    public async Task A_line_cut_in_the_middle_of_an_answer_is_an_error()
    {
        _server.CutAfterBytes = 500_000;

        await Should.ThrowAsync<IOException>(() => _facts.ListAsync(Bank, new FactsStatement("cut", "SELECT number FROM numbers(1000000)"), (ref RowReader r) => r.UInt64(), default));
    }

    [Fact]
    public async Task Limits_and_errors_come_as_from_the_engine_in_the_process()
    {
        var hungry = new FactsStatement("hungry", "SELECT length(groupArray(number)) FROM numbers(100000000)").Within(new FactsLimits(64 << 20, TimeSpan.FromSeconds(30)));
        var slow = new FactsStatement("slow", "SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1").Within(new FactsLimits(1 << 30, TimeSpan.FromMilliseconds(200)));

        (await Should.ThrowAsync<ProblemException>(() => _facts.CountAsync(Bank, hungry, default))).Problem.Code.ShouldBe("memory_limit");
        (await Should.ThrowAsync<ProblemException>(() => _facts.CountAsync(Bank, slow, default))).Problem.Code.ShouldBe("time_limit");
        (await Should.ThrowAsync<FactsException>(() => _facts.CountAsync(Bank, new FactsStatement("lost", "SELECT count() FROM nowhere"), default))).Code.ShouldBe(60);
    }

    [Fact]
    public async Task A_cancelled_statement_is_killed_on_the_server()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var endless = new FactsStatement("endless", "SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1").Within(FactsLimits.Batch);

        await Should.ThrowAsync<OperationCanceledException>(() => _facts.CountAsync(Bank, endless, cancel.Token));

        (await CountAsync()).ShouldBe(0ul);
    }

    [Fact]
    public async Task A_wrong_password_and_an_absent_server_are_refused_clearly()
    {
        using var wrong = Connect(_server.Connection.Replace("p%40ss", "pass", StringComparison.Ordinal));
        using var absent = Connect("http://127.0.0.1:1/nowhere");

        var refused = await Should.ThrowAsync<ProblemException>(() => wrong.CountAsync(Bank, new FactsStatement("count", "SELECT count() FROM kept"), default));
        refused.Problem.Code.ShouldBe("facts_unreachable");
        refused.Message.ShouldContain("Authentication failed");
        (await Should.ThrowAsync<ProblemException>(() => absent.ExecuteAsync(Bank, new FactsStatement("x", "SELECT 1"), default))).Problem.Kind.ShouldBe(ProblemKind.Unavailable);
    }

    [Theory]
    [InlineData("host:8123/db")]
    [InlineData("ftp://host/db")]
    [InlineData("http://host:8123")]
    [InlineData("http://host:8123/data-base")]
    public void A_malformed_connection_is_refused_with_the_name_of_its_option(string connection) =>
        Should.Throw<InvalidOperationException>(() => HttpFactsConnection.Parse(connection)).Message.ShouldContain("Facts:Connection");

    [Fact]
    public void A_connection_takes_a_gateways_path_and_tells_no_password()
    {
        var connection = HttpFactsConnection.Parse("https://zhike:p%40ss@gate.bank:8443/clickhouse/marketing");

        (connection.Address.ToString(), connection.User, connection.Password, connection.Database).ShouldBe(("https://gate.bank:8443/clickhouse/", "zhike", "p@ss", "marketing"));
        connection.ToString().ShouldNotContain("p@ss");
    }

    private static HttpFacts Connect(string connection) =>
        new(HttpFactsConnection.Parse(connection), new TimeOrderedIds(TimeProvider.System), TimeProvider.System, NullLogger<HttpFacts>.Instance);

    private static ReadOnlyMemory<byte> Rows(int from, int count)
    {
        var writer = new RowWriter();
        for (var n = from; n < from + count; n++)
        {
            writer.UInt64((ulong)n).Text($"word {n}");
        }

        return writer.Written;
    }

    private Task<FactsSummary> InsertAsync(string? token, IEnumerable<ReadOnlyMemory<byte>> chunks)
    {
        static async IAsyncEnumerable<ReadOnlyMemory<byte>> Stream(IEnumerable<ReadOnlyMemory<byte>> chunks)
        {
            foreach (var chunk in chunks)
            {
                await Task.CompletedTask;
                yield return chunk;
            }
        }

        return _facts.InsertAsync(new FactsInsert("kept", "kept (n, word)", DeduplicationToken: token), Stream(chunks), default);
    }

    private Task<ulong> CountAsync() => _facts.CountAsync(Bank, new FactsStatement("count", "SELECT count() FROM kept"), default);
}
