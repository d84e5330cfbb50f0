using System.Globalization;
using Zhike.Contracts.Customers;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;

namespace Zhike.Customers.Conditions.Writing;

/// <summary>The forms that pick customers out of all, as predicates over customer_id.</summary>
internal sealed class SetSql(ConditionScope scope, ParameterBinder binder)
{
    /// <summary>Tags at another date: of the newest batch on or before it. Whoever was not there then has no value.</summary>
    public string TagAt(TagTest test)
    {
        var column = $"`{test.Tag.Key}`";
        var day = test.At!.From(scope.AsOf);
        var rows = $"SELECT customer_id FROM tag_values WHERE as_of = (SELECT max(as_of) FROM tag_values WHERE as_of <= {binder.Add(day)})";
        return test.Test.Op == Operator.IsNull
            ? $"customer_id NOT IN ({rows} AND {(test.Tag.Nullable ? $"isNotNull({column})" : "1")})"
            : $"customer_id IN ({rows} AND {TestSql.Of(test.Tag, column, test.Test, day, binder)})";
    }

    public string Of(Changed changed)
    {
        List<string> rows =
        [
            $"tag = {binder.Add("String", changed.Tag.Key)}",
            $"as_of > {binder.Add(scope.AsOf.AddDays(-changed.WithinDays))}",
            $"as_of <= {binder.Add(scope.AsOf)}",
        ];
        rows.AddRange(changed.From is null ? [] : [$"old_value = {binder.Add("String", changed.From)}"]);
        rows.AddRange(changed.To is null ? [] : [$"new_value = {binder.Add("String", changed.To)}"]);
        return $"customer_id IN (SELECT customer_id FROM tag_changes WHERE {string.Join(" AND ", rows)})";
    }

    public string Of(Sample sample) => string.Create(
        CultureInfo.InvariantCulture,
        $"sipHash64(concat({binder.Add("String", sample.Salt)}, ':', toString(customer_id))) % 10000 < {binder.Add("UInt64", sample.TenThousandths.ToString(CultureInfo.InvariantCulture))}");

    /// <param name="from">The table of tags, and its rows of the date.</param>
    /// <param name="of">Predicate of those who take part; empty for all.</param>
    public string Of(Top top, string from, string rows, string of)
    {
        var column = $"`{top.By.Key}`";
        var among = of.Length == 0 ? "" : $" AND {of}";
        var n = binder.Add("UInt64", top.N.ToString(CultureInfo.InvariantCulture));
        return $"customer_id IN (SELECT customer_id FROM {from} WHERE {rows} AND isNotNull({column}){among}"
            + $" ORDER BY {column} {(top.Descending ? "DESC" : "ASC")}, customer_id LIMIT {n}{(top.PerOutlet ? " BY org_path" : "")})";
    }

    public string Of(Near near)
    {
        var (lat, lon) = (Degree("c", GeoPoint.LatitudeName, 90), Degree("c", GeoPoint.LongitudeName, 180));
        var (outletLat, outletLon) = (Degree("o", GeoPoint.LatitudeName, 90), Degree("o", GeoPoint.LongitudeName, 180));
        var (toLat, toLon) = (Double(near.Point.Latitude), Double(near.Point.Longitude));
        return $"""
            customer_id IN (
                SELECT customer_id
                FROM (
                    SELECT c.customer_id AS customer_id, isNotNull({lat}) AND isNotNull({lon}) AS at_home,
                        if(at_home, {lat}, {outletLat}) AS lat, if(at_home, {lon}, {outletLon}) AS lon
                    FROM customers AS c LEFT JOIN outlets AS o ON c.outlet_id = o.outlet_id)
                WHERE isNotNull(lat) AND isNotNull(lon)
                    AND 2 * {Double(GeoPoint.EarthKm)} * asin(least(1., sqrt(pow(sin(radians({toLat} - lat) / 2), 2)
                        + cos(radians(lat)) * cos(radians({toLat})) * pow(sin(radians({toLon} - lon) / 2), 2)))) <= {Double(near.Km)})
            """;
    }

    public string Of(Lookalike lookalike)
    {
        var fresh = lookalike.ValidDays is { } days ? $" AND as_of > {binder.Add(scope.AsOf.AddDays(-days))}" : "";
        return $"""
            customer_id IN (
                SELECT customer_id
                FROM scores
                WHERE model = {binder.Add("String", lookalike.Model)} AND as_of <= {binder.Add(scope.AsOf)}{fresh}
                GROUP BY customer_id
                HAVING argMax(score, (as_of, computed_at, model_version)) >= {Double(lookalike.AtLeast)})
            """;
    }

    public string Of(InList list) =>
        $"customer_id IN (SELECT arrayJoin(bitmapToArray(members)) FROM (SELECT members FROM customer_lists WHERE list_key = {binder.Add("String", list.List)} ORDER BY version DESC LIMIT 1))";

    /// <summary>Null unless the attribute is a number of the globe.</summary>
    private static string Degree(string table, string name, int most)
    {
        var number = $"toFloat64OrNull({table}.attributes['{name}'])";
        return string.Create(CultureInfo.InvariantCulture, $"if(abs({number}) <= {most}, {number}, NULL)");
    }

    private string Double(double value) => binder.Add("Float64", value.ToString("R", CultureInfo.InvariantCulture));
}
