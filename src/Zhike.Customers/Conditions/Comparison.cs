using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Zhike.Customers.Documents;
using Zhike.Kernel;

namespace Zhike.Customers.Conditions;

/// <summary>How a value is compared. A value that is absent satisfies none of them but <see cref="IsNull"/>.</summary>
public enum Operator
{
    Eq,
    Ne,
    In,
    NotIn,
    AtLeast,
    MoreThan,
    AtMost,
    LessThan,

    /// <summary>Both ends included.</summary>
    Between,
    IsNull,
    NotNull,

    /// <summary>The value lies in one of the tag's named bands.</summary>
    InBand,

    /// <summary>Of free text, letter for letter: large and small ones differ.</summary>
    Contains,
    NotContains,
    StartsWith,
    EndsWith,
}

/// <summary>One test of one value, its operands already of the right type: texts in the engine's form.</summary>
/// <param name="DaysAgo">For a date: the operand is a number of days before the as-of date (after it, where negative).</param>
internal sealed record Comparison(Operator Op, ImmutableArray<string> Operands, bool DaysAgo = false)
{
    /// <summary>Values in one comparison. Whoever has more uploads a list of customers.</summary>
    public const int ValuesMax = 1_000;

    private const int TextMax = 1_000;

    public static FrozenDictionary<string, Operator> Operators { get; } = new Dictionary<string, Operator>
    {
        ["eq"] = Operator.Eq,
        ["ne"] = Operator.Ne,
        ["in"] = Operator.In,
        ["not_in"] = Operator.NotIn,
        ["at_least"] = Operator.AtLeast,
        ["more_than"] = Operator.MoreThan,
        ["at_most"] = Operator.AtMost,
        ["less_than"] = Operator.LessThan,
        ["between"] = Operator.Between,
        ["is_null"] = Operator.IsNull,
        ["not_null"] = Operator.NotNull,
        ["in_band"] = Operator.InBand,
        ["contains"] = Operator.Contains,
        ["not_contains"] = Operator.NotContains,
        ["starts_with"] = Operator.StartsWith,
        ["ends_with"] = Operator.EndsWith,
    }.ToFrozenDictionary();

    /// <summary>The operators that make sense for a type, in the order in which people look for them.</summary>
    public static IEnumerable<Operator> For(FieldType type) => type switch
    {
        FieldType.Text =>
        [
            Operator.Eq, Operator.Ne, Operator.In, Operator.NotIn, Operator.Contains, Operator.NotContains, Operator.StartsWith, Operator.EndsWith,
            Operator.IsNull, Operator.NotNull,
        ],
        FieldType.Flag => [Operator.Eq, Operator.Ne, Operator.IsNull, Operator.NotNull],
        _ =>
        [
            Operator.AtLeast, Operator.MoreThan, Operator.AtMost, Operator.LessThan, Operator.Between, Operator.Eq, Operator.Ne,
            Operator.In, Operator.NotIn, Operator.IsNull, Operator.NotNull,
        ],
    };

    public static string NameOf(Operator op) => Operators.First(p => p.Value == op).Key;

    /// <summary>Null, with every problem recorded, when the value does not fit the operator and the type.</summary>
    /// <param name="words">When not empty, the only texts there are.</param>
    public static Comparison? Read(
        Operator op, JsonElement? value, FieldType type, IReadOnlyCollection<string> words, string path, List<FieldError> errors)
    {
        if (!For(type).Contains(op))
        {
            errors.Add(new FieldError(path, $"cannot be compared by {NameOf(op)}: it is a {type.Name()}, which takes {string.Join(", ", For(type).Select(NameOf))}"));
            return null;
        }

        if (words.Count > 0 && op is (Operator.Contains or Operator.NotContains or Operator.StartsWith or Operator.EndsWith))
        {
            errors.Add(new FieldError(path, $"cannot be compared by {NameOf(op)}: it holds one of {string.Join(", ", words)}, so name them with eq or in"));
            return null;
        }

        if (op is Operator.IsNull or Operator.NotNull)
        {
            return new Comparison(op, []);
        }

        if (value is not { } given)
        {
            errors.Add(new FieldError(path, $"needs a value for {NameOf(op)}"));
            return null;
        }

        if (type == FieldType.Date && DaysAgoOf(given) is { } days && op is not (Operator.In or Operator.NotIn or Operator.Between))
        {
            return new Comparison(op, [days.ToString(CultureInfo.InvariantCulture)], DaysAgo: true);
        }

        var many = op is Operator.In or Operator.NotIn or Operator.Between;
        if (many && (given.ValueKind != JsonValueKind.Array || given.GetArrayLength() == 0 || (op == Operator.Between && given.GetArrayLength() != 2)))
        {
            errors.Add(new FieldError(path, op == Operator.Between ? "must be a list of two values, lowest and highest" : "must be a list of at least one value"));
            return null;
        }

        if (many && given.GetArrayLength() > ValuesMax)
        {
            errors.Add(new FieldError(path, $"holds {given.GetArrayLength()} values, but a comparison takes at most {ValuesMax}: upload a list of customers instead"));
            return null;
        }

        var operands = (many ? given.EnumerateArray().ToList() : [given])
            .Select((operand, i) => Operand(operand, type, words, many ? $"{path}[{i}]" : path, errors))
            .ToList();
        return operands.Contains(null) ? null : new Comparison(op, [.. operands.Select(o => o!)]);
    }

    /// <summary>Days ahead are negative days ago.</summary>
    private static int? DaysAgoOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Count() != 1)
        {
            return null;
        }

        var (name, days) = value.EnumerateObject().Select(p => (p.Name, p.Value)).First();
        return days.ValueKind == JsonValueKind.Number && days.TryGetInt32(out var count) && count is >= 0 and <= 36_500
            ? name switch { "days_ago" => count, "days_ahead" => -count, _ => null }
            : null;
    }

    private static string? Operand(JsonElement value, FieldType type, IReadOnlyCollection<string> words, string path, List<FieldError> errors)
    {
        var text = TextOf(value, type);
        if (text is null)
        {
            errors.Add(new FieldError(path, $"must be a {Expected(type)}, but is {FieldReader.Show(value)}"));
        }
        else if (words.Count > 0 && !words.Contains(text))
        {
            errors.Add(new FieldError(path, $"must be one of {string.Join(", ", words)}, but is \"{text}\""));
            return null;
        }

        return text;
    }

    private static string? TextOf(JsonElement value, FieldType type) => type switch
    {
        FieldType.Text => value.ValueKind == JsonValueKind.String && value.GetString()!.Length <= TextMax ? value.GetString() : null,
        FieldType.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() ? "1" : "0" : null,
        FieldType.Date => value.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", out var day)
            ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null,
        FieldType.Count or FieldType.Days or FieldType.Years => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var whole)
            ? whole.ToString(CultureInfo.InvariantCulture)
            : null,
        _ => value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && Math.Abs(number) < 1_000_000_000_000_000m
            && (type != FieldType.Money || decimal.Round(number, 2) == number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : null,
    };

    private static string Expected(FieldType type) => type switch
    {
        FieldType.Money => "number with at most two decimals",
        FieldType.Count or FieldType.Days or FieldType.Years => "whole number",
        FieldType.Date => "date as \"yyyy-MM-dd\" or {\"days_ago\": N} or {\"days_ahead\": N}",
        FieldType.Flag => "true or false",
        FieldType.Text => $"text of at most {TextMax} characters",
        _ => "number",
    };
}
