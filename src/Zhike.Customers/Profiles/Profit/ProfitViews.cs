namespace Zhike.Customers.Profiles.Profit;

/// <summary>What a customer contributed, month by month.</summary>
/// <param name="Margins">Null while no margins are in force; then there is nothing to say.</param>
/// <param name="Total">Of all months that are known; null when none is.</param>
internal sealed record ProfitView(MarginsView? Margins, IReadOnlyList<ProfitMonth> Months, decimal? Total);

internal sealed record MarginsView(string Key, int Version, string NameZh, string NameEn, string DescriptionZh, string DescriptionEn);

/// <param name="DaysKnown">Evenings on which the balances are known.</param>
/// <param name="IsWhole">The month is over at the business date.</param>
/// <param name="InterestCharged">Shown beside; it lies in the spread already, and so does the one that was credited.</param>
/// <param name="Total">Null: not enough data.</param>
internal sealed record ProfitMonth(
    DateOnly Month, int DaysKnown, bool IsWhole, IReadOnlyList<ProfitPart> Parts, decimal Fees, decimal InterestCharged, decimal InterestCredited, decimal? Total);

/// <param name="Kind">deposit, time_deposit, fund, insurance, loan, overdraft.</param>
/// <param name="PerYear">The spread: 0.015 is 1.5 %.</param>
/// <param name="Average">The balance, over the days that are known.</param>
internal sealed record ProfitPart(string Kind, string NameZh, string NameEn, decimal PerYear, decimal Average, decimal Earned);
