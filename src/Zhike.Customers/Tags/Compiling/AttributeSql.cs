using Zhike.Customers.Tags.Definitions;

namespace Zhike.Customers.Tags.Compiling;

/// <summary>A tag that reads an attribute, over customers c and outlets o.</summary>
internal static class AttributeSql
{
    /// <param name="day">The SQL of the as-of date.</param>
    public static string Of(FromAttribute source, string day)
    {
        var sql = source.Attribute.Sql.Replace("{as_of:Date}", day, StringComparison.Ordinal);
        return source.Form switch
        {
            AttributeForm.Age => $"toInt32(age('year', toDate32({sql}), toDate32({day})))",
            AttributeForm.DaysSince => $"toInt32(dateDiff('day', toDate32({sql}), toDate32({day})))",
            _ => sql,
        };
    }
}
