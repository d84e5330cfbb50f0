using Zhike.Customers.Tags.Definitions;

namespace Zhike.Customers.Tags.Compiling;

/// <summary>Experts' own SELECTs run once for everybody, each with its own limits; their values wait in one table until the rows are
/// put together.</summary>
internal static class ExpertStatements
{
    public static string Create(string table) =>
        $"CREATE TABLE {table} (tag LowCardinality(String), customer_id UInt64, value Nullable(String)) ENGINE = MergeTree ORDER BY (tag, customer_id)";

    /// <summary>One value a customer: of several rows the greatest. Parameters: tag, as_of.</summary>
    public static string Fill(string table, string sql) =>
        $"INSERT INTO {table} (tag, customer_id, value)\nSELECT {{tag:String}}, toUInt64(customer_id), toString(max(value))\nFROM (\n{sql}\n)\nGROUP BY customer_id";

    /// <summary>A row a customer who has any of them.</summary>
    public static string Of(TagSet tags, string table, string customers)
    {
        var values = tags.InOrder.Where(t => t.Source is ExpertSql)
            .Select(t => $"{GivenSql.Typed(t.Type, $"nullIf(anyIf(value, tag = '{t.Key}'), '')")} AS `{t.Key}`");
        return $"SELECT customer_id, {string.Join(", ", values)} FROM {table} WHERE {customers} GROUP BY customer_id";
    }
}
