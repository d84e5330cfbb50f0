namespace Zhike.Storage.Facts;

/// <summary>The few places where a name must stand in SQL text, each checked to be only a name.</summary>
internal static class FactsNames
{
    /// <summary>Settings in force for every statement, on both engines.</summary>
    public static readonly (string Name, string Value)[] Settings =
    [
        ("optimize_aggregation_in_order", "1"),
        ("join_use_nulls", "1"),
        ("output_format_binary_write_json_as_string", "1"),
        ("input_format_binary_read_json_as_string", "1"),
        ("session_timezone", "UTC"),
        ("insert_deduplicate", "1"),
        ("async_insert", "0"),
    ];

    /// <summary>The same as the end of a SET.</summary>
    public static readonly string SessionSettings = string.Concat(Settings.Select(s => $", {s.Name} = '{s.Value}'"));

    public static string Checked(string name) =>
        name.Length is > 0 and <= 128 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            ? name
            : throw new ArgumentException($"\"{name}\" is not a plain name of letters, digits and '_'.");

    public static string InsertSql(FactsInsert insert)
    {
        var sql = insert.Sql ?? $"INSERT INTO {insert.Target}";
        if (insert.DeduplicationToken is not { } token)
        {
            return sql;
        }

        if (!token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new ArgumentException("A deduplication token consists of letters, digits, '-' and '_'.");
        }

        return $"{sql} SETTINGS insert_deduplication_token = '{token}'";
    }
}
