using Zhike.Contracts.Jobs;
using Zhike.Customers.Segments;
using Zhike.Customers.Tests.Bank;
using Zhike.Kernel;

namespace Zhike.Customers.Tests.Segments;

public sealed class SegmentTests
{
    private static readonly DateOnly AsOf = new(1994, 3, 31);

    [Theory]
    [InlineData("/", "", 40)]
    [InlineData("/hq/a/", "", 20)]
    [InlineData("/hq/b/", "", 20)]
    [InlineData("/hq/b/o1/", "", 10)]
    [InlineData("/hq/a/o1/", "", 0)]
    [InlineData("/hq/", "m01", 4)]
    [InlineData("/hq/a/o2/", "m01", 0)]
    public async Task An_estimate_counts_only_the_viewers_own_customers(string scope, string manager, int expected)
    {
        using var bank = await ManyAsync();
        var viewer = new Viewer("x", OrgPath.Of(scope), manager, false, "test");

        foreach (var expression in (string[])["{tag: all_count, op: at_least, value: 0}", "{did_not: {event: transaction, where: {kind: fee}, at_least: 9}}", "{attribute: opened_on, op: at_least, value: '1990-01-01'}"])
        {
            (await bank.Segments.EstimateAsync(viewer, LiveDefinitions.Json(expression), AsOf, CancellationToken.None)).OrThrow().ShouldBe(expected);
        }
    }

    [Fact]
    public async Task Materialising_twice_keeps_the_version_until_the_members_change()
    {
        using var bank = await ManyAsync();
        bank.Definitions.Put("segment", "{key: busy, name: {zh: 一, en: a}, expression: {did: {event: transaction, where: {kind: card_payment}, at_least: 1}}}");

        var first = await bank.Segments.MaterialiseAsync("busy", AsOf, CancellationToken.None);
        var again = await bank.Segments.MaterialiseAsync("busy", AsOf, CancellationToken.None);
        await bank.AddAsync(new Booking(9_001, 1, AsOf, "debit", "card_payment", 5));
        var changed = await bank.Segments.MaterialiseAsync("busy", AsOf, CancellationToken.None);

        (first.Version, first.Customers).ShouldBe((1ul, 0));
        again.ShouldBe(first);
        (changed.Version, changed.Customers).ShouldBe((2ul, 1));
        (await bank.Segments.LatestAsync("busy", AsOf.AddDays(5), CancellationToken.None)).ShouldBe(changed);
        (await bank.Segments.LatestAsync("busy", AsOf.AddDays(-1), CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Segments_that_contain_each_other_are_refused()
    {
        using var bank = await ManyAsync();
        bank.Definitions.Put("segment", "{key: one, name: {zh: 一, en: a}, expression: {tag: balance, op: at_least, value: 1}}\n---\n{key: two, name: {zh: 一, en: a}, expression: {segment: one}}");

        var errors = await bank.Get<SegmentDefinitionKind>().CheckAsync(
            "one", LiveDefinitions.Json("{key: one, name: {zh: 一, en: a}, expression: {not: {segment: two}}}"), CancellationToken.None);

        errors.Single().Message.ShouldBe("goes in a circle: one -> two -> one");
    }

    [Fact]
    public async Task Run_day_computes_tags_and_nightly_segments_and_moves_the_date_on()
    {
        using var bank = await ManyAsync();
        bank.Definitions.Put("segment", "{key: all, name: {zh: 一, en: a}, expression: {tag: all_count, op: at_least, value: 0}}\n---\n{key: some, name: {zh: 一, en: a}, refresh: on_demand, expression: {tag: all_count, op: at_least, value: 0}}");
        var job = bank.Get<IEnumerable<IJob>>().Single(j => j.Verb == "run-day");

        var outcome = await job.RunAsync(LiveDefinitions.Json("{date: '1994-04-02'}"), new Unheard(), CancellationToken.None);

        outcome.Summary.ShouldStartWith("1994-04-02: tags of 40 customers");
        (await bank.Segments.LatestAsync("all", new DateOnly(1994, 4, 2), CancellationToken.None))!.Customers.ShouldBe(40);
        (await bank.Segments.LatestAsync("some", new DateOnly(1994, 4, 2), CancellationToken.None)).ShouldBeNull();
        (await bank.CurrentAsync(CancellationToken.None)).ShouldBe(new DateOnly(1994, 4, 2));
        (await Should.ThrowAsync<ProblemException>(() => job.RunAsync(LiveDefinitions.Json("{date: yesterday, fast: true}"), new Unheard(), CancellationToken.None)))
            .Problem.Errors.Select(e => e.Field).ShouldBe(["date", "fast"]);
    }

    /// <summary>Forty customers, half in each of two branches, ten in each outlet.</summary>
    private static async Task<TestBank> ManyAsync()
    {
        var bank = await TestBank.OpenAsync();
        await bank.AddAsync([.. Enumerable.Range(1, 40).Select(i => new Customer(
            (ulong)i, AsOf.AddDays(-i), null, "", $"/hq/{(i % 2 == 0 ? "a" : "b")}/o{i % 4}/", $"m{i % 4}{i % 3}"))]);
        bank.Definitions.Put("tag", SomeTags.Yaml);
        await bank.RunTagsAsync(AsOf);
        return bank;
    }

    private sealed class Unheard : IProgressSink
    {
        public void Report(string step, long done, long total)
        {
        }
    }
}
