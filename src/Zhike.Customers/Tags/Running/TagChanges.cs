using System.Globalization;
using Zhike.Customers.Conditions;
using Zhike.Customers.Tags.Compiling;
using Zhike.Customers.Tags.Definitions;

namespace Zhike.Customers.Tags.Running;

/// <summary>What changed between two dates, for the tags that record it: the name of the band where a tag has bands, else the value.</summary>
internal sealed class TagChanges(TagSet tags)
{
    public const string Staging = "tag_changes_next";

    private const string Range = "customer_id > {after:UInt64} AND customer_id <= {upto:UInt64}";

    public IReadOnlyList<TagDefinition> Recorded { get; } = [.. tags.InOrder.Where(t => t.RecordsChanges)];

    /// <summary>Into <see cref="Staging"/>, from the dates' values for the customers in ({after:UInt64}, {upto:UInt64}].</summary>
    public CompiledSql Between(DateOnly before, DateOnly asOf)
    {
        var binder = new ParameterBinder("c");
        var coded = string.Join(", ", Recorded.Select(t => $"{Coded(t)} AS `{t.Key}`"));
        var differ = Recorded.Select(t => $"(ifNull(n.`{t.Key}` != o.`{t.Key}`, isNull(n.`{t.Key}`) != isNull(o.`{t.Key}`)))").ToList();
        var pairs = Recorded.Select((t, i) =>
            $"({differ[i]}, '{t.Key}', {Shown(t, $"o.`{t.Key}`")}, {Shown(t, $"n.`{t.Key}`")})");
        var day = binder.Add(asOf);
        return new CompiledSql(
            $"""
            INSERT INTO {Staging} (as_of, tag, customer_id, old_value, new_value)
            SELECT {day}, change.2, customer_id, change.3, change.4
            FROM (
                SELECT n.customer_id AS customer_id, arrayJoin(arrayFilter(pair -> pair.1 = 1, [{string.Join(",\n        ", pairs)}])) AS change
                FROM (SELECT customer_id, {coded} FROM tag_values WHERE as_of = {day} AND {Range}) AS n
                LEFT JOIN (SELECT customer_id, {coded} FROM tag_values WHERE as_of = {binder.Add(before)} AND {Range}) AS o ON n.customer_id = o.customer_id
                WHERE {string.Join(" OR ", differ)}
            )
            """,
            binder.Parameters);
    }

    /// <summary>A band's number, so that millions of rows compare as small numbers; else the value itself.</summary>
    private static string Coded(TagDefinition tag)
    {
        if (tag.Bands.Length == 0)
        {
            return $"`{tag.Key}`";
        }

        var cases = tag.Bands.Select((band, i) => band.To is { } to
            ? string.Create(CultureInfo.InvariantCulture, $"`{tag.Key}` < {to}, {i + 1}")
            : string.Create(CultureInfo.InvariantCulture, $"1, {i + 1}"));
        var below = tag.Bands[0].From is { } from ? string.Create(CultureInfo.InvariantCulture, $"`{tag.Key}` < {from}, 0, ") : "";
        var numbered = $"multiIf({below}{string.Join(", ", cases)}, 0)";
        return tag.Nullable ? $"if(isNull(`{tag.Key}`), NULL, toUInt8(assumeNotNull({numbered})))" : $"toUInt8({numbered})";
    }

    private static string Shown(TagDefinition tag, string coded)
    {
        if (tag.Bands.Length == 0)
        {
            return $"CAST(toString({coded}), 'Nullable(String)')";
        }

        // The names are texts of the definition, checked to be plain; quotes are doubled all the same.
        var names = string.Join(", ", tag.Bands.Select(b => $"'{b.Label.En.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'"));
        return $"CAST(if(isNull({coded}) OR {coded} = 0, NULL, [{names}][assumeNotNull({coded})]), 'Nullable(String)')";
    }
}
