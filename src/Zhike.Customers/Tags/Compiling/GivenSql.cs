using System.Globalization;
using Zhike.Customers.Conditions;
using Zhike.Customers.Documents;
using Zhike.Customers.Tags.Definitions;

namespace Zhike.Customers.Tags.Compiling;

/// <summary>Every tag that was handed in, as one SELECT with a row a customer who has any of them.</summary>
internal static class GivenSql
{
    /// <param name="customers">A predicate over customer_id.</param>
    public static string Of(IReadOnlyList<TagDefinition> tags, string customers, DateOnly asOf, ParameterBinder binder)
    {
        var rows = tags.Select((tag, i) => $"SELECT customer_id, toUInt32({i.ToString(CultureInfo.InvariantCulture)}) AS place, value FROM ({Rows(tag, customers, asOf, binder)})");
        var values = tags.Select((tag, i) => $"{Typed(tag.Type, $"nullIf(anyIf(value, place = {i.ToString(CultureInfo.InvariantCulture)}), '')")} AS `{tag.Key}`");
        return $"SELECT customer_id, {string.Join(",\n    ", values)}\nFROM (\n{string.Join("\nUNION ALL ", rows)}\n)\nGROUP BY customer_id";
    }

    private static string Rows(TagDefinition tag, string customers, DateOnly asOf, ParameterBinder binder)
    {
        var given = (Given)tag.Source;
        var day = binder.Add(asOf);
        string Fresh(string date) => given.ValidDays is { } days ? $"{date} > {binder.Add(asOf.AddDays(-days))}" : "1";
        var key = binder.Add("String", tag.Key);
        return given switch
        {
            // Whoever is not in the newest upload has no value, even when an older one holds them; nor does anybody when it has expired.
            Listed =>
                $"""
                SELECT customer_id, value FROM tag_upload_values
                WHERE tag = {key} AND {customers} AND upload IN
                    (SELECT newest.2 FROM (SELECT max((valid_from, upload)) AS newest FROM tag_uploads WHERE tag = {key} AND valid_from <= {day} HAVING count() > 0) WHERE {Fresh("newest.1")})
                """,
            Manual =>
                $"""
                SELECT customer_id, argMax(value, (entered_on, entered_at, entry_id)) AS value FROM supplements
                WHERE tag = {key} AND {customers} AND entered_on <= {day}
                GROUP BY customer_id HAVING {Fresh("max(entered_on)")}
                """,
            Scored scored =>
                $"""
                SELECT customer_id, toString(argMax(score, (as_of, computed_at, model_version))) AS value FROM scores
                WHERE model = {binder.Add("String", scored.Model)} AND {customers} AND as_of <= {day}
                GROUP BY customer_id HAVING {Fresh("max(as_of)")}
                """,
            _ => throw new InvalidOperationException(given.GetType().Name),
        };
    }

    /// <summary>A text as <see cref="Comparison"/> writes operands, read back; what cannot be read is absent.</summary>
    public static string Typed(FieldType type, string text) => type switch
    {
        FieldType.Text => text,
        FieldType.Money => $"toDecimal64OrNull({text}, 2)",
        FieldType.Count => $"toUInt32OrNull({text})",
        FieldType.Days or FieldType.Years => $"toInt32OrNull({text})",
        FieldType.Flag => $"CAST({text} IN ('1', 'true'), 'Nullable(Bool)')",
        FieldType.Date => $"toDateOrNull({text})",
        _ => $"toFloat64OrNull({text})",
    };
}
