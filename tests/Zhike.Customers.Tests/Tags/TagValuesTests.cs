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
            ["stage"] = stage,
            ["rich_and_new"] = stage == "new" && credit30 >= 1000,
        };
    }

    private static object? Plain(object? value) => value switch
    {
        uint or int or long or ulong => Convert.ToDecimal(value, System.Globalization.CultureInfo.InvariantCulture),
        _ => value,
    };
}
