using System.Text.Json;

namespace Zhike.Customers.Tags.Reading;

/// <summary>A tag in the list.</summary>
/// <param name="Coverage">Share of the viewer's customers who have a value (0 and empty count as none); null before the first batch.</param>
public sealed record TagRow(
    string Key, string NameZh, string NameEn, string DescriptionZh, string DescriptionEn, string Dimension, string Kind, string Type,
    string Status, int Version, double? Coverage, string Owner);

/// <summary>A tag in full, as of the newest batch.</summary>
public sealed record Tag(
    string Key, string NameZh, string NameEn, string DescriptionZh, string DescriptionEn, string Dimension, string Kind, string Type,
    string Status, int Version, double? Coverage, string Owner,
    DateOnly? AsOf, JsonElement Document, IReadOnlyList<DistributionBar> Distribution, Lineage Lineage);

/// <param name="Band">What a condition names: the band, the word, or the edges.</param>
/// <param name="Label">In Chinese; <paramref name="LabelEn"/> in English.</param>
public sealed record DistributionBar(string Band, string Label, string LabelEn, long Customers);

/// <param name="Reads">Fact tables, attributes or tags.</param>
/// <param name="UsedBy">"tag/…", "segment/…", "journey/…", "template/…".</param>
public sealed record Lineage(IReadOnlyList<string> Reads, IReadOnlyList<string> UsedBy);
