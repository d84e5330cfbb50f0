using System.Collections.Immutable;
using System.Text.Json;
using Zhike.Customers.Documents;
using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;

namespace Zhike.Customers.Tiering;

/// <summary>A way of dividing all customers: every customer has exactly one tier a day, because a tag says which. Lifecycle stages, fine
/// groups, steps of the customer's journey and value tiers are all of this kind; they differ in the tag, the order and the targets.</summary>
/// <param name="Tag">A text with named values, or a number with bands.</param>
/// <param name="Ordered">The tiers go up, in the order of the tag's values or bands: a move is then an upgrade or a downgrade.</param>
/// <param name="Edge">Of a banded tag: so near the next limit is "at the edge", as a share of that limit.</param>
internal sealed record TieringScheme(
    string Key, LocalText Name, LocalText Description, TagDefinition Tag, bool Ordered, decimal Edge, ImmutableArray<TierTarget> Targets, string Owner)
{
    public const string Kind = "tiering";
    private const decimal EdgeByDefault = 0.1m;

    /// <summary>From the lowest to the highest where there is an order.</summary>
    public ImmutableArray<Tier> Tiers { get; } = TiersOf(Tag);

    /// <summary>Edges are limits of bands; a text has none.</summary>
    public bool HasEdges => Ordered && Tag.Bands.Length > 1;

    /// <summary>Null when there is any problem.</summary>
    public static TieringScheme? Parse(string key, JsonElement document, TagSet tags, List<FieldError> errors)
    {
        var before = errors.Count;
        var fields = new FieldReader(document, "", errors);
        if (fields.Text("key", required: true) is { } written && written != key)
        {
            fields.Refuse("key", $"must be \"{key}\", the name it is saved under, but is \"{written}\"");
        }

        var name = LocalText.Read(fields, "name", required: true, errors);
        var description = LocalText.Read(fields, "description", required: false, errors);
        var tag = TagOf(fields, tags);
        var ordered = fields.Flag("ordered") ?? false;
        var edge = ShareOf(fields, "edge", errors) ?? EdgeByDefault;
        if (fields.Optional("edge") is not null && tag is { Bands.Length: 0 })
        {
            fields.Refuse("edge", $"needs a tag with bands: {tag.Key} has no limits that somebody could be near");
        }

        var targets = ReadTargets(fields, tag, errors);
        var owner = fields.Text("owner") ?? "";
        fields.RefuseUnknown();
        return errors.Count > before ? null : new TieringScheme(key, name, description, tag!, ordered, edge, targets, owner);
    }

    private static TagDefinition? TagOf(FieldReader fields, TagSet tags)
    {
        if (fields.Text("tag", required: true) is not { } named)
        {
            return null;
        }

        var tag = tags.InOrder.FirstOrDefault(t => t.Key == named);
        if (tag is null)
        {
            fields.Refuse("tag", $"is no live tag: \"{named}\"");
        }
        else if (TiersOf(tag).Length < 2)
        {
            fields.Refuse("tag", $"must have at least two named values or bands, but {named} has {TiersOf(tag).Length}");
            return null;
        }

        return tag;
    }

    private static ImmutableArray<TierTarget> ReadTargets(FieldReader fields, TagDefinition? tag, List<FieldError> errors)
    {
        var targets = ImmutableArray.CreateBuilder<TierTarget>();
        foreach (var (element, path) in fields.List("targets"))
        {
            var target = new FieldReader(element, path, errors);
            var tier = target.Text("tier", required: true);
            if (tier is not null && tag is not null && TiersOf(tag).All(t => t.Code != tier))
            {
                target.Refuse("tier", $"must be one of {string.Join(", ", TiersOf(tag).Select(t => t.Code))}, but is \"{tier}\"");
            }

            if (tier is not null && targets.Any(t => t.Tier == tier))
            {
                target.Refuse("tier", $"has a target already: \"{tier}\"");
            }

            var (least, most) = (ShareOf(target, "at_least", errors), ShareOf(target, "at_most", errors));
            if (least is null && most is null)
            {
                target.Refuse("at_least", "or at_most must be given");
            }
            else if (least > most)
            {
                target.Refuse("at_most", $"must not be below at_least, {least}, but is {most}");
            }

            target.RefuseUnknown();
            targets.Add(new TierTarget(tier ?? "", least, most));
        }

        return targets.ToImmutable();
    }

    private static decimal? ShareOf(FieldReader fields, string name, List<FieldError> errors)
    {
        if (fields.Optional(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var share) && share is >= 0 and <= 1)
        {
            return share;
        }

        errors.Add(new FieldError(fields.PathOf(name), $"must be a share from 0 to 1, but is {FieldReader.Show(value)}"));
        return null;
    }

    private static ImmutableArray<Tier> TiersOf(TagDefinition tag) => tag.Bands.Length > 0
        ? [.. tag.Bands.Select(b => new Tier(b.Label.En, b.Label))]
        : [.. tag.Values.Select(v => new Tier(v.Code, v.Label))];
}

/// <param name="Code">The tag's code, or the English name of its band: what tag_changes keeps.</param>
internal sealed record Tier(string Code, LocalText Name);

/// <summary>The share of all customers that should stand in a tier.</summary>
internal sealed record TierTarget(string Tier, decimal? AtLeast, decimal? AtMost)
{
    public bool MetBy(double share) => (AtLeast is null || share >= (double)AtLeast) && (AtMost is null || share <= (double)AtMost);
}
