using System.Text.Json;

namespace Zhike.Customers.Segments;

/// <param name="Customers">Of the viewer's own customers, at the newest computation; null before the first.</param>
public sealed record SegmentRow(
    string Key, string NameZh, string NameEn, string DescriptionZh, string DescriptionEn, string Status, int Version, long? Customers, DateOnly? AsOf, string Owner);

/// <param name="UsedBy">"segment/…", "journey/…".</param>
public sealed record Segment(
    string Key, string NameZh, string NameEn, string DescriptionZh, string DescriptionEn, string Status, int Version, long? Customers, DateOnly? AsOf, string Owner,
    JsonElement Document, IReadOnlyList<SegmentVersionRow> Materialisations, IReadOnlyList<string> UsedBy);

public sealed record SegmentVersionRow(ulong Version, DateOnly AsOf, DateTimeOffset ComputedAt, long Customers);

/// <param name="AsOf">The business date when not given.</param>
public sealed record EstimateRequest(JsonElement Expression, DateOnly? AsOf);

/// <param name="Total">All customers of the viewer at that date.</param>
public sealed record Estimate(long Customers, long Total, double ElapsedMs, DateOnly AsOf);
