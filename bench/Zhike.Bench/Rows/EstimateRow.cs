using System.Text.Json;
using Zhike.Bench.Harness;
using Zhike.Contracts.Customers;
using Zhike.Kernel;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;

namespace Zhike.Bench.Rows;

/// <summary>What the segment builder asks at every stroke: how many customers five conditions hold.</summary>
internal sealed class EstimateRow : IRow
{
    private const int Questions = 15;

    private const string Expression =
        """
        {"and": [
          {"tag": "balance", "op": "at_least", "value": 20000},
          {"tag": "age", "op": "between", "value": [25, 55]},
          {"tag": "gender", "op": "eq", "value": "F"},
          {"tag": "transactions_30d", "op": "at_least", "value": 1},
          {"tag": "cards_held", "op": "at_least", "value": 1}]}
        """;

    private const string BareCount =
        """
        SELECT count() FROM tag_values
        WHERE as_of = {as_of:Date} AND balance >= 20000 AND age BETWEEN 25 AND 55 AND gender = 'F' AND transactions_30d >= 1 AND cards_held >= 1
        """;

    public string Name => "estimate";

    public async Task<IReadOnlyList<Line>> RunAsync(Bank bank, int rounds, CancellationToken cancel)
    {
        await bank.NeedTagsAsync(cancel).ConfigureAwait(false);
        var expression = JsonSerializer.Deserialize<JsonElement>(Expression);
        var viewer = Viewer.Bank("benchmark estimate");
        var (estimated, counted) = (0L, 0L);
        var (ours, reference) = await Alternating.RunAsync(
            rounds * Questions,
            async c => estimated = (await bank.Get<ISegments>().EstimateAsync(viewer, expression, Bank.AsOf, c).ConfigureAwait(false)).OrThrow(),
            async c => counted = (long)await bank.Facts.CountAsync(Bank.Measuring, new FactsStatement("bare count", BareCount).With("as_of", Bank.AsOf), c).ConfigureAwait(false),
            cancel).ConfigureAwait(false);
        return estimated == counted
            ? [
                new Line(
                    Name, $"audience of 5 conditions (p95 {ours.P95 * 1000:0} ms)", "customers", bank.Scale.Customers, ours, reference, "the bare count",
                    new Bar("p95 300 ms at 10m, ratio ≤ 1.3", SecondsMax: 0.3, RatioMax: 1.3, AtCustomers: 10_000_000)),
            ]
            : throw new InvalidOperationException($"The estimate says {estimated}, the count {counted}.");
    }
}

/// <summary>A segment of behaviours becomes a bitmap.</summary>
internal sealed class MaterialiseRow : IRow
{
    private const string Segment =
        """
        {"key": "bench-behaviour", "name": {"zh": "测试客群", "en": "Benchmark"}, "refresh": "on_demand",
         "expression": {"and": [
           {"did": {"event": "transaction", "where": {"direction": "credit"}, "at_least": 2, "within_days": 60}},
           {"did": {"event": "app_login", "within_days": 30}},
           {"did_not": {"event": "fund_viewed", "within_days": 60}}]}}
        """;

    private const string Bare =
        """
        SELECT bitmapCardinality(groupBitmapState(customer_id)) FROM customers
        WHERE customer_id IN (SELECT customer_id FROM transactions WHERE booked_on > {as_of:Date} - 60 AND booked_on <= {as_of:Date} AND direction = 'credit' GROUP BY customer_id HAVING count() >= 2)
          AND customer_id IN (SELECT customer_id FROM events WHERE name = 'app_login' AND ts > {now:DateTime64(3, 'UTC')} - INTERVAL 30 DAY AND ts <= {now:DateTime64(3, 'UTC')})
          AND customer_id NOT IN (SELECT customer_id FROM events WHERE name = 'fund_viewed' AND ts > {now:DateTime64(3, 'UTC')} - INTERVAL 60 DAY AND ts <= {now:DateTime64(3, 'UTC')})
        """;

    public string Name => "materialise";

    public async Task<IReadOnlyList<Line>> RunAsync(Bank bank, int rounds, CancellationToken cancel)
    {
        await bank.NeedTagsAsync(cancel).ConfigureAwait(false);
        (await bank.Get<IDefinitions>().InstallAsync("segment", "bench-behaviour", Segment, cancel).ConfigureAwait(false)).OrThrow();
        var bare = new FactsStatement("bare segment", Bare).With("as_of", Bank.AsOf).With("now", bank.Get<BankClock>().GetUtcNow()).Within(FactsLimits.Batch);
        var (ours, reference) = await Alternating.RunAsync(
            rounds,
            async c =>
            {
                await bank.ExecuteAsync("forget segment", "DELETE FROM segment_members WHERE segment_id = 'bench-behaviour'", c).ConfigureAwait(false);
                await bank.Get<ISegments>().MaterialiseAsync("bench-behaviour", Bank.AsOf, c).ConfigureAwait(false);
            },
            c => bank.Facts.CountAsync(Bank.Measuring, bare, c),
            cancel,
            warmUp: false).ConfigureAwait(false);
        return
        [
            new Line(
                Name, "segment of three behaviours", "customers", bank.Scale.Customers, ours, reference, "the bare statement",
                new Bar("5 s at 10m", SecondsMax: 5, AtCustomers: 10_000_000)),
        ];
    }
}
