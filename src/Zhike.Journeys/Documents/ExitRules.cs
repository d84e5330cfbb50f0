using System.Collections.Immutable;
using System.Text.Json;

namespace Zhike.Journeys.Documents;

/// <summary>Who is led out, wherever they stand.</summary>
/// <param name="Field">Which word of the document said it: condition, event or left.</param>
internal sealed record ExitRule(JsonElement Condition, string Field)
{
    public const int Max = 20;

    public static ImmutableArray<ExitRule> ReadAll(FieldReader reader)
    {
        if (!reader.Has("exits"))
        {
            return [];
        }

        var rules = reader.Objects("exits", 1).Select(Read).OfType<ExitRule>().ToImmutableArray();
        if (rules.Length > Max)
        {
            reader.Refuse("exits", $"may be at most {Max}");
        }

        return rules;
    }

    private static ExitRule? Read(FieldReader rule)
    {
        rule.WordsOrNull("name");
        string[] given = [.. ((string[])["condition", "event", "left"]).Where(rule.Has)];
        if (given.Length != 1)
        {
            rule.Refuse("condition", "or event or left must say who is led out: exactly one of the three");
        }

        var read = given.FirstOrDefault() switch
        {
            "condition" => new ExitRule(rule.Expression("condition")!.Value, "condition"),
            "event" when WaitReader.EventAsCondition(rule, "event") is { ValueKind: JsonValueKind.Object } did => new ExitRule(did, "event"),
            "left" => ReadLeft(rule.Object("left", required: true)),
            _ => null,
        };
        foreach (var other in given.Skip(1))
        {
            rule.Expression(other);
        }

        rule.RefuseUnknown();
        return read;
    }

    private static ExitRule? ReadLeft(FieldReader? left)
    {
        if (left is null)
        {
            return null;
        }

        var segment = left.Name("segment");
        left.RefuseUnknown();
        return new ExitRule(JsonSerializer.SerializeToElement(new { not = new { segment } }, JsonSerializerOptions.Web), "left");
    }
}
