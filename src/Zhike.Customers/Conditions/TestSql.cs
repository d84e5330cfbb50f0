using System.Globalization;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;

namespace Zhike.Customers.Conditions;

/// <summary>One comparison as SQL that answers 0 or 1, never NULL: an absent value satisfies nothing but is_null.</summary>
internal static class TestSql
{
    public static string Of(string sql, FieldType type, bool nullable, Comparison test, DateOnly asOf, ParameterBinder binder)
    {
        if (test.Op == Operator.IsNull)
        {
            return nullable ? $"isNull({sql})" : "0";
        }

        if (test.Op == Operator.NotNull)
        {
            return nullable ? $"isNotNull({sql})" : "1";
        }

        var engineType = type.EngineType();
        string One(int i) => binder.Add(engineType, test.DaysAgo ? DayBefore(asOf, test.Operands[i]) : test.Operands[i]);
        var plain = test.Op switch
        {
            Operator.Eq => $"{sql} = {One(0)}",
            Operator.Ne => $"{sql} != {One(0)}",
            Operator.AtLeast => $"{sql} >= {One(0)}",
            Operator.MoreThan => $"{sql} > {One(0)}",
            Operator.AtMost => $"{sql} <= {One(0)}",
            Operator.LessThan => $"{sql} < {One(0)}",
            Operator.Between => $"({sql} >= {One(0)} AND {sql} <= {One(1)})",
            Operator.In => $"{sql} IN {binder.AddMany(engineType, test.Operands)}",
            Operator.Contains => $"position({sql}, {One(0)}) > 0",
            Operator.NotContains => $"position({sql}, {One(0)}) = 0",
            Operator.StartsWith => $"startsWith({sql}, {One(0)})",
            Operator.EndsWith => $"endsWith({sql}, {One(0)})",
            Operator.NotIn => $"{sql} NOT IN {binder.AddMany(engineType, test.Operands)}",
            _ => throw new InvalidOperationException(test.Op.ToString()),
        };
        return nullable ? $"ifNull({plain}, 0)" : plain;
    }

    /// <summary>A row of a fact table passes all of them.</summary>
    public static string Of(IEnumerable<ColumnTest> tests, DateOnly asOf, ParameterBinder binder) =>
        string.Join(" AND ", tests.Select(t => Of(t.Column.Sql, t.Column.Type, t.Column.Nullable, t.Test, asOf, binder)));

    /// <summary>A tag's column against a comparison; in_band becomes the edges of the named bands.</summary>
    public static string Of(TagColumn tag, string sql, Comparison test, DateOnly asOf, ParameterBinder binder)
    {
        if (test.Op != Operator.InBand)
        {
            return Of(sql, tag.Type, tag.Nullable, test, asOf, binder);
        }

        var pieces = tag.Bands.Where(b => test.Operands.Contains(b.Label.En)).Select(band =>
        {
            var from = band.From is { } low ? $"{sql} >= {Edge(tag, low, binder)}" : null;
            var to = band.To is { } high ? $"{sql} < {Edge(tag, high, binder)}" : null;
            return from is null && to is null ? $"isNotNull({sql})" : string.Join(" AND ", new[] { from, to }.Where(e => e is not null));
        });
        var any = $"({string.Join(" OR ", pieces.Select(p => $"({p})"))})";
        return tag.Nullable ? $"ifNull({any}, 0)" : any;
    }

    private static string Edge(TagColumn tag, decimal edge, ParameterBinder binder) =>
        binder.Add(tag.Type is FieldType.Money ? "Decimal(18, 4)" : "Float64", edge.ToString(CultureInfo.InvariantCulture));

    private static string DayBefore(DateOnly asOf, string days) =>
        asOf.AddDays(-int.Parse(days, CultureInfo.InvariantCulture)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
