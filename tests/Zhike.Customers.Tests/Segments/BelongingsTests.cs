using Zhike.Customers.Profiles.Wealth;
using Zhike.Customers.Segments.Answers;
using Zhike.Customers.Tests.Bank;
using Zhike.Customers.Tests.Profiles;
using Zhike.Kernel;

namespace Zhike.Customers.Tests.Segments;

/// <summary>A group's belongings are those of its people, summed.</summary>
public sealed class BelongingsTests
{
    private const string Everybody = "{attribute: opened_on, op: not_null}";
    private static readonly DateOnly AsOf = new(1994, 3, 31);

    [Fact]
    public async Task A_group_owns_at_every_point_what_the_pages_of_its_people_say_together()
    {
        var stage = await StageAsync();
        var group = await OfAsync(stage, ProfileStage.HeadOffice, Everybody);
        var own = new List<WealthDay>();
        foreach (var customer in new ulong[] { 1, 2, 3 })
        {
            own.AddRange(await stage.Get<WealthQuery>().DaysAsync(ProfileStage.HeadOffice, customer, new DateOnly(1992, 1, 1), AsOf, CancellationToken.None));
        }

        group.Course.Select(p => p.Day).ShouldBe(Belongings.Points(AsOf));
        foreach (var point in group.Course)
        {
            var then = own.Where(d => d.Day == point.Day).ToList();
            point.ShouldBe(new WealthDay(
                point.Day, then.Sum(d => d.Deposits), then.Sum(d => d.Overdraft), then.Sum(d => d.TimeDeposits), then.Sum(d => d.Funds), then.Sum(d => d.Insurance), then.Sum(d => d.Loans)));
        }

        group.Course[^1].ShouldBe(new WealthDay(AsOf, 1060, 25.5m, 3000, 0, 0, 620));
    }

    [Fact]
    public async Task Products_are_counted_by_people_and_by_holdings_within_the_viewers_scope_and_at_any_date()
    {
        var stage = await StageAsync();

        (await OfAsync(stage, ProfileStage.HeadOffice, Everybody)).Products.Select(p => (p.Kind, p.ProductId, p.Customers, p.Holdings, p.Amount)).ShouldBe(
            [("loan", "x", 2L, 2L, 1100m), ("deposit", "term", 1L, 1L, 3000m), ("standing_order", "x", 1L, 1L, 5m)]);
        var south = await OfAsync(stage, ProfileStage.South, Everybody);
        south.Products.Select(p => (p.Kind, p.Customers)).ShouldBe([("loan", 1L)]);
        south.Course[^1].ShouldBe(new WealthDay(AsOf, 0, 0, 0, 0, 0, 320));
        var before = await OfAsync(stage, ProfileStage.HeadOffice, Everybody, new DateOnly(1994, 1, 15));
        before.Course[^1].Deposits.ShouldBe(1060);
        before.Products.Select(p => p.Kind).ShouldBe(["deposit", "loan", "standing_order"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_group_of_nobody_owns_nothing_at_every_point()
    {
        var stage = await StageAsync();

        var nobody = await OfAsync(stage, ProfileStage.HeadOffice, "{attribute: gender, op: eq, value: X}");

        nobody.Course.Count.ShouldBe(Belongings.MonthsBefore + 1);
        nobody.Course.ShouldAllBe(p => p.Assets == 0 && p.Liabilities == 0);
        nobody.Products.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("1994-03-31", "1993-03-31", "1994-02-28")]
    [InlineData("1994-03-01", "1993-03-31", "1994-02-28")]
    [InlineData("1996-03-15", "1995-03-31", "1996-02-29")]
    public void Points_are_ends_of_months_and_the_date_itself(string asOf, string first, string lastMonth)
    {
        var points = Belongings.Points(DateOnly.Parse(asOf, System.Globalization.CultureInfo.InvariantCulture));

        new[] { points[0], points[^2], points[^1] }.Select(p => $"{p:yyyy-MM-dd}").ShouldBe([first, lastMonth, asOf]);
    }

    /// <summary>Beside the stage's own: an overdrawn account of 2, a time deposit of 1, a loan of 3 that is paid off month by month.</summary>
    private static async Task<ProfileStage> StageAsync()
    {
        var stage = await ProfileStage.NewAsync();
        await stage.RunAsync("""
            INSERT INTO transactions (customer_id, booked_on, transaction_id, account_id, booked_at, direction, kind, amount, balance_after) VALUES
                (2, '1994-02-10', 21, 13, '1994-02-10 00:00:00', 'credit', 'cash_in', 70, 70), (2, '1994-03-30', 22, 13, '1994-03-30 00:00:00', 'debit', 'cash_out', 95.5, -25.5);
            INSERT INTO holding_versions (customer_id, holding_no, account_id, product_id, kind, opened_on, matures_on, amount, version) VALUES
                (1, 'deposit:1', 11, 'term', 'deposit', '1993-06-15', '1995-06-15', 3000, 1), (3, 'loan:3', 0, 'x', 'loan', '1993-01-01', '1995-07-01', 600, 1);
            INSERT INTO holding_versions (customer_id, holding_no, account_id, product_id, kind, opened_on, amount, attributes, version) VALUES
                (1, 'loan:1', 11, 'x', 'loan', '1994-02-01', 500, {'outstanding': '300.00'}, 2);
            """);
        return stage;
    }

    private static async Task<GroupBelongings> OfAsync(ProfileStage stage, Viewer viewer, string expression, DateOnly? asOf = null) =>
        (await stage.Get<Belongings>().OfAsync(viewer, LiveDefinitions.Json(expression), asOf ?? AsOf, CancellationToken.None)).OrThrow();
}
