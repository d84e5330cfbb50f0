using Zhike.Customers.Documents;
using Zhike.Customers.Profiles.Head;
using Zhike.Customers.Profiles.Profit;
using Zhike.Customers.Profiles.Wealth;
using Zhike.Kernel;

namespace Zhike.Customers.Tests.Profiles;

/// <summary>Golden numbers by hand: balances times spread over 365, day by day, and the fees.</summary>
public sealed class ProfitTests
{
    private const string Spreads =
        "{key: retail, name: {zh: 利差, en: Spreads}, spreads: [{kind: deposit, name: {zh: 活期, en: Current}, per_year: 0.0365}, {kind: loan, name: {zh: 贷款, en: Loans}, per_year: 0.073}]}";

    private static readonly DateOnly AsOf = new(1994, 3, 31);

    [Fact]
    public void A_month_is_its_evenings_times_the_spread_and_the_fees()
    {
        var margins = new Margins("m", LocalText.None, LocalText.None, [new Spread("deposit", LocalText.None, 0.0365m), new Spread("loan", LocalText.None, 0.073m)], "");
        List<WealthDay> days = [.. Enumerable.Range(0, 10).Select(i => new WealthDay(new DateOnly(1994, 3, 22).AddDays(i), 1_000m, 0, 0, 0, 0, i < 5 ? 0 : 500m))];

        var months = ProfitFormula.Months(days, [new MonthBookings(new DateOnly(1994, 3, 1), 14.6m, 3m, 2m)], margins, new DateOnly(1994, 2, 1), AsOf);

        months.Select(m => m.Total).ShouldBe([null, (10 * 1_000m * 0.0001m) + (5 * 500m * 0.0002m) + 14.6m]);
        months[1].Parts.Select(p => (p.Kind, p.Average, p.Earned)).ShouldBe([("deposit", 1_000m, 1.00m), ("loan", 250m, 0.50m)]);
        (months[1].IsWhole, months[1].DaysKnown, months[1].InterestCredited).ShouldBe((true, 10, 2m));
    }

    [Fact]
    public async Task Twelve_months_are_answered_and_those_without_facts_say_nothing()
    {
        var stage = await ProfileStage.NewAsync();
        await stage.InstallAsync(Margins.Kind, Spreads);

        var profit = await stage.Get<ProfitQuery>().ReadAsync(ProfileStage.Prague, 1, CancellationToken.None);
        var nobody = await stage.Get<ProfitQuery>().ReadAsync(ProfileStage.HeadOffice, 2, CancellationToken.None);

        (profit.Months.Count, profit.Months[0].Month, profit.Months.Count(m => m.Total is null)).ShouldBe((12, new DateOnly(1993, 4, 1), 9));

        // January: 100, then 1,100, then 1,060 on 29 evenings; nothing is owed before the loan of February.
        profit.Months[9].Parts.Single().Earned.ShouldBe(decimal.Round((100 + 1_100 + (29 * 1_060)) * 0.0001m, 2));
        profit.Months[10].Parts.Select(p => p.Kind).ShouldBe(["deposit", "loan"]);
        profit.Total.ShouldBe(profit.Months.Sum(m => m.Total ?? 0));
        nobody.Total.ShouldBeNull();
    }

    [Fact]
    public async Task Without_margins_there_is_nothing_to_say()
    {
        var stage = await ProfileStage.NewAsync();

        (await stage.Get<ProfitQuery>().ReadAsync(ProfileStage.Prague, 1, CancellationToken.None)).ShouldSatisfyAllConditions(p => p.Margins.ShouldBeNull(), p => p.Total.ShouldBeNull());
    }

    [Fact]
    public void Margins_that_make_no_sense_are_refused_with_every_field()
    {
        var errors = new List<FieldError>();
        var document = Bank.LiveDefinitions.Json(
            "{key: other, name: {zh: 利差, en: Spreads}, spreads: [{kind: deposit, name: {zh: a, en: a}, per_year: 2}, {kind: deposit, name: {zh: a, en: a}, per_year: 0.1}, {kind: shares, name: {zh: a, en: a}, per_year: 0.1}], tax: 1}");

        Margins.Parse("retail", document, errors).ShouldBeNull();
        errors.Select(e => e.Field).ShouldBe(["key", "spreads[0].per_year", "spreads[1].kind", "spreads[2].kind", "tax"]);
    }

    [Fact]
    public async Task Overdrafts_loans_and_products_stand_apart_and_loans_shrink_by_the_month()
    {
        var stage = await ProfileStage.NewAsync();
        await stage.RunAsync("""
            INSERT INTO transactions (customer_id, booked_on, transaction_id, account_id, booked_at, direction, kind, amount, balance_after) VALUES
                (3, '1994-01-10', 31, 31, '1994-01-10 00:00:00', 'credit', 'cash_in', 500, 500), (3, '1994-03-10', 32, 31, '1994-03-10 00:00:00', 'debit', 'cash_out', 700, -200);
            INSERT INTO holding_versions (customer_id, holding_no, product_id, kind, opened_on, closed_on, matures_on, amount, attributes, version) VALUES
                (3, 'loan:3', 'x', 'loan', '1994-01-15', NULL, '1995-01-15', 1200, {}, 1), (3, 'loan:4', 'x', 'loan', '1994-01-15', NULL, NULL, 99, {'outstanding': '40.50'}, 1),
                (3, 'fund:1', 'x', 'fund', '1994-02-01', '1994-03-01', NULL, 70, {}, 1), (3, 'deposit:1', 'x', 'deposit', '1994-02-01', NULL, '1995-02-01', 300, {}, 1),
                (3, 'deposit:2', 'x', 'deposit', '1994-02-01', NULL, NULL, 8888, {}, 1)
            """);

        var days = (await stage.Get<WealthQuery>().DaysAsync(ProfileStage.South, 3, new DateOnly(1994, 1, 1), AsOf, CancellationToken.None)).ToDictionary(d => d.Day);

        days.Keys.Min().ShouldBe(new DateOnly(1994, 1, 10));
        days[new DateOnly(1994, 1, 14)].ShouldBe(new WealthDay(new DateOnly(1994, 1, 14), 500, 0, 0, 0, 0, 0));
        days[new DateOnly(1994, 2, 14)].ShouldBe(new WealthDay(new DateOnly(1994, 2, 14), 500, 0, 300, 70, 0, 1_240.50m));
        days[AsOf].ShouldBe(new WealthDay(AsOf, 0, 200, 300, 0, 0, 1_040.50m));
        (days[AsOf].Assets, days[AsOf].Liabilities, days[AsOf].Net).ShouldBe((300m, 1_240.50m, -940.50m));
    }

    [Fact]
    public async Task The_course_keeps_only_days_on_which_something_changed()
    {
        var stage = await ProfileStage.NewAsync();

        var course = await stage.Get<WealthQuery>().CourseAsync(ProfileStage.Prague, 1, CancellationToken.None);

        course.Select(d => (d.Day.Month, d.Day.Day, d.Deposits, d.Loans)).ShouldBe([(1, 1, 100m, 0m), (1, 2, 1_100m, 0m), (1, 3, 1_060m, 0m), (2, 1, 1_060m, 500m), (3, 31, 1_060m, 500m)]);
    }

    [Fact]
    public async Task The_head_compares_with_thirty_days_ago_and_knows_since_when_the_manager_owns()
    {
        var stage = await ProfileStage.NewAsync();
        var handed = new DateTimeOffset(1994, 3, 15, 4, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1_000;
        await stage.RunAsync($"""
            INSERT INTO transactions (customer_id, booked_on, transaction_id, account_id, booked_at, direction, kind, amount, balance_after) VALUES (1, '1994-03-20', 9, 11, '1994-03-20 00:00:00', 'credit', 'cash_in', 40, 100);
            INSERT INTO customer_versions (customer_id, customer_no, opened_on, outlet_id, org_path, manager_id, version) VALUES (1, 'C00000001', '1993-05-01', 'd01', '/hq/prague/d01/', 'm9', {handed});
            """);

        var head = (await stage.Get<HeadQuery>().ReadAsync(ProfileStage.Prague, 1, CancellationToken.None))!;
        var other = (await stage.Get<HeadQuery>().ReadAsync(ProfileStage.Prague, 2, CancellationToken.None))!;

        var wealth = head.Wealth!;
        (wealth.Assets, wealth.Liabilities, wealth.AssetsBefore, wealth.Before).ShouldBe((1_100m, 500m, 1_060m, new DateOnly(1994, 3, 1)));
        head.Ownership.ShouldBe(new OwnershipView(new DateOnly(1994, 3, 15), "m1", "陈经理", "d01"));
        (other.Wealth, other.Profit, other.Ownership.Since).ShouldBe((null, null, null));
    }
}
