using System.Globalization;
using System.Text.Json;
using Zhike.Customers.Conditions;
using Zhike.Customers.Documents;
using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;

namespace Zhike.Customers.Tags.Giving;

/// <summary>A handed-in value as it is kept: the engine's text of the tag's type.</summary>
internal static class GivenValue
{
    /// <summary>A text that anybody reads is no longer than this.</summary>
    public const int TextMax = 200;

    private static readonly string[] Yes = ["1", "true", "yes", "y", "是"];
    private static readonly string[] No = ["0", "false", "no", "n", "否"];
    private static readonly string[] Days = ["yyyy-MM-dd", "yyyy/M/d", "yyyyMMdd"];

    /// <summary>As people write it in a file: 是 and 否, 1,234.50, 2026/3/1, a code or its Chinese or English name.</summary>
    public static Result<string> FromCell(TagDefinition tag, string cell)
    {
        var text = cell.Trim();
        JsonElement? value = tag.Type switch
        {
            FieldType.Flag when Yes.Contains(text.ToLowerInvariant()) => JsonSerializer.SerializeToElement(true),
            FieldType.Flag when No.Contains(text.ToLowerInvariant()) => JsonSerializer.SerializeToElement(false),
            FieldType.Date when DateOnly.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) =>
                JsonSerializer.SerializeToElement(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            FieldType.Text => JsonSerializer.SerializeToElement(tag.Values.FirstOrDefault(v => v.Label.Zh == text || v.Label.En == text)?.Code ?? text),
            _ when tag.Type.IsNumeric() && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => JsonSerializer.SerializeToElement(Shortest(number)),
            _ => null,
        };
        return From(tag, value ?? JsonSerializer.SerializeToElement(text), "value");
    }

    /// <summary>Excel writes 3 as 3.0; dividing by a one of many noughts takes them away.</summary>
    private static decimal Shortest(decimal number) => number / 1.000000000000000000000000000000m;

    public static Result<string> From(TagDefinition tag, JsonElement value, string field)
    {
        var errors = new List<FieldError>();
        var read = Comparison.Read(Operator.Eq, value, tag.Type, tag.Column.Words, field, errors);
        if (read is null || read.DaysAgo)
        {
            return Problem.Invalid(errors.Count > 0 ? errors : [new FieldError(field, "must be a date as \"yyyy-MM-dd\"")]);
        }

        var text = read.Operands[0];
        if (tag.Type == FieldType.Text && text.Length is 0 or > TextMax)
        {
            return Problem.Invalid(field, $"must have 1 to {TextMax} characters");
        }

        return tag.Type == FieldType.Count && text.StartsWith('-') ? Problem.Invalid(field, $"must be 0 or more, but is {text}") : text;
    }
}
