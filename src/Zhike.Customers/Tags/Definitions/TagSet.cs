using System.Collections.Immutable;
using System.Text.Json;
using Zhike.Customers.Sources;
using Zhike.Kernel;

namespace Zhike.Customers.Tags.Definitions;

/// <summary>Documents that are read together, each tag after those it reads.</summary>
/// <param name="InOrder">The sound ones, every tag behind those that it reads.</param>
/// <param name="Errors">By key; a key without an entry is sound.</param>
internal sealed record TagSet(ImmutableArray<TagDefinition> InOrder, ImmutableDictionary<string, ImmutableArray<FieldError>> Errors)
{
    public ImmutableDictionary<string, TagColumn> Columns { get; } = InOrder.ToImmutableDictionary(t => t.Key, t => t.Column);

    /// <summary>The tag that carries an attribute's plain value, by attribute.</summary>
    public ImmutableDictionary<string, string> AttributeTags { get; } = InOrder
        .Where(t => t.Source is FromAttribute { Form: AttributeForm.Value })
        .GroupBy(t => ((FromAttribute)t.Source).Attribute.Name)
        .ToImmutableDictionary(g => g.Key, g => g.First().Key);

    /// <summary>The joined ones and all that read them: a day may change them for customers whom no fact touched.</summary>
    public ImmutableHashSet<string> Late { get; } = LateOf(InOrder);

    private static readonly string[] RatioFields = ["of", "to"];

    public static TagSet Empty { get; } = new([], ImmutableDictionary<string, ImmutableArray<FieldError>>.Empty);

    public static TagSet Read(IReadOnlyDictionary<string, JsonElement> documents)
    {
        var sound = new List<TagDefinition>();
        var columns = ImmutableDictionary<string, TagColumn>.Empty;
        var errors = ImmutableDictionary.CreateBuilder<string, ImmutableArray<FieldError>>();
        var waiting = documents.OrderBy(d => d.Key, StringComparer.Ordinal).ToList();
        while (waiting.Count > 0)
        {
            // Whoever names a tag that is still waiting waits too; when nobody can go on, the rest goes in a circle.
            var ready = waiting.Where(d => Names(d.Value).All(n => waiting.TrueForAll(w => w.Key != n))).ToList();
            if (ready.Count == 0)
            {
                break;
            }

            // Whoever names what nobody has is read last: then all names are known from which the nearest is suggested.
            var sure = ready.Where(d => Names(d.Value).All(documents.ContainsKey)).ToList();
            ready = sure.Count > 0 ? sure : ready;
            foreach (var (key, document) in ready)
            {
                var found = new List<FieldError>();
                if (new TagParser(columns).Parse(key, document, found) is { } tag)
                {
                    sound.Add(tag);
                }
                else
                {
                    errors[key] = [.. found];
                }
            }

            columns = sound.ToImmutableDictionary(t => t.Key, t => t.Column);
            waiting.RemoveAll(ready.Contains);
        }

        foreach (var (key, document) in waiting)
        {
            var circle = Circle(key, waiting.ToDictionary(w => w.Key, w => w.Value));
            errors[key] = circle is null
                ? [new FieldError(FieldOf(document), "reads a tag that goes in a circle")]
                : [new FieldError(FieldOf(document), $"goes in a circle: {string.Join(" -> ", circle)}")];
        }

        return new TagSet([.. sound], errors.ToImmutable());
    }

    /// <summary>As it stands on a date: whose last date is over has no value.</summary>
    public TagSet At(DateOnly asOf) => InOrder.Any(t => t.StopsOn < asOf)
        ? new TagSet([.. InOrder.Select(t => t.StopsOn < asOf ? t with { Source = new Ended(t.Source) } : t)], Errors)
        : this;

    /// <summary>The tags of those names, and all that they are made of.</summary>
    public TagSet Only(IEnumerable<string> keys)
    {
        var wanted = keys.ToHashSet(StringComparer.Ordinal);

        // A tag stands behind those that it reads: from the back, each one's sources are wanted before they are reached.
        foreach (var tag in InOrder.Reverse().Where(t => wanted.Contains(t.Key)))
        {
            wanted.UnionWith(tag.Reads);
        }

        return new TagSet([.. InOrder.Where(t => wanted.Contains(t.Key))], Errors);
    }

    private static ImmutableHashSet<string> LateOf(ImmutableArray<TagDefinition> inOrder)
    {
        var late = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tag in inOrder.Where(t => t.IsJoined || t.Reads.Any(late.Contains)))
        {
            late.Add(tag.Key);
        }

        return [.. late];
    }

    private static string FieldOf(JsonElement document) => document.TryGetProperty("rule", out _) ? "rule" : "of";

    /// <summary>The way from a tag back to itself, or null when it only leads into somebody else's circle.</summary>
    private static List<string>? Circle(string key, Dictionary<string, JsonElement> waiting)
    {
        var way = new List<string> { key };
        var seen = new HashSet<string>();
        return Walk(key) ? way : null;

        bool Walk(string at)
        {
            foreach (var next in Names(waiting[at]).Where(waiting.ContainsKey))
            {
                way.Add(next);
                if (next == key || (seen.Add(next) && Walk(next)))
                {
                    return true;
                }

                way.RemoveAt(way.Count - 1);
            }

            return false;
        }
    }

    /// <summary>Every tag that a document names, whether it is sound or not.</summary>
    private static IEnumerable<string> Names(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var direct = RatioFields
            .Where(f => document.TryGetProperty(f, out var value) && value.ValueKind == JsonValueKind.String)
            .Select(f => document.GetProperty(f).GetString()!);
        return document.TryGetProperty("rule", out var rule) ? direct.Concat(NamesIn(rule)) : direct;
    }

    private static IEnumerable<string> NamesIn(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(NamesIn),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(f =>
            f.Name == "tag" && f.Value.ValueKind == JsonValueKind.String ? [f.Value.GetString()!] : NamesIn(f.Value)),
        _ => [],
    };
}
