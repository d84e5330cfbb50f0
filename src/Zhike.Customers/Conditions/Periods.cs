namespace Zhike.Customers.Conditions;

/// <summary>Weeks and months counted back from a moment. A month back from the 31st is the last day of a shorter month.</summary>
internal static class Periods
{
    public static DateOnly Back(DateOnly day, int periods, PeriodUnit unit) =>
        unit == PeriodUnit.Weeks ? day.AddDays(-7 * periods) : day.AddMonths(-periods);

    /// <summary>At the same time of the day in UTC.</summary>
    public static DateTimeOffset Back(DateTimeOffset instant, int periods, PeriodUnit unit) =>
        unit == PeriodUnit.Weeks ? instant.AddDays(-7 * periods) : instant.ToUniversalTime().AddMonths(-periods);
}
