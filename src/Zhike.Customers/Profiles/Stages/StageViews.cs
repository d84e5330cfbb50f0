using Zhike.Customers.Tiering;

namespace Zhike.Customers.Profiles.Stages;

/// <summary>Where a customer stands in one way of dividing customers.</summary>
/// <param name="Tier">Empty: in no tier.</param>
/// <param name="Since">The day of the last recorded change into it; null when they stood there before anything was recorded.</param>
/// <param name="Days">From since to the day of the values.</param>
internal sealed record CustomerTier(
    string Tiering, string NameZh, string NameEn, bool Ordered, string Tier, string TierZh, string TierEn, DateOnly? Since, int? Days);

/// <summary>The same with its past.</summary>
/// <param name="Tiers">All there are, from the lowest to the highest where there is an order.</param>
/// <param name="Spans">Oldest first; the last one still goes on.</param>
internal sealed record StageHistory(CustomerTier Now, IReadOnlyList<TierName> Tiers, IReadOnlyList<StageSpan> Spans);

/// <param name="From">Null: since before anything was recorded.</param>
/// <param name="To">Excluded; null: it goes on.</param>
internal sealed record StageSpan(string Tier, DateOnly? From, DateOnly? To);
