using Zhike.Customers.Tags.Definitions;

namespace Zhike.Customers.Tags.Compiling;

/// <summary>A table shaped as tag_values, for some tags only.</summary>
internal static class TagTable
{
    public static string Create(string table, TagSet tags) =>
        $"""
        CREATE TABLE {table}
        (
            as_of Date, customer_id UInt64, org_path LowCardinality(String), manager_id LowCardinality(String)
            {string.Concat(tags.InOrder.Select(t => $", `{t.Key}` {t.EngineType}"))}
        )
        ENGINE = MergeTree PARTITION BY as_of ORDER BY customer_id
        """;
}
