using Zhike.Customers.Tests.Bank;

namespace Zhike.Customers.Tests.Tags;

/// <summary>Golden numbers: LINQ over the same rows, written from the meaning of each tag and not from the SQL.</summary>
public sealed class TagValuesTests
{
    private static readonly DateOnly AsOf = new(1994, 3, 31);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_tag_has_the_value_that_linq_finds(int seed)
    {
        using var bank = await TestBank.OpenAsync();
        var (customers, bookings) = Histories.Of(seed, 60, 30, AsOf.AddDays(-200), AsOf.AddDays(20));
        await bank.AddAsync(customers);
        await bank.AddAsync(bookings);
        bank.Definitions.Put("tag", SomeTags.Yaml);

        await bank.RunTagsAsync(AsOf);

        var values = await bank.ValuesAsync(AsOf);
        values.Keys.Order().ShouldBe(customers.Where(c => c.OpenedOn <= AsOf).Select(c => c.Id).Order());
        foreach (var customer in customers.Where(c => c.OpenedOn <= AsOf))
        {
            var expected = Expected(customer, [.. bookings.Where(b => b.Customer == customer.Id && b.Day <= AsOf)]);
            foreach (var (tag, value) in expected)
            {
                Plain(values[customer.Id][tag]).ShouldBe(value, $"{tag} of customer {customer.Id}");
            }
        }
    }

    private static Dictionary<string, object?> Expected(Customer customer, Booking[] history)
    {
        IEnumerable<Booking> Last(int days) => history.Where(b => b.Day > AsOf.AddDays(-days));
        decimal Balance(DateOnly day) => history.Where(b => b.Day <= day && b.Balance is not null).GroupBy(b => b.Account)
            .Sum(g => g.OrderBy(b => b.Day).ThenBy(b => b.Id).Last().Balance!.Value);
        var credits = history.Where(b => b.Direction == "credit").ToList();
        var debits90 = Last(90).Where(b => b.Direction == "debit").ToList();
        var inOrder = history.OrderBy(b => b.Day).ThenBy(b => b.Id).ToList();
        var before = Balance(AsOf.AddDays(-30));
        var openDays = AsOf.DayNumber - customer.OpenedOn.DayNumber;
        var daysSinceCredit = credits.Count == 0 ? (decimal?)null : AsOf.DayNumber - credits.Max(b => b.Day).DayNumber;
        var stage = openDays <= 60 ? "new" : daysSinceCredit > 45 && Balance(AsOf) < 1000 ? "sleeping" : "active";
        IEnumerable<Booking> Between(int from, int to) => history.Where(b => b.Day > AsOf.AddDays(-from) && b.Day <= AsOf.AddDays(-to));
        decimal Debits(int from, int to) => Between(from, to).Where(b => b.Direction == "debit").Sum(b => b.Amount);
        var creditSum = credits.Sum(b => b.Amount);
        var usual = Last(60).GroupBy(b => b.Kind).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Max(b => b.Day)).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault();
        var credit30 = Last(30).Where(b => b.Direction == "credit").Sum(b => b.Amount);
        return new Dictionary<string, object?>
        {
            ["credit_sum_30d"] = credit30,
            ["credit_sum_90d"] = Last(90).Where(b => b.Direction == "credit").Sum(b => b.Amount),
            ["cash_count_30d"] = (decimal)Last(30).Count(b => b.Kind is "cash_in" or "cash_out"),
            ["all_count"] = (decimal)history.Length,
            ["large_count_60d"] = (decimal)Last(60).Count(b => b.Amount is >= 1000 and < 4000 && b.Purpose is not ("none" or "loan")),
            ["debit_average_90d"] = debits90.Count == 0 ? null : decimal.Truncate(debits90.Sum(b => b.Amount) / debits90.Count * 100) / 100,
            ["debit_before"] = history.Where(b => b.Direction == "debit" && b.Day <= AsOf.AddDays(-30) && b.Day > AsOf.AddDays(-60)).Sum(b => b.Amount),
            ["largest_90d"] = Last(90).Select(b => (decimal?)b.Amount).Max(),
            ["smallest"] = history.Select(b => (decimal?)b.Amount).Min(),
            ["purposes_90d"] = (decimal)Last(90).Select(b => b.Purpose).Distinct().Count(),
            ["last_kind"] = inOrder.LastOrDefault()?.Kind,
            ["first_amount"] = inOrder.FirstOrDefault()?.Amount,
            ["days_since_credit"] = daysSinceCredit,
            ["days_since_first_30d"] = Last(30).Select(b => (decimal?)(AsOf.DayNumber - b.Day.DayNumber)).Max(),
            ["has_pension"] = Last(60).Any(b => b.Purpose == "pension"),
            ["balance"] = Balance(AsOf),
            ["balance_30d_ago"] = before,
            ["age"] = customer.BirthDate is { } born ? (decimal)(AsOf.Year - born.Year - (AsOf < born.AddYears(AsOf.Year - born.Year) ? 1 : 0)) : null,
            ["gender"] = customer.Gender,
            ["open_days"] = (decimal)openDays,
            ["cards"] = 0m,
            ["card_share_90d"] = debits90.Count == 0 ? null : (double)debits90.Count(b => b.Kind is "card_payment" or "card_cash_out") / debits90.Count,
            ["pension_share"] = creditSum == 0 ? null : (double)credits.Where(b => b.Purpose == "pension").Sum(b => b.Amount) / (double)creditSum,
            ["debit_trend_30d"] = Debits(60, 30) == 0 ? null : (double)Debits(30, 0) / (double)Debits(60, 30),
            ["credit_change_20d"] = Between(25, 5).Where(b => b.Direction == "credit").Sum(b => b.Amount) - Between(45, 25).Where(b => b.Direction == "credit").Sum(b => b.Amount),
            ["count_change_30d"] = (double)(Last(30).Count() - Between(60, 30).Count()),
            ["usual_kind_60d"] = usual is null || usual.Count() < 3 ? null : usual.Key,
            ["best_weeks"] = (decimal)Longest([.. Last(120).Select(b => (b.Day.DayNumber - new DateOnly(1993, 1, 4).DayNumber) / 7)]),
            ["days_on_end"] = (decimal)Enumerable.Range(0, 400).TakeWhile(back => history.Any(b => b.Day == AsOf.AddDays(-back))).Count(),
            ["spent_after_income"] = (decimal)Last(60).Count(a => a.Direction == "credit" && FollowedIn(2, a, history)),
            ["kept_income"] = Last(40).Any(a => a is { Direction: "credit", Amount: >= 2000 } && a.Day.AddDays(7) <= AsOf && !FollowedIn(7, a, history)),
            ["stage"] = stage,
            ["rich_and_new"] = stage == "new" && credit30 >= 1000,
        };
    }

    private static bool FollowedIn(int days, Booking first, Booking[] history) => history.Any(b =>
        b.Direction == "debit" && (b.Day > first.Day || (b.Day == first.Day && b.Id > first.Id)) && b.Day <= first.Day.AddDays(days));

    private static int Longest(HashSet<int> periods) =>
        periods.Select(p => Enumerable.Range(0, 1000).TakeWhile(ahead => periods.Contains(p + ahead)).Count()).DefaultIfEmpty(0).Max();

    private static object? Plain(object? value) => value switch
    {
        uint or int or long or ulong => Convert.ToDecimal(value, System.Globalization.CultureInfo.InvariantCulture),
        _ => value,
    };
}
