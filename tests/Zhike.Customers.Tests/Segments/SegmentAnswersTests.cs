using System.Text.Json;
using Zhike.Customers.Segments;
using Zhike.Customers.Segments.Answers;
using Zhike.Customers.Segments.Views;
using Zhike.Customers.Tags.Definitions;
using Zhike.Customers.Tests.Bank;
using Zhike.Kernel;

namespace Zhike.Customers.Tests.Segments;

/// <summary>What the builder asks beside a size, of forty customers: twenty in branch a (outlets o0, o2), twenty in b (o1, o3).
/// Everybody paid by card as often as their number's last digit says.</summary>
public sealed class SegmentAnswersTests : IAsyncLifetime
{
    private static readonly DateOnly AsOf = new(1994, 3, 31);
    private static readonly Viewer Everything = new("x", OrgPath.Root, "", false, "test");
    private static readonly Viewer BranchA = Everything with { Scope = OrgPath.Of("/hq/a/") };
    private static readonly Viewer OutletZero = Everything with { Scope = OrgPath.Of("/hq/a/o0/") };

    private TestBank _bank = null!;

    public async Task InitializeAsync()
    {
        _bank = await TestBank.OpenAsync();
        await _bank.AddAsync([.. Enumerable.Range(1, 40).Select(i => new Customer(
            (ulong)i, AsOf.AddDays(-i), null, i <= 10 ? "F" : "M", $"/hq/{(i % 2 == 0 ? "a" : "b")}/o{i % 4}/", $"m{i % 4}{i % 3}"))]);
        await _bank.AddAsync([.. Enumerable.Range(1, 40).SelectMany(i => Enumerable.Range(0, i % 10).Select(
            n => new Booking((ulong)((i * 100) + n), (ulong)i, AsOf.AddDays(-n), "debit", "card_payment", 10, Balance: i * 10)))]);
        _bank.Definitions.Put("tag", SomeTags.Yaml);
        await _bank.RunTagsAsync(AsOf);
    }

    public Task DisposeAsync()
    {
        _bank.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_breakdown_says_whom_each_condition_takes_away_and_what_it_would_be_without()
    {
        var breakdown = await BreakdownAsync(Everything);

        (breakdown.Total, breakdown.Customers).ShouldBe((40, 2));
        breakdown.Steps.Select(s => (s.Left, s.Removed, s.Alone, s.Without)).ShouldBe([(20, 20, 20, 5), (5, 15, 10, 8), (2, 3, 20, 5)]);
        breakdown.Steps[1].Part.GetProperty("value").GetString().ShouldBe("F");
    }

    [Fact]
    public async Task A_single_condition_is_broken_down_into_itself()
    {
        var one = (await _bank.Get<SegmentAnswers>().BreakdownAsync(Everything, LiveDefinitions.Json("{tag: gender, op: eq, value: F}"), AsOf, CancellationToken.None)).OrThrow();

        one.Steps.Select(s => (s.Left, s.Removed, s.Alone, s.Without)).ShouldBe([(10, 30, 10, 40)]);
    }

    [Fact]
    public async Task Three_expressions_overlap_in_eight_regions_that_add_up()
    {
        var overlap = (await _bank.Get<SegmentAnswers>().OverlapAsync(
            Everything, [LiveDefinitions.Json("{tag: gender, op: eq, value: F}"), Branch("a"), LiveDefinitions.Json("{did: {event: transaction, at_least: 5}}")], AsOf, CancellationToken.None)).OrThrow();

        overlap.Regions.Count.ShouldBe(8);
        overlap.Regions.Sum(r => r.Customers).ShouldBe(40);
        overlap.Regions.Single(r => r.In.SequenceEqual([0, 1])).Customers.ShouldBe(3);
        overlap.Regions.Single(r => r.In.SequenceEqual([0, 1, 2])).Customers.ShouldBe(2);
        (await _bank.Get<SegmentAnswers>().OverlapAsync(Everything, [Branch("a")], AsOf, CancellationToken.None)).Problem!.Errors.Single().Message.ShouldBe("must be 2 to 3, but are 1");
    }

    [Fact]
    public async Task A_portrait_shows_first_what_distinguishes_with_index_and_lift()
    {
        var portrait = (await _bank.Get<Portraits>().OfAsync(Everything, LiveDefinitions.Json("{did: {event: transaction, at_least: 8}}"), AsOf, CancellationToken.None)).OrThrow();

        (portrait.Customers, portrait.Total, portrait.TagDate).ShouldBe((8, 40, AsOf));
        portrait.Tags.Select(t => t.Distance).ShouldBeInOrder(SortDirection.Descending);
        var everybody = (await _bank.Get<Portraits>().OfAsync(Everything, LiveDefinitions.Json("{attribute: opened_on, op: not_null}"), AsOf, CancellationToken.None)).OrThrow();
        everybody.Tags.ShouldAllBe(t => t.Distance == 0);

        var women = (await _bank.Get<Portraits>().OfAsync(Everything, LiveDefinitions.Json("{attribute: gender, op: eq, value: F}"), AsOf, CancellationToken.None)).OrThrow();
        var gender = women.Tags[0];
        gender.Key.ShouldBe("gender");
        var female = gender.Pieces.Single(p => p.Value == "F");
        (female.Customers, female.CustomersAll, female.Share, female.ShareAll, female.Index, female.Lift).ShouldBe((10, 10, 1, 0.25, 4, 0.75));
    }

    [Fact]
    public async Task History_follows_a_segment_with_who_came_and_who_went()
    {
        _bank.Definitions.Put("segment", "{key: lately, name: {zh: 一, en: a}, expression: {did: {event: transaction, within_days: 5}}}");
        await _bank.Segments.MaterialiseAsync("lately", AsOf, CancellationToken.None);
        await _bank.AddAsync(new Booking(90_001, 10, AsOf.AddDays(3), "debit", "card_payment", 5));
        await _bank.Segments.MaterialiseAsync("lately", AsOf.AddDays(4), CancellationToken.None);

        var history = await _bank.Get<SegmentAnswers>().HistoryAsync(Everything, "lately", 10, CancellationToken.None);

        history.Select(h => (h.AsOf, h.Customers, h.Entered, h.Left)).ShouldBe([(AsOf.AddDays(4), 37, 1, 0), (AsOf, 36, null, null)]);
        var inA = await _bank.Get<SegmentAnswers>().HistoryAsync(BranchA, "lately", 1, CancellationToken.None);
        inA.Select(h => (h.Customers, h.Entered)).ShouldBe([(17, 1)]);
    }

    [Fact]
    public async Task A_frozen_segment_stays_as_it_was()
    {
        _bank.Definitions.Put("segment", "{key: women, name: {zh: 一, en: a}, expression: {attribute: gender, op: eq, value: F}}");
        await _bank.Segments.MaterialiseAsync("women", AsOf, CancellationToken.None);

        (await _bank.Get<CustomerLists>().FreezeAsync("women", new FreezeRequest("women-then", "当时", null, null), "wang", CancellationToken.None)).ShouldBe(1ul);
        await _bank.AddAsync(new Customer(41, AsOf, null, "F"));

        (await _bank.MembersAsync("{list: women-then}", AsOf)).Length.ShouldBe(10);
        (await _bank.Get<CustomerLists>().FreezeAsync("women", new FreezeRequest("women-then", "当时", null, 9), "wang", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Two_viewers_get_their_own_sizes_and_a_rank_tells_nobody_of_others()
    {
        (await BreakdownAsync(BranchA)).Total.ShouldBe(20);
        (await BreakdownAsync(OutletZero)).Total.ShouldBe(10);
        const string perOutlet = "{top: {n: 3, by: balance, within: outlet}}";
        const string ofBank = "{top: {n: 3, by: balance}}";

        (await EstimateAsync(Everything, perOutlet), await EstimateAsync(BranchA, perOutlet), await EstimateAsync(OutletZero, perOutlet)).ShouldBe((12, 6, 3));
        (await EstimateAsync(Everything, ofBank), await EstimateAsync(BranchA, ofBank), await EstimateAsync(OutletZero, ofBank)).ShouldBe((3, 1, 0));
        var portrait = (await _bank.Get<Portraits>().OfAsync(OutletZero, LiveDefinitions.Json(perOutlet), AsOf, CancellationToken.None)).OrThrow();
        (portrait.Customers, portrait.Total).ShouldBe((3, 10));
        var overlap = (await _bank.Get<SegmentAnswers>().OverlapAsync(BranchA, [LiveDefinitions.Json(perOutlet), LiveDefinitions.Json(ofBank)], AsOf, CancellationToken.None)).OrThrow();
        overlap.Total.ShouldBe(20);
        var manager = Everything with { Manager = "m01" };
        (await EstimateAsync(manager, perOutlet)).ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public async Task A_segment_that_others_use_names_them()
    {
        _bank.Definitions.Put("segment", "{key: base, name: {zh: 一, en: a}, expression: {tag: balance, op: at_least, value: 1}}\n---\n{key: upon, name: {zh: 一, en: a}, expression: {segment: base}}");
        _bank.Definitions.Put("journey", "{key: welcome, entry: {segment: base}}");

        (await _bank.Get<SegmentDefinitionKind>().UsersAsync("base", CancellationToken.None)).ShouldBe(["segment/upon", "journey/welcome"]);
        (await _bank.Get<SegmentDefinitionKind>().UsersAsync("upon", CancellationToken.None)).ShouldBeEmpty();
        (await _bank.Get<TagDefinitionKind>().UsersAsync("balance", CancellationToken.None)).ShouldContain("segment/base");
    }

    private async Task<Breakdown> BreakdownAsync(Viewer viewer) => (await _bank.Get<SegmentAnswers>().BreakdownAsync(
        viewer, LiveDefinitions.Json("{and: [{did: {event: transaction, at_least: 5}}, {tag: gender, op: eq, value: F}, {attribute: outlet_id, op: in, value: [o0, o2]}]}"),
        AsOf, CancellationToken.None)).OrThrow();

    private async Task<long> EstimateAsync(Viewer viewer, string expression) =>
        (await _bank.Segments.EstimateAsync(viewer, LiveDefinitions.Json(expression), AsOf, CancellationToken.None)).OrThrow();

    private static JsonElement Branch(string branch) => LiveDefinitions.Json($"{{attribute: outlet_id, op: in, value: {(branch == "a" ? "[o0, o2]" : "[o1, o3]")}}}");
}
