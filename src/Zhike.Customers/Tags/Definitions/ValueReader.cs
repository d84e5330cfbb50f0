using System.Collections.Immutable;
using System.Text.Json;
using Zhike.Contracts.Customers;
using Zhike.Customers.Documents;
using Zhike.Kernel;

namespace Zhike.Customers.Tags.Definitions;

/// <summary>The part of a text tag's document that names its codes: [{code: silver, zh: 白银, en: silver}, …], in the order in which
/// people read them.</summary>
internal sealed class ValueReader(FieldReader fields, List<FieldError> errors)
{
    /// <summary>More than these nobody reads; a tag that has more holds free text.</summary>
    public const int ValuesMax = 200;

    public ImmutableArray<TagValue> Read(FieldType? type)
    {
        var list = fields.List("values");
        if (list.Count > 0 && type is { } known && known != FieldType.Text)
        {
            fields.Refuse("values", $"name the codes of a text, but the tag is a {known.Name()}");
        }

        if (list.Count > ValuesMax)
        {
            fields.Refuse("values", $"must be at most {ValuesMax}, but are {list.Count}");
            return [];
        }

        ImmutableArray<TagValue> values = [.. list.Select(item => One(item.Element, item.Path))];
        Twins(values, "code", v => v.Code);
        Twins(values, "zh", v => v.Label.Zh);
        Twins(values, "en", v => v.Label.En);
        return values;
    }

    /// <summary>That the names and the codes that the source can give belong to each other.</summary>
    public void Check(ImmutableArray<TagValue> values, TagSource source)
    {
        if (values.Length == 0)
        {
            return;
        }

        if (source is Rule rule)
        {
            foreach (var (i, unnamed) in rule.Cases.Index().Where(c => !Names(values, c.Item.Value)))
            {
                fields.Refuse($"rule[{i}].value", $"gives \"{unnamed.Value}\", which \"values\" does not name");
            }

            if (rule.Otherwise is { } rest && !Names(values, rest))
            {
                fields.Refuse("otherwise", $"gives \"{rest}\", which \"values\" does not name");
            }

            Known(values, rule.Words, code => $"names \"{code}\", which no case of the rule gives");
        }
        else if (source is Measure { Value: { IsEnumerable: true } column })
        {
            Known(values, column.Words, code => $"names \"{code}\", which is no {column.Name}; known are {string.Join(", ", column.Words)}");
        }
    }

    /// <summary>The given names first, then what the source can give beside them.</summary>
    public static ImmutableArray<TagValue> Whole(ImmutableArray<TagValue> given, TagSource source)
    {
        var others = source switch
        {
            Rule rule => rule.Words.Select(NamedValue.Nameless),
            Measure { Value: { IsEnumerable: true } column } => column.Words.Select(w => FactWords.Code(column.Name, w)),
            FromAttribute attribute => FactWords.Codes(attribute.Attribute.Name),
            _ => [],
        };
        return [.. given, .. others.Where(o => !Names(given, o.Value)).Select(o => new TagValue(o.Value, new LocalText(o.Zh, o.En)))];
    }

    private static bool Names(ImmutableArray<TagValue> values, string code) => values.Any(v => v.Code == code);

    private void Known(ImmutableArray<TagValue> values, IReadOnlyCollection<string> codes, Func<string, string> message)
    {
        foreach (var (i, stranger) in values.Index().Where(v => v.Item.Code.Length > 0 && !codes.Contains(v.Item.Code)))
        {
            fields.Refuse($"values[{i}].code", message(stranger.Code));
        }
    }

    private void Twins(ImmutableArray<TagValue> values, string field, Func<TagValue, string> of)
    {
        foreach (var (i, value) in values.Index().Where(v => of(v.Item).Length > 0))
        {
            if (values.Take(i).Any(before => of(before) == of(value)))
            {
                fields.Refuse($"values[{i}].{field}", $"stands twice: \"{of(value)}\"");
            }
        }
    }

    private TagValue One(JsonElement element, string path)
    {
        var one = new FieldReader(element, path, errors);
        var value = new TagValue(
            one.Text("code", required: true) ?? "", new LocalText(one.Text("zh", required: true) ?? "", one.Text("en", required: true) ?? ""));
        one.RefuseUnknown();
        return value;
    }
}
