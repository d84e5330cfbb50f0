using Zhike.Customers.Tags.Reading;
using Zhike.Kernel;

namespace Zhike.Customers.Tests.Profiles;

/// <summary>The facts that are shown are those that the measure counted: added up again, they give the value.</summary>
public sealed class BecauseTests
{
    private static readonly DateOnly AsOf = new(1994, 3, 31);

    private static readonly string[] Documents =
    [
        "{key: cash_90d, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: sum, value: amount, window_days: 90, where: {kind: [cash_in, cash_out]}, type: money}",
        "{key: times_87d, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: count, window_days: 87, type: count}",
        "{key: balance, name: {zh: 一, en: a}, dimension: asset, kind: measure, fact: transactions, aggregate: last_per_account, value: balance_after, type: money, bands: [{to: 1000, zh: 少, en: small}, {from: 1000, zh: 多, en: large}]}",
        "{key: smallest, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: min, value: amount, type: money}",
        "{key: out_share, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: share, window_days: 120, part: {direction: debit}, type: share}",
        "{key: more, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: trend, window_days: 60, change: difference, type: number}",
        "{key: usual, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: preference, value: kind, type: text}",
        "{key: logins, name: {zh: 一, en: a}, dimension: activity, kind: measure, fact: events, aggregate: count, where: {name: app_login}, type: count}",
        "{key: loans, name: {zh: 一, en: a}, dimension: liability, kind: measure, fact: holdings, aggregate: count, where: {kind: loan}, type: count}",
        "{key: years, name: {zh: 一, en: a}, dimension: basic, kind: attribute, attribute: birth_date, as: age, type: years}",
        "{key: cash_to_balance, name: {zh: 一, en: a}, dimension: asset, kind: ratio, of: cash_90d, to: balance, type: share}",
        "{key: place, name: {zh: 一, en: a}, dimension: asset, kind: rank, of: balance, within: bank, type: share}",
        "{key: tier, name: {zh: 一, en: a}, dimension: value, kind: rule, type: text, values: [{code: top, zh: 顶级, en: top}, {code: high, zh: 贵宾, en: premier}, {code: low, zh: 普通, en: plain}], rule: [{when: {and: [{tag: balance, op: at_least, value: 1000}, {tag: years, op: more_than, value: 60}]}, value: top}, {when: {or: [{tag: balance, op: in_band, value: [large]}, {not: {tag: loans, op: at_least, value: 1}}]}, value: high}], otherwise: low}",
    ];

    [Fact]
    public async Task The_rows_of_a_measure_add_up_to_its_value()
    {
        var stage = await StageAsync();

        var cash = await WhyAsync(stage, "cash_90d");
        cash.Rows!.Parts.Single().ShouldSatisfyAllConditions(
            p => p.Sum.ShouldBe((decimal?)cash.Value), p => p.Rows.ShouldBe(3), p => p.From.ShouldBe(new DateOnly(1994, 1, 1)), p => p.To.ShouldBe(AsOf));
        cash.Rows.Items.Select(r => r.Id).ShouldBe(["2", "3", "1"]);
        cash.Rows.Parts.Single().Tests.Single().ValuesZh.ShouldBe(["现金存入", "现金支取"]);

        // 87 days end before the third of January: its row is the only one left.
        var times = await WhyAsync(stage, "times_87d");
        (Convert.ToInt64(times.Value, System.Globalization.CultureInfo.InvariantCulture), times.Rows!.Total).ShouldBe((0L, 0L));

        var balance = await WhyAsync(stage, "balance");
        balance.Rows!.Items.Select(r => (r.Id, r.Value)).ShouldBe([("2", "60"), ("3", "1000")]);
        (balance.ValueZh, balance.Rows.Parts.Single().Sum).ShouldBe(("多", 1_060m));
        (await WhyAsync(stage, "smallest")).Rows!.Items[0].Id.ShouldBe("2");
    }

    [Fact]
    public async Task Measures_of_two_parts_say_which_row_counts_where()
    {
        var stage = await StageAsync();

        (await WhyAsync(stage, "out_share")).Rows!.ShouldSatisfyAllConditions(
            r => r.Parts.Select(p => (p.Name, p.Rows)).ShouldBe([("part", 1L), ("whole", 3L)]), r => r.Items[0].Parts.ShouldBe([0, 1]), r => r.Items[1].Parts.ShouldBe([1]));
        (await WhyAsync(stage, "more")).Rows!.Parts.Select(p => (p.Name, p.Rows, p.To)).ShouldBe([("now", 0L, AsOf), ("before", 3L, new DateOnly(1994, 1, 30))]);
        var usual = await WhyAsync(stage, "usual");
        (usual.Value, usual.Rows!.Parts[0].Rows, usual.Rows.Total).ShouldBe(("cash_in", 2L, 3L));
    }

    [Fact]
    public async Task Events_and_holdings_are_shown_as_what_they_are()
    {
        var stage = await StageAsync();

        (await WhyAsync(stage, "logins")).Rows!.Items.Single().ShouldSatisfyAllConditions(r => r.Kind.ShouldBe("app_login"), r => r.KindZh.ShouldBe("登录手机银行"), r => r.At.ShouldNotBeNull());
        (await WhyAsync(stage, "loans")).Rows!.Items.Single().ShouldSatisfyAllConditions(r => r.Id.ShouldBe("loan:1"), r => r.Amount.ShouldBe(500m));
    }

    [Fact]
    public async Task A_rule_tells_the_case_that_held_and_how_each_condition_stood()
    {
        var stage = await StageAsync();

        var tier = await WhyAsync(stage, "tier");

        (tier.Value, tier.ValueZh).ShouldBe(("high", "贵宾"));
        tier.Cases.Select(c => (c.Value, c.Holds, c.IsChosen)).ShouldBe([("top", false, false), ("high", true, true), ("low", true, false)]);
        tier.Cases[0].Lines.Select(l => (l.Depth, l.What, l.Holds, l.Tag?.Key)).ShouldBe(
            [(0, "and", false, null), (1, "test", true, "balance"), (1, "test", false, "years")]);
        tier.Cases[1].Lines.Select(l => (l.Depth, l.What, l.Holds)).ShouldBe([(0, "or", true), (1, "test", true), (1, "not", false), (2, "test", true)]);
        tier.Cases[1].Lines[1].ShouldSatisfyAllConditions(l => l.ValuesZh.ShouldBe(["多"]), l => l.Tag!.Value.ShouldBe(1_060m), l => l.Tag!.ValueZh.ShouldBe("多"));
    }

    [Fact]
    public async Task Ratios_ranks_and_attributes_show_what_they_are_made_of()
    {
        var stage = await StageAsync();

        (await WhyAsync(stage, "cash_to_balance")).Tags.Select(t => (t.Key, t.Value)).ShouldBe([("cash_90d", (object)1_140m), ("balance", 1_060m)]);
        (await WhyAsync(stage, "place")).Tags.Single().Key.ShouldBe("balance");
        (await WhyAsync(stage, "years")).Attribute.ShouldBe(new BecauseAttribute("birth_date", "出生日期", "Birth date", "age", "1970-04-01"));
    }

    [Fact]
    public async Task Outside_the_scope_nothing_is_told_and_an_unknown_tag_has_no_reasons()
    {
        var stage = await StageAsync();

        (await stage.Get<BecauseQuery>().ReadAsync(ProfileStage.South, 1, "cash_90d", CancellationToken.None))!.ShouldSatisfyAllConditions(
            b => b.Value.ShouldBeNull(), b => b.Rows.ShouldBeNull());
        (await stage.Get<BecauseQuery>().ReadAsync(ProfileStage.Prague, 1, "no_such", CancellationToken.None)).ShouldBeNull();
    }

    private static async Task<Because> WhyAsync(ProfileStage stage, string tag) => (await stage.Get<BecauseQuery>().ReadAsync(ProfileStage.Prague, 1, tag, CancellationToken.None))!;

    private static async Task<ProfileStage> StageAsync()
    {
        var stage = await ProfileStage.NewAsync();
        await stage.InstallAsync("tag", Documents);
        await stage.TagAsync(AsOf);
        return stage;
    }
}
