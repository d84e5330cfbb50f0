using Zhike.Customers.Profiles.Wealth;

namespace Zhike.Customers.Profiles.Profit;

/// <summary>Fees and interest that were booked in a month. Interest is shown and not added: it lies in the spreads.</summary>
internal sealed record MonthBookings(DateOnly Month, decimal Fees, decimal InterestCharged, decimal InterestCredited);

/// <summary>What a customer contributes: the balance of each evening times the spread of its kind, one 365th a day, and the fees paid.
/// This is the contribution margin of fund transfer pricing (Dermine, Fund Transfer Pricing for Deposits and Loans, INSEAD 2012/55/FIN)
/// before costs of service and of risk, which the facts do not tell. docs/portrait.md has it with an example.</summary>
internal static class ProfitFormula
{
    private const int DaysOfYear = 365;

    /// <summary>One entry a month from the one in which <paramref name="from"/> lies to that of <paramref name="asOf"/>.</summary>
    /// <param name="days">Every evening that is known, ascending and without a gap.</param>
    public static IReadOnlyList<ProfitMonth> Months(IReadOnlyList<WealthDay> days, IReadOnlyList<MonthBookings> bookings, Margins margins, DateOnly from, DateOnly asOf)
    {
        var balances = days.ToLookup(d => FirstOf(d.Day));
        var booked = bookings.ToDictionary(b => b.Month);
        var months = new List<ProfitMonth>();
        for (var month = FirstOf(from); month <= asOf; month = month.AddMonths(1))
        {
            months.Add(Month(month, [.. balances[month]], booked.GetValueOrDefault(month) ?? new MonthBookings(month, 0, 0, 0), margins, asOf));
        }

        return months;
    }

    public static DateOnly FirstOf(DateOnly day) => new(day.Year, day.Month, 1);

    private static ProfitMonth Month(DateOnly month, List<WealthDay> days, MonthBookings booked, Margins margins, DateOnly asOf)
    {
        var isWhole = month.AddMonths(1).AddDays(-1) <= asOf;
        if (days.Count == 0)
        {
            return new ProfitMonth(month, 0, isWhole, [], booked.Fees, booked.InterestCharged, booked.InterestCredited, booked.Fees == 0 ? null : booked.Fees);
        }

        List<ProfitPart> parts =
        [
            .. margins.Spreads
                .Select(s => (Spread: s, Balance: days.Sum(d => d.Of(s.Kind))))
                .Where(s => s.Balance != 0)
                .Select(s => new ProfitPart(
                    s.Spread.Kind, s.Spread.Name.Zh, s.Spread.Name.En, s.Spread.PerYear, Cents(s.Balance / days.Count), Cents(s.Balance * s.Spread.PerYear / DaysOfYear))),
        ];
        return new ProfitMonth(
            month, days.Count, isWhole, parts, booked.Fees, booked.InterestCharged, booked.InterestCredited, parts.Sum(p => p.Earned) + booked.Fees);
    }

    private static decimal Cents(decimal amount) => decimal.Round(amount, 2, MidpointRounding.ToEven);
}
