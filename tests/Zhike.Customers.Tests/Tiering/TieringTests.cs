using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Customers.PersonalData;
using Zhike.Customers.Profiles;
using Zhike.Customers.Tags.Definitions;
using Zhike.Customers.Tests.Bank;
using Zhike.Customers.Tests.Profiles;
using Zhike.Customers.Tiering;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Testing;

namespace Zhike.Customers.Tests.Tiering;

/// <summary>A bank of six customers, two dates, and two ways of dividing them: by a word, and by a number with limits.</summary>
public sealed class TieringTests : IAsyncLifetime
{
    private const string Tags =
        """
        {key: balance, name: {zh: 余额, en: balance}, dimension: asset, kind: measure, fact: transactions, aggregate: last_per_account, value: balance_after, type: money, bands: [{to: 1000, zh: 低, en: low}, {from: 1000, to: 5000, zh: 中, en: middle}, {from: 5000, zh: 高, en: high}]}
        ---
        {key: open_days, name: {zh: 天, en: days}, dimension: lifecycle, kind: attribute, attribute: opened_on, as: days_since, type: days}
        ---
        {key: stage, name: {zh: 阶段, en: stage}, dimension: lifecycle, kind: rule, type: text, values: [{code: new, zh: 新, en: new}, {code: rich, zh: 富, en: rich}, {code: plain, zh: 平, en: plain}], rule: [{when: {tag: open_days, op: at_most, value: 60}, value: new}, {when: {tag: balance, op: at_least, value: 5000}, value: rich}], otherwise: plain}
        ---
        {key: age, name: {zh: 岁, en: age}, dimension: basic, kind: attribute, attribute: birth_date, as: age, type: years}
        """;

    private static readonly DateOnly First = new(1994, 1, 31);
    private static readonly DateOnly Last = new(1994, 3, 31);
    private static readonly Viewer Everybody = Viewer.Bank("test");

    private TestBank _bank = null!;

    private TieringQueries Queries => _bank.Get<TieringQueries>();

    public async Task InitializeAsync()
    {
        _bank = await TestBank.OpenAsync(more: services => services
            .AddSingleton(new StorageOptions { DataFolder = TestFolder.New() }).AddSingleton<IStaffNames, ProfileStage.NoNames>()
            .AddPersonalData().AddProfiles().AddTierings());
        _bank.Definitions.Put(LiveTags.Kind, Tags);
        var old = new DateOnly(1993, 1, 1);
        await _bank.AddAsync(
            new Customer(1, old), new Customer(2, old), new Customer(3, old, OrgPath: "/hq/b/o2/"), new Customer(4, old), new Customer(5, new DateOnly(1994, 1, 15)),
            new Customer(6, new DateOnly(1994, 3, 1)));
        await _bank.AddAsync(
            Balance(11, 1, old, 900), Balance(12, 2, old, 4600), Balance(13, 3, old, 6000), Balance(14, 4, old, 5200), Balance(15, 5, new DateOnly(1994, 1, 20), 100),
            // After the first date: 1 rises two tiers, 3 falls one, 2 comes near the limit, 6 is new.
            Balance(21, 1, new DateOnly(1994, 2, 10), 7000), Balance(22, 2, new DateOnly(1994, 2, 10), 4990), Balance(23, 3, new DateOnly(1994, 3, 1), 1050), Balance(26, 6, new DateOnly(1994, 3, 2), 50));
        await _bank.RunTagsAsync(First);
        await _bank.RunTagsAsync(Last);
    }

    public Task DisposeAsync()
    {
        _bank.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Every_customer_stands_in_exactly_one_tier()
    {
        var standing = await Queries.StandingAsync(Everybody, await SchemeAsync(Balances), Last, CancellationToken.None);

        standing.Select(t => (t.Code, t.Customers)).ShouldBe([("low", 2L), ("middle", 2L), ("high", 2L), ("", 0L)]);
        standing[2].Share.ShouldBe(2 / 6.0);
    }

    [Fact]
    public async Task The_time_in_a_tier_counts_from_the_recorded_change_and_those_from_before_apart()
    {
        var standing = await Queries.StandingAsync(Everybody, await SchemeAsync(Balances), Last, CancellationToken.None);

        // 1 rose and 3 fell on the last date; 6 came on it; 2, 4 and 5 stood where they stand when the first date was computed.
        standing.Select(t => (t.Code, t.SinceBefore)).ShouldBe([("low", 1L), ("middle", 1L), ("high", 1L), ("", 0L)]);
        standing[2].Stay.ShouldBe(new TierStay(0, 0, 0));
    }

    [Fact]
    public async Task The_flow_adds_up_to_the_customers_of_both_dates()
    {
        var flow = await Queries.FlowAsync(Everybody, await SchemeAsync(Balances), First, Last, CancellationToken.None);

        flow.Cells.Select(c => (c.Old, c.New, c.Customers)).ShouldBe(
            [("", "low", 1L), ("low", "low", 1L), ("low", "high", 1L), ("middle", "middle", 1L), ("high", "middle", 1L), ("high", "high", 1L)]);
        (flow.Stayed, flow.Moved, flow.Up, flow.Down).ShouldBe((3, 2, 1, 1));
    }

    [Fact]
    public async Task Behind_every_cell_stand_its_people()
    {
        var scheme = await SchemeAsync(Balances);
        var flow = await Queries.FlowAsync(Everybody, scheme, First, Last, CancellationToken.None);
        foreach (var cell in flow.Cells)
        {
            (await PeopleAsync(scheme, cell.Old, cell.New)).Count.ShouldBe((int)cell.Customers, $"{cell.Old} to {cell.New}");
        }

        (await PeopleAsync(scheme, null, null, "up")).ShouldBe([1UL]);
        (await PeopleAsync(scheme, null, null, "down")).ShouldBe([3UL]);
        (await PeopleAsync(scheme, "", null)).ShouldBe([6UL]);
    }

    [Theory]
    [InlineData("up", "2 middle 4990 of 5000 lacks 10")]
    [InlineData("down", "4 high 5200 of 5000 has 200, 3 middle 1050 of 1000 has 50")]
    public async Task At_the_edge_are_those_within_a_tenth_of_a_limit_the_nearest_first(string side, string expected)
    {
        var page = await _bank.Get<TieringPeople>().AtEdgeAsync(Everybody, await SchemeAsync(Balances), Last, side, new PageRequest(1, 10), CancellationToken.None);

        var word = side == "up" ? "lacks" : "has";
        string.Join(", ", page.Items.Select(e => $"{e.Customer.CustomerId} {e.Tier} {e.Value:0} of {e.Limit:0} {word} {e.Gap:0}")).ShouldBe(expected);
        page.Total.ShouldBe(page.Items.Count);
    }

    [Fact]
    public async Task A_head_of_one_branch_sees_the_moves_of_that_branch_only()
    {
        var branch = new Viewer("b", OrgPath.Of("/hq/b/"), "", false, "test");
        var scheme = await SchemeAsync(Balances);

        var flow = await Queries.FlowAsync(branch, scheme, First, Last, CancellationToken.None);

        flow.Cells.Select(c => (c.Old, c.New, c.Customers)).ShouldBe([("high", "middle", 1L)]);
        (await Queries.CourseAsync(branch, scheme, [First, Last], CancellationToken.None)).Select(d => string.Join(" ", d.Customers)).ShouldBe(["0 0 1 0", "0 1 0 0"]);
    }

    [Fact]
    public async Task Words_make_tiers_as_bands_do_and_have_targets()
    {
        var scheme = await SchemeAsync("{key: s, name: {zh: 阶段, en: stages}, tag: stage, targets: [{tier: rich, at_least: 0.4}, {tier: new, at_most: 0.2}]}");

        var standing = await Queries.StandingAsync(Everybody, scheme, Last, CancellationToken.None);

        standing.Select(t => (t.Code, t.Customers, t.TargetMet)).ShouldBe([("new", 1L, true), ("rich", 2L, false), ("plain", 3L, null), ("", 0L, null)]);
        (await Queries.FlowAsync(Everybody, scheme, First, Last, CancellationToken.None)).Up.ShouldBeNull();
    }

    [Theory]
    [InlineData("tag: nothing", "tag", "no live tag")]
    [InlineData("tag: age", "tag", "at least two named values or bands")]
    [InlineData("tag: stage, edge: 0.1", "edge", "needs a tag with bands")]
    [InlineData("tag: balance, edge: 2", "edge", "share from 0 to 1")]
    [InlineData("tag: stage, targets: [{tier: poor, at_least: 0.1}]", "targets[0].tier", "new, rich, plain")]
    [InlineData("tag: stage, targets: [{tier: new}]", "targets[0].at_least", "must be given")]
    [InlineData("tag: stage, targets: [{tier: new, at_least: 0.5, at_most: 0.1}]", "targets[0].at_most", "must not be below")]
    [InlineData("tag: stage, targets: [{tier: new, at_least: 0.5}, {tier: new, at_most: 0.9}]", "targets[1].tier", "has a target already")]
    [InlineData("tag: stage, colour: red", "colour", "not known here")]
    public async Task A_wrong_scheme_is_refused_with_the_field_and_what_was_expected(string fields, string field, string words)
    {
        var document = LiveDefinitions.Json($"{{key: t, name: {{zh: 一, en: a}}, {fields}}}");

        var errors = await _bank.Get<TieringKind>().CheckAsync("t", document, CancellationToken.None);

        errors.Count.ShouldBe(1);
        errors[0].Field.ShouldBe(field);
        errors[0].Message.ShouldContain(words);
    }

    private const string Balances = "{key: t, name: {zh: 层级, en: tiers}, tag: balance, ordered: true, edge: 0.1}";

    private static Booking Balance(ulong id, ulong customer, DateOnly day, decimal balance) =>
        new(id, customer, day, "credit", "cash_in", 1, Balance: balance);

    private async Task<TieringScheme> SchemeAsync(string yaml)
    {
        var document = LiveDefinitions.Json(yaml);
        var errors = new List<FieldError>();
        var scheme = TieringScheme.Parse(document.GetProperty("key").GetString()!, document, await _bank.Get<LiveTags>().ReadAsync(CancellationToken.None), errors);
        errors.ShouldBeEmpty();
        return scheme!;
    }

    private async Task<IReadOnlyList<ulong>> PeopleAsync(TieringScheme scheme, string? old, string? @new, string way = "") =>
        [.. (await _bank.Get<TieringPeople>().MovedAsync(Everybody, scheme, (First, Last), old, @new, way, new PageRequest(1, 50), CancellationToken.None)).Items.Select(m => m.Customer.CustomerId)];
}
