using System.Globalization;
using Zhike.Customers.Conditions;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;
using Zhike.Customers.Tags.Definitions;

namespace Zhike.Customers.Tags.Compiling;

/// <summary>Counts of customers by outlet, tag and band: every tag in one look at a date's values.</summary>
internal static class StatisticsSql
{
    /// <summary>A code that the document does not name.</summary>
    public const string Other = "…";

    /// <summary>Any value of a tag without bands and names.</summary>
    public const string Any = "*";

    /// <summary>What a tag's values are counted under, beside none.</summary>
    public static IReadOnlyList<string> Bands(TagDefinition tag) => tag switch
    {
        { Bands.Length: > 0 } => [.. tag.Bands.Select(b => b.Label.En)],
        { Type: FieldType.Text } => [.. tag.Values.Select(v => v.Code), Other],
        { Type: FieldType.Flag } => ["true", "false"],
        _ => [Any],
    };

    public static CompiledSql Of(TagSet tags, DateOnly asOf, string into)
    {
        var binder = new ParameterBinder("s");
        var known = tags.InOrder.Where(t => t.Source is not Ended).ToList();
        var counted = known.Select((tag, i) => string.Create(
            CultureInfo.InvariantCulture, $"countResample(0, {Bands(tag).Count + 1}, 1)({Place(tag, binder)}) AS counts_{i}"));
        var rows = known.Select((tag, i) =>
            $"arrayMap((band, customers) -> ({binder.Add("String", tag.Key)}, band, customers), {binder.AddMany("String", Bands(tag).Prepend(""))}, counts_{i.ToString(CultureInfo.InvariantCulture)})");
        return new CompiledSql(
            $"""
            INSERT INTO {into} (as_of, tag, org_path, band, customers)
            SELECT {binder.Add(asOf)}, counted.1, org_path, counted.2, counted.3
            FROM (
                SELECT org_path, arrayJoin(arrayFilter(c -> c.3 > 0, arrayConcat({string.Join(",\n        ", rows)}))) AS counted
                FROM (SELECT org_path, {string.Join(",\n        ", counted)} FROM tag_values WHERE as_of = {binder.Add(asOf)} GROUP BY org_path)
            )
            """,
            binder.Parameters);
    }

    /// <summary>The place of the value among the bands, from 1; 0 for none.</summary>
    private static string Place(TagDefinition tag, ParameterBinder binder)
    {
        var column = $"`{tag.Key}`";
        if (tag.Bands.Length > 0)
        {
            return $"ifNull({BandCode.Of(tag, column)}, 0)";
        }

        if (tag.Type == FieldType.Text)
        {
            var codes = binder.AddMany("String", tag.Values.Select(v => v.Code));
            var place = $"indexOf({codes}, toString({column}))";
            return string.Create(CultureInfo.InvariantCulture, $"multiIf(ifNull(toString({column}), '') = '', 0, {place} = 0, {tag.Values.Length + 1}, {place})");
        }

        return tag.Type == FieldType.Flag ? $"multiIf(isNull({column}), 0, {column}, 1, 2)" : $"if(isNull({column}), 0, 1)";
    }
}
