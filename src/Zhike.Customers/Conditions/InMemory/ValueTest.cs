using System.Globalization;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;

namespace Zhike.Customers.Conditions.InMemory;

/// <summary>One comparison of one value, given as the text that the engine writes for it.</summary>
internal static class ValueTest
{
    /// <param name="value">Null where it is absent: that satisfies nothing but is_null.</param>
    public static bool Holds(string? value, FieldType type, Comparison test, DateOnly asOf)
    {
        if (value is null)
        {
            return test.Op == Operator.IsNull;
        }

        if (test.Op is Operator.IsNull or Operator.NotNull)
        {
            return test.Op == Operator.NotNull;
        }

        int Against(int i) => Compare(value, test.DaysAgo ? DayBefore(asOf, test.Operands[i]) : test.Operands[i], type);
        return test.Op switch
        {
            Operator.Eq => Against(0) == 0,
            Operator.Ne => Against(0) != 0,
            Operator.AtLeast => Against(0) >= 0,
            Operator.MoreThan => Against(0) > 0,
            Operator.AtMost => Against(0) <= 0,
            Operator.LessThan => Against(0) < 0,
            Operator.Between => Against(0) >= 0 && Against(1) <= 0,
            Operator.In => test.Operands.Any(o => Compare(value, o, type) == 0),
            Operator.NotIn => test.Operands.All(o => Compare(value, o, type) != 0),
            Operator.Contains => value.Contains(test.Operands[0], StringComparison.Ordinal),
            Operator.NotContains => !value.Contains(test.Operands[0], StringComparison.Ordinal),
            Operator.StartsWith => value.StartsWith(test.Operands[0], StringComparison.Ordinal),
            Operator.EndsWith => value.EndsWith(test.Operands[0], StringComparison.Ordinal),
            _ => throw new InvalidOperationException(test.Op.ToString()),
        };
    }

    /// <summary>A tag's value: bands are half-open pieces of the number line.</summary>
    public static bool Holds(string? value, TagColumn tag, Comparison test, DateOnly asOf)
    {
        if (test.Op != Operator.InBand)
        {
            return Holds(value, tag.Type, test, asOf);
        }

        return value is not null && decimal.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture) is var number
            && tag.Bands.Any(b => test.Operands.Contains(b.Label.En) && (b.From is not { } from || number >= from) && (b.To is not { } to || number < to));
    }

    /// <summary>An operand that the row lacks passes no test but is_null.</summary>
    public static bool Passes(FactRow row, Act act, TableNeeds needs, DateOnly asOf) =>
        act.Where.All(t => Holds(row.Values[needs.Columns.IndexOf(t.Column)], t.Column.Type, t.Test, asOf));

    private static int Compare(string left, string right, FieldType type) => type switch
    {
        FieldType.Text or FieldType.Date => string.CompareOrdinal(left, right),
        FieldType.Flag => IsTrue(left).CompareTo(IsTrue(right)),
        FieldType.Number or FieldType.Share => double.Parse(left, CultureInfo.InvariantCulture).CompareTo(double.Parse(right, CultureInfo.InvariantCulture)),
        _ => decimal.Parse(left, CultureInfo.InvariantCulture).CompareTo(decimal.Parse(right, CultureInfo.InvariantCulture)),
    };

    private static bool IsTrue(string flag) => flag is "1" or "true";

    private static string DayBefore(DateOnly asOf, string days) =>
        asOf.AddDays(-int.Parse(days, CultureInfo.InvariantCulture)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
