using System.Text.Json;
using Zhike.Customers.Conditions;
using Zhike.Customers.Sources;
using Zhike.Customers.Tags.Compiling;
using Zhike.Customers.Tags.Definitions;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Tags.Reading;

/// <summary>Where a tag comes from and which live definitions would miss it.</summary>
internal sealed class TagUses(IDefinitions definitions)
{
    /// <summary>Of definitions that may name a tag.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [LiveTags.Kind, "segment", "tiering", "journey", "template"];

    public async Task<Lineage> OfAsync(TagDefinition tag, CancellationToken cancel) =>
        new(Reads(tag), await UsedByAsync("tag", tag.Key, Kinds, cancel).ConfigureAwait(false));

    /// <summary>Live definitions that name the tag.</summary>
    public Task<IReadOnlyList<string>> UsedByAsync(string key, CancellationToken cancel) => UsedByAsync("tag", key, Kinds, cancel);

    /// <summary>Live definitions in which a member of the given name has the given value, as "kind/key".</summary>
    public async Task<IReadOnlyList<string>> UsedByAsync(string member, string value, IEnumerable<string> kinds, CancellationToken cancel)
    {
        var users = new List<string>();
        foreach (var kind in kinds)
        {
            var live = await definitions.LiveAsync(kind, cancel).ConfigureAwait(false);
            users.AddRange(live.Where(d => Names(d, member, value)).Select(d => $"{d.Kind}/{d.Key}").Order(StringComparer.Ordinal));
        }

        return users;
    }

    private static IReadOnlyList<string> Reads(TagDefinition tag) => tag.Source switch
    {
        Measure measure =>
        [
            .. MeasurePart.UsesOf(tag).SelectMany(u => u.Where).Select(w => w.Column.Name).Concat(measure.Value is { } value ? [value.Name] : []).Distinct()
                .Select(c => $"{measure.Table.Name}.{c}").DefaultIfEmpty(measure.Table.Name),
        ],
        ExpertSql => ["sql"],
        Listed => ["tag_uploads"],
        Manual => ["supplements"],
        Scored scored => [$"scores/{scored.Model}"],
        FromAttribute attribute => [$"customers.{attribute.Attribute.Name}"],
        _ => [.. tag.Reads.Select(r => $"tag/{r}")],
    };

    private static bool Names(Definition definition, string member, string value)
    {
        using var document = JsonDocument.Parse(definition.Document);
        return Names(document.RootElement, member, value)
            || (definition.Kind == "template" && definition.Document.Contains($"tags.{value}", StringComparison.Ordinal));
    }

    private static bool Names(JsonElement element, string member, string value) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().Any(e => Names(e, member, value)),
        JsonValueKind.Object => element.EnumerateObject().Any(p =>
            ((p.Name == member || (member == "tag" && p.Name is "of" or "to" or "by")) && p.Value.ValueKind == JsonValueKind.String && p.Value.GetString() == value)
            || Names(p.Value, member, value)),
        _ => false,
    };
}
