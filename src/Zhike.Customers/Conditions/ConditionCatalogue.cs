using System.Collections.Immutable;
using System.Text.Json;
using Zhike.Customers.Sources;

namespace Zhike.Customers.Conditions;

/// <summary>What expressions may name at this moment.</summary>
/// <param name="Tags">By key.</param>
/// <param name="Segments">The live expressions by key.</param>
/// <param name="AttributeTags">The tag that carries an attribute's plain value, by attribute: reading it spares a join.</param>
internal sealed record ConditionCatalogue(
    ImmutableDictionary<string, TagColumn> Tags,
    ImmutableDictionary<string, JsonElement> Segments,
    ImmutableHashSet<string> Lists,
    ImmutableDictionary<string, string> AttributeTags)
{
    public static ConditionCatalogue OnlyTags(ImmutableDictionary<string, TagColumn> tags) => new(
        tags, ImmutableDictionary<string, JsonElement>.Empty, [], ImmutableDictionary<string, string>.Empty) { AllowsBehaviour = false };

    /// <summary>False inside a rule tag, which reads other tags and nothing else.</summary>
    public bool AllowsBehaviour { get; init; } = true;

    /// <summary>Where the outlets are, null for those that do not say; read only for expressions that may ask.</summary>
    public ImmutableDictionary<string, GeoPoint?> Outlets { get; init; } = ImmutableDictionary<string, GeoPoint?>.Empty;
}
