using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Embedded;
using Zhike.Storage.Facts.Rows;
using Zhike.Testing;

namespace Zhike.Storage.Tests.Facts;

public sealed class StatementTests : IAsyncLifetime
{
    private static readonly Viewer Bank = Viewer.Bank("test");
    private EmbeddedFacts _facts = null!;

    public async Task InitializeAsync() => _facts = await TestEngine.DatabaseAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void Any_text_survives_as_a_parameter() => Prop.ForAll<string>(text => Echo(text ?? "") == (text ?? "")).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("'; DROP TABLE customer_versions; --")]
    [InlineData("{viewer_org:String}")]
    [InlineData("\\")]
    [InlineData("\\N")]
    [InlineData("a\0b")]
    [InlineData("\t\n\r\b\f")]
    [InlineData("知客 😀 \u2028")]
    public void A_nasty_text_survives_as_a_parameter(string text) => Echo(text).ShouldBe(text);

    [Fact]
    public void Any_list_of_texts_survives_as_a_parameter() => Prop.ForAll<string[]>(texts =>
    {
        var clean = (texts ?? []).Select(t => WellFormed(t ?? "")).ToArray();
        var statement = new FactsStatement("echo", "SELECT {v:Array(String)}").With("v", clean);
        return _facts.ListAsync(Bank, statement, (ref RowReader r) => r.Texts(), default).GetAwaiter().GetResult().Single().SequenceEqual(clean);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Every_kind_of_parameter_arrives()
    {
        var at = new DateTimeOffset(1994, 3, 31, 23, 0, 0, 5, TimeSpan.FromHours(8));
        var statement = new FactsStatement("echo", """
            SELECT {a:UInt64}, {b:Int64}, {c:Decimal(18, 2)}, {d:Float64}, {e:Bool}, {f:Date}, {g:DateTime64(3, 'UTC')}, {h:Array(UInt64)}
            """).With("a", ulong.MaxValue).With("b", long.MinValue).With("c", -0.01m).With("d", 1e-300).With("e", true)
            .With("f", new DateOnly(1994, 3, 31)).With("g", at).With("h", [1UL, ulong.MaxValue]);

        var read = await _facts.ListAsync(Bank, statement, (ref RowReader r) =>
            (r.UInt64(), r.Int64(), r.Decimal(), r.Float64(), r.Bool(), r.Date(), r.Instant(), string.Join(' ', r.UInt64s())), default);

        read.ShouldBe([(ulong.MaxValue, long.MinValue, -0.01m, 1e-300, true, new DateOnly(1994, 3, 31), at, $"1 {ulong.MaxValue}")]);
    }

    [Fact]
    public async Task A_statement_that_needs_more_memory_than_it_may_take_is_refused()
    {
        var statement = new FactsStatement("hungry", "SELECT length(groupArray(number)) FROM numbers(100000000)")
            .Within(new FactsLimits(64 << 20, TimeSpan.FromSeconds(30)));

        var refused = await Should.ThrowAsync<ProblemException>(() => _facts.CountAsync(Bank, statement, default));

        (refused.Problem.Kind, refused.Problem.Code).ShouldBe((ProblemKind.LimitExceeded, "memory_limit"));
        refused.Problem.Message.ShouldStartWith("hungry needed more memory");
    }

    [Fact]
    public async Task A_statement_that_takes_longer_than_it_may_is_refused_on_every_way_to_run_it()
    {
        var limits = new FactsLimits(1 << 30, TimeSpan.FromMilliseconds(200));
        var statement = new FactsStatement("slow", "SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1").Within(limits);

        var read = await Should.ThrowAsync<ProblemException>(() => _facts.CountAsync(Bank, statement, default));
        var executed = await Should.ThrowAsync<ProblemException>(() => _facts.ExecuteAsync(Bank, statement, default));

        read.Problem.Code.ShouldBe("time_limit");
        executed.Problem.Code.ShouldBe("time_limit");
        (await _facts.CountAsync(Bank, new FactsStatement("after", "SELECT toUInt64(1)"), default)).ShouldBe(1ul);
    }

    [Fact]
    public async Task A_cancelled_statement_stops_at_once_and_gives_its_connection_back()
    {
        using var two = new EmbeddedFacts(EmbeddedEngine.Start(TestEngine.Folder), _facts.Database, Microsoft.Extensions.Logging.Abstractions.NullLogger<EmbeddedFacts>.Instance, connections: 1);
        var endless = new FactsStatement("endless", "SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1").Within(FactsLimits.Batch);
        for (var i = 0; i < 3; i++)
        {
            using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
            var watch = Stopwatch.StartNew();
            await Should.ThrowAsync<OperationCanceledException>(() => i == 0 ? two.ExecuteAsync(Bank, endless, cancel.Token) : two.CountAsync(Bank, endless, cancel.Token));
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        }

        (await two.CountAsync(Bank, new FactsStatement("after", "SELECT toUInt64(7)"), default)).ShouldBe(7ul);
    }

    [Fact]
    public async Task Leaving_a_stream_early_frees_its_connection()
    {
        using var one = new EmbeddedFacts(EmbeddedEngine.Start(TestEngine.Folder), _facts.Database, Microsoft.Extensions.Logging.Abstractions.NullLogger<EmbeddedFacts>.Instance, connections: 1);
        for (var i = 0; i < 20; i++)
        {
            await foreach (var number in one.StreamAsync(Bank, new FactsStatement("long", "SELECT number FROM numbers(100000000)"), (ref RowReader r) => r.UInt64(), default))
            {
                if (number == 5)
                {
                    break;
                }
            }
        }

        (await one.CountAsync(Bank, new FactsStatement("after", "SELECT toUInt64(7)"), default)).ShouldBe(7ul);
    }

    [Fact]
    public async Task More_statements_than_connections_wait_for_their_turn()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i =>
            _facts.CountAsync(Bank, new FactsStatement("echo", "SELECT {v:UInt64}").With("v", (ulong)i), default)));

        answers.ShouldBe(Enumerable.Range(0, 100).Select(i => (ulong)i));
    }

    [Fact]
    public async Task An_error_names_the_statement_and_not_the_value_it_was_given()
    {
        var statement = new FactsStatement("customers by age", "SELECT {age:UInt64} + toUInt64(throwIf(1))").With("age", "13800138000x");

        var failed = await Should.ThrowAsync<FactsException>(() => _facts.CountAsync(Bank, statement, default));
        var unknown = await Should.ThrowAsync<FactsException>(() => _facts.CountAsync(Bank, new FactsStatement("x", "SELECT count() FROM nowhere"), default));

        failed.Message.ShouldStartWith("customers by age: ");
        failed.Message.ShouldNotContain("13800138000");
        unknown.Code.ShouldBe(60);
    }

    [Theory]
    [InlineData("SELECT count() FROM customers")]
    [InlineData("SELECT count() FROM Customer_Versions")]
    [InlineData("SELECT 1 FROM transactions WHERE org = {viewer_org:String}")]
    [InlineData("SELECT uniq(customer_id) FROM `tag_values`")]
    public async Task A_persons_statement_without_scope_is_refused(string sql)
    {
        var outlet = new Viewer("m0101", OrgPath.Of("/hq/prague/d01/"), "m0101", false, "test");

        var refused = await Should.ThrowAsync<InvalidOperationException>(() => _facts.CountAsync(outlet, new FactsStatement("unscoped", sql), default));

        refused.Message.ShouldContain("m0101");
        refused.Message.ShouldContain("viewer_org");
    }

    [Fact]
    public async Task The_viewers_scope_is_bound_into_the_statement()
    {
        await _facts.RunAsync("""
            INSERT INTO customer_versions (customer_id, customer_no, opened_on, org_path, manager_id, version) VALUES
                (1, 'C1', '1993-01-01', '/hq/prague/d01/', 'm0101', 1), (2, 'C2', '1993-01-01', '/hq/prague/d01/', 'm0102', 1),
                (3, 'C3', '1993-01-01', '/hq/prague/d02/', 'm0201', 1), (4, 'C4', '1993-01-01', '/hq/brno/d10/', 'm1001', 1);
            """);
        var statement = new FactsStatement("scoped", """
            SELECT count() FROM customers
            WHERE startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
            """);

        (await _facts.CountAsync(Bank, statement, default)).ShouldBe(4ul);
        (await _facts.CountAsync(new Viewer("head", OrgPath.Of("/hq/prague/"), "", false, "test"), statement, default)).ShouldBe(3ul);
        (await _facts.CountAsync(new Viewer("m0101", OrgPath.Of("/hq/prague/d01/"), "m0101", false, "test"), statement, default)).ShouldBe(1ul);
    }

    private string Echo(string text)
    {
        // A lone surrogate is no text: it has no UTF-8 form, here as everywhere.
        var clean = WellFormed(text);
        var echoed = _facts.ListAsync(Bank, new FactsStatement("echo", "SELECT {v:String}").With("v", clean), (ref RowReader r) => r.Text(), default).GetAwaiter().GetResult().Single();
        return echoed == clean ? text : echoed;
    }

    private static string WellFormed(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
