using System.Text.Json;
using Zhike.Contracts.Customers;

namespace Zhike.Customers.Tags.Reading;

/// <summary>A tag in the list.</summary>
/// <param name="Coverage">Share of the viewer's customers who have a value (0 and empty count as none); null before the first batch.</param>
/// <param name="UnitZh">Empty where the type says it all.</param>
/// <param name="Freshness">realtime where its values follow each fact: it says so, or one that says so is made of it; else nightly.</param>
/// <param name="Values">The codes of a text or the bands of a number, with their names; empty for a tag that is not in force.</param>
public sealed record TagRow(
    string Key, string NameZh, string NameEn, string DescriptionZh, string DescriptionEn, string Dimension, string Kind, string Type,
    string UnitZh, string UnitEn, IReadOnlyList<NamedValue> Values, string Status, int Version, double? Coverage, string Owner, string Freshness);

/// <summary>A tag in full, as of the newest batch.</summary>
/// <param name="UpdatedAt">When its values were last computed: of anybody in real time, or of everybody at night. Null before the first batch.</param>
public sealed record Tag(
    string Key, string NameZh, string NameEn, string DescriptionZh, string DescriptionEn, string Dimension, string Kind, string Type,
    string UnitZh, string UnitEn, IReadOnlyList<NamedValue> Values, string Status, int Version, double? Coverage, string Owner, string Freshness,
    DateOnly? AsOf, DateTimeOffset? UpdatedAt, JsonElement Document, IReadOnlyList<DistributionBar> Distribution, Lineage Lineage);

/// <param name="Band">What the list of customers is asked by: the band, the code, or the edges as "from..&lt;to"; empty for none.</param>
/// <param name="Label">In Chinese; <paramref name="LabelEn"/> in English.</param>
public sealed record DistributionBar(string Band, string Label, string LabelEn, long Customers);

/// <param name="Reads">Fact tables, attributes or tags.</param>
/// <param name="UsedBy">"tag/…", "segment/…", "journey/…", "template/…".</param>
public sealed record Lineage(IReadOnlyList<string> Reads, IReadOnlyList<string> UsedBy);
