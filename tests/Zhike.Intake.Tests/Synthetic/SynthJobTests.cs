using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Jobs;
using Zhike.Intake.Synthetic;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Testing;

namespace Zhike.Intake.Tests.Synthetic;

public sealed class SynthJobTests
{
    private static readonly Viewer Bank = Viewer.Bank("test");

    [Fact]
    public async Task The_same_seed_makes_the_same_bytes_and_another_seed_another_bank()
    {
        var first = await FingerprintAsync(await MadeAsync(2_000, seed: 7));
        var again = await FingerprintAsync(await MadeAsync(2_000, seed: 7));
        var other = await FingerprintAsync(await MadeAsync(2_000, seed: 8));

        again.ShouldBe(first);
        other.ShouldNotBe(first);
    }

    [Fact]
    public async Task The_bank_is_skewed_like_a_real_one()
    {
        var facts = await MadeAsync(20_000, seed: 1);

        (await NumberAsync(facts, "SELECT count() / uniqExact(customer_id) FROM transactions")).ShouldBeGreaterThan(9);
        (await NumberAsync(facts, "SELECT uniqExactIf(customer_id, balance_after < 0) / uniqExact(customer_id) FROM transactions")).ShouldBeInRange(0.01, 0.03);
        (await NumberAsync(facts, "SELECT toFloat64(min(amount)) FROM transactions")).ShouldBeGreaterThanOrEqualTo(0);
        // The richest tenth holds most of the money; the busiest tenth makes far more than a tenth of the traffic.
        (await NumberAsync(facts,
            "SELECT sumIf(b, r <= 2000) / sum(b) FROM (SELECT toFloat64(argMax(balance_after, transaction_id)) AS b, row_number() OVER (ORDER BY b DESC) AS r FROM transactions GROUP BY customer_id)"))
            .ShouldBeInRange(0.5, 0.95);
        (await NumberAsync(facts,
            "SELECT sumIf(n, r <= 2000) / sum(n) FROM (SELECT count() AS n, row_number() OVER (ORDER BY n DESC) AS r FROM transactions GROUP BY customer_id)"))
            .ShouldBeInRange(0.25, 0.6);
        (await NumberAsync(facts, "SELECT uniqExact(toDayOfMonth(booked_on)) FROM transactions WHERE purpose = 'salary'")).ShouldBe(4);
    }

    [Fact]
    public async Task Every_balance_follows_from_the_one_before()
    {
        var facts = await MadeAsync(1_000, seed: 3);

        var wrong = await NumberAsync(facts,
            """
            SELECT countIf(before IS NOT NULL AND balance_after != before + if(direction = 'credit', amount, -amount)) / 1
            FROM (SELECT *, lagInFrame(balance_after) OVER (PARTITION BY customer_id ORDER BY transaction_id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS before FROM transactions)
            """);

        wrong.ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_happens_before_the_relationship_or_after_the_business_date()
    {
        var facts = await MadeAsync(1_000, seed: 5);

        (await NumberAsync(facts, "SELECT countIf(t.booked_on < c.opened_on OR t.booked_on > '2026-06-30') / 1 FROM transactions t JOIN customers c USING customer_id")).ShouldBe(0);
        (await NumberAsync(facts, "SELECT countIf(toDate(e.ts) < c.opened_on OR toDate(e.ts) > '2026-06-30') / 1 FROM events e JOIN customers c USING customer_id")).ShouldBe(0);
    }

    [Fact]
    public async Task A_bank_that_has_customers_is_left_alone()
    {
        var facts = await MadeAsync(1_000, seed: 1);

        var refusal = await Should.ThrowAsync<ProblemException>(() => RunAsync(facts, """{"customers": 1000}"""));

        refusal.Problem.Code.ShouldBe("bank_not_empty");
    }

    [Theory]
    [InlineData("""{}""", "customers")]
    [InlineData("""{"customers": 999}""", "customers")]
    [InlineData("""{"customers": 10000001}""", "customers")]
    [InlineData("""{"customers": 1000, "seed": -1}""", "seed")]
    [InlineData("""{"customers": 1000, "asOf": "tomorrow"}""", "asOf")]
    public async Task A_senseless_request_is_refused_with_its_field(string arguments, string field)
    {
        var refusal = await Should.ThrowAsync<ProblemException>(async () => await RunAsync(await TestEngine.DatabaseAsync(), arguments));

        refusal.Problem.Errors.ShouldHaveSingleItem().Field.ShouldBe(field);
    }

    private static async Task<IFacts> MadeAsync(long customers, ulong seed)
    {
        var facts = await TestEngine.DatabaseAsync();
        await RunAsync(facts, $$"""{"customers": {{customers}}, "seed": {{seed}}}""");
        return facts;
    }

    private static Task<JobOutcome> RunAsync(IFacts facts, string arguments) =>
        new SynthJob(facts, new SomeBusinessDate()).RunAsync(JsonDocument.Parse(arguments).RootElement, new Silence(), CancellationToken.None);

    /// <summary>A hash over every row of every table the job fills.</summary>
    private static async Task<string> FingerprintAsync(IFacts facts)
    {
        var hashes = new List<ulong>();
        foreach (var table in (string[])["customer_versions", "customer_identities", "account_versions", "account_party_versions", "holding_versions", "consents", "transactions", "outlet_versions", "product_versions"])
        {
            hashes.Add(await facts.CountAsync(Bank, new FactsStatement("fingerprint", $"SELECT sum(cityHash64(toString(tuple(*)))) FROM {table}"), CancellationToken.None));
        }

        hashes.Add(await facts.CountAsync(Bank, new FactsStatement("fingerprint", "SELECT sum(cityHash64(event_id, ts, name, customer_id, toString(properties))) FROM events"), CancellationToken.None));
        hashes.ShouldAllBe(h => h != 0);
        return string.Join(' ', hashes);
    }

    private static async Task<double> NumberAsync(IFacts facts, string sql) =>
        (await facts.ListAsync(Bank, new FactsStatement("test", $"SELECT toFloat64(({sql}))"), (ref Storage.Facts.Rows.RowReader row) => row.Float64OrNull() ?? double.NaN, CancellationToken.None))[0];

    private sealed class SomeBusinessDate : IBusinessDate
    {
        public Task<DateOnly> CurrentAsync(CancellationToken cancel) => Task.FromResult(default(DateOnly));

        public Task AdvanceAsync(DateOnly businessDate, CancellationToken cancel) => Task.CompletedTask;
    }

    private sealed class Silence : IProgressSink
    {
        public void Report(string step, long done, long total)
        {
        }
    }
}
