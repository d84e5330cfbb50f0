using Zhike.Customers.Profiles.Stages;

namespace Zhike.Customers.Profiles.Head;

/// <summary>All that the first screen of a customer's page shows, in one answer.</summary>
/// <param name="AsOf">The business date that all of it is of.</param>
/// <param name="Tiers">Empty before the first batch of tags.</param>
/// <param name="Wealth">Null when nothing is known that has an amount.</param>
/// <param name="Profit">Of the last twelve months; null: not enough data.</param>
/// <param name="ProfitMonths">Of how many of them anything is known.</param>
internal sealed record CustomerHead(
    CustomerView Customer, DateOnly AsOf, OwnershipView Ownership, IReadOnlyList<CustomerTier> Tiers, WealthView? Wealth, decimal? Profit, int ProfitMonths);

/// <param name="Since">The day on which this outlet and manager took over; null when older versions are no longer kept.</param>
/// <param name="BeforeManagerName">Who had the customer before; empty when nobody or not known.</param>
internal sealed record OwnershipView(DateOnly? Since, string BeforeManagerId, string BeforeManagerName, string BeforeOutletId);

/// <param name="AssetsBefore">Thirty days earlier; null when nothing was known then.</param>
internal sealed record WealthView(
    decimal Assets, decimal Liabilities, decimal Net, DateOnly Before, decimal? AssetsBefore, decimal? LiabilitiesBefore, decimal? NetBefore,
    IReadOnlyList<WealthPart> Parts);

/// <param name="Kind">deposit, time_deposit, fund, insurance, loan, overdraft.</param>
/// <param name="IsOwed">By the customer to the bank.</param>
internal sealed record WealthPart(string Kind, decimal Amount, bool IsOwed);
