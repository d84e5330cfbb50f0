using System.Text.Json;
using Zhike.Customers.Documents;

namespace Zhike.Customers.Sources;

/// <summary>What a free property or attribute is read as. It is stored as text; the value that it is compared with says what is meant.</summary>
internal static class FreeValue
{
    private static readonly string[] Ordering = ["at_least", "more_than", "at_most", "less_than", "between"];

    /// <param name="op">Null where the value is an object of comparisons, or stands alone.</param>
    public static FieldType TypeOf(JsonElement value, string? op = null) => value.ValueKind switch
    {
        JsonValueKind.Number => FieldType.Number,
        JsonValueKind.True or JsonValueKind.False => FieldType.Flag,
        JsonValueKind.Array => value.GetArrayLength() > 0 ? TypeOf(value[0], op) : FieldType.Text,
        JsonValueKind.String => Ordering.Contains(op) && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", out _) ? FieldType.Date : FieldType.Text,
        JsonValueKind.Object when value.TryGetProperty("days_ago", out _) => FieldType.Date,
        JsonValueKind.Object when op is null => value.EnumerateObject().Select(p => TypeOf(p.Value, p.Name)).FirstOrDefault(t => t != FieldType.Text, FieldType.Text),
        _ => FieldType.Text,
    };
}
