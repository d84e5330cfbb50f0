using System.Text.Json;
using Zhike.Customers.Profiles;

namespace Zhike.Customers.Tiering;

/// <summary>A way of dividing customers, in the list.</summary>
/// <param name="Ordered">A move is an upgrade or a downgrade.</param>
/// <param name="HasEdges">There are limits, and people near them.</param>
internal sealed record TieringRow(
    string Key, string NameZh, string NameEn, string DescriptionZh, string DescriptionEn, string Tag, bool Ordered, bool HasEdges,
    IReadOnlyList<TierName> Tiers, string Status, int Version, string Owner);

internal sealed record TierName(string Code, string NameZh, string NameEn);

/// <param name="AsOf">Null before the first batch.</param>
/// <param name="Days">The dates that can be compared, ascending.</param>
/// <param name="None">Customers whom the tag gives no tier.</param>
internal sealed record TieringStanding(TieringRow Tiering, JsonElement Document, DateOnly? AsOf, IReadOnlyList<DateOnly> Days, long Customers, long None, IReadOnlyList<TierStanding> Tiers);

/// <param name="Code">Empty for customers without a tier.</param>
/// <param name="Stay">Null when nobody of the tier has a recorded change.</param>
/// <param name="SinceBefore">How many of them have stood there since before the first recorded change.</param>
internal sealed record TierStanding(string Code, long Customers, double Share, decimal? AtLeast, decimal? AtMost, bool? TargetMet, TierStay? Stay, long SinceBefore);

/// <summary>Days in the tier, of those whose entry is recorded.</summary>
internal sealed record TierStay(double LowerQuartile, double Median, double UpperQuartile);

/// <param name="Customers">In the order of the tiers; the last figure is of those without one.</param>
internal sealed record CourseDay(DateOnly AsOf, IReadOnlyList<long> Customers);

/// <param name="Up">Null where tiers have no order.</param>
internal sealed record TierFlow(DateOnly From, DateOnly To, IReadOnlyList<FlowCell> Cells, long Stayed, long Moved, long? Up, long? Down);

/// <param name="Old">Empty: no customer yet, or without a tier.</param>
internal sealed record FlowCell(string Old, string New, long Customers);

/// <param name="Old">Empty: no customer yet, or without a tier.</param>
internal sealed record MovedCustomer(CustomerRow Customer, string Old, string New);

/// <param name="Limit">Of the next tier, or of their own.</param>
/// <param name="Gap">How far the value is from the limit.</param>
internal sealed record EdgeCustomer(CustomerRow Customer, string Tier, decimal Value, decimal Limit, decimal Gap);
