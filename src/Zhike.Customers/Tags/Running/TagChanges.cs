using System.Globalization;
using Zhike.Customers.Conditions;
using Zhike.Customers.Tags.Compiling;
using Zhike.Customers.Tags.Definitions;

namespace Zhike.Customers.Tags.Running;

/// <summary>What changed between two dates, for the tags that record it: the name of the band where a tag has bands, else the value.</summary>
internal sealed class TagChanges(TagSet tags)
{
    public const string Staging = "tag_changes_next";

    public IReadOnlyList<TagDefinition> Recorded { get; } = [.. tags.InOrder.Where(t => t.RecordsChanges && t.Source is not Ended)];

    /// <summary>Into <see cref="Staging"/>, from the dates' values for the customers in ({after:UInt64}, {upto:UInt64}].</summary>
    /// <param name="onlyDue">Nothing that is recorded changed for anybody else, but in the late tags.</param>
    /// <param name="at">The instant that stands beside them.</param>
    /// <param name="live">What was recorded in real time stays, and is not recorded again.</param>
    public IEnumerable<CompiledSql> Between(DateOnly before, DateOnly asOf, bool onlyDue, DateTimeOffset at, LiveChanges live) =>
        Recorded.GroupBy(t => onlyDue && !tags.Late.Contains(t.Key))
            .Select(g => Between([.. g], before, asOf, g.Key ? TagStatements.DueInRange : TagStatements.Range, at, live))
            .Concat(Recorded.Where(t => live.Tags.Contains(t.Key)).Select(t => live.End(t, at)));

    private static CompiledSql Between(
        IReadOnlyList<TagDefinition> recorded, DateOnly before, DateOnly asOf, string customers, DateTimeOffset at, LiveChanges live)
    {
        var binder = new ParameterBinder("c");
        var coded = string.Join(", ", recorded.Select(t => $"{BandCode.Of(t, $"`{t.Key}`")} AS `{t.Key}`"));
        var differ = recorded.Select(t => BandCode.Differ($"n.`{t.Key}`", $"o.`{t.Key}`")).ToList();
        var pairs = recorded.Select((t, i) =>
            $"({differ[i]}, '{t.Key}', {Shown(t, $"o.`{t.Key}`")}, {Shown(t, $"n.`{t.Key}`")})");
        var day = binder.Add(asOf);
        var others = live.Tags.Count > 0 ? $"\nWHERE (change.2, customer_id) NOT IN (SELECT toString(tag), customer_id FROM tag_changes WHERE {live.Rows(binder)} AND {TagStatements.Range})" : "";
        return new CompiledSql(
            $"""
            INSERT INTO {Staging} (as_of, tag, customer_id, old_value, new_value, changed_at)
            SELECT {day}, change.2, customer_id, change.3, change.4, {binder.Add(at)}
            FROM (
                SELECT n.customer_id AS customer_id, arrayJoin(arrayFilter(pair -> pair.1 = 1, [{string.Join(",\n        ", pairs)}])) AS change
                FROM (SELECT customer_id, {coded} FROM tag_values WHERE as_of = {day} AND {customers}) AS n
                LEFT JOIN (SELECT customer_id, {coded} FROM tag_values WHERE as_of = {binder.Add(before)} AND {customers}) AS o ON n.customer_id = o.customer_id
                WHERE {string.Join(" OR ", differ)}
            ){others}
            """,
            binder.Parameters);
    }

    /// <summary>A code in words: as tag_changes writes it.</summary>
    internal static string Shown(TagDefinition tag, string coded)
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
