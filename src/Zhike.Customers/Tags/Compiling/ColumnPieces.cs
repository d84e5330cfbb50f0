using System.Globalization;
using Zhike.Customers.Conditions;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;

namespace Zhike.Customers.Tags.Compiling;

/// <summary>The pieces of one column that the tests at hand can tell apart, numbered from 0.</summary>
internal abstract record ColumnPieces(int Count)
{
    /// <summary>The number of the piece that a row's value lies in.</summary>
    public abstract string Sql(DateOnly asOf, ParameterBinder binder);

    /// <summary>Null when the test is not about these pieces.</summary>
    public abstract bool? Passes(ColumnTest test, int piece);

    /// <summary>All tests are of one column.</summary>
    public static IEnumerable<ColumnPieces> Of(IReadOnlyList<ColumnTest> tests)
    {
        var column = tests[0].Column;
        if (column.IsEnumerable)
        {
            return [new Words(column)];
        }

        if (column is { Type: FieldType.Money, Nullable: false } && tests.All(t => Cuts.Fits(t.Test)))
        {
            return [Cuts.Between(column, tests)];
        }

        return tests.Distinct().Select(t => new YesOrNo(t));
    }

    /// <summary>A piece a word of an enumeration.</summary>
    private sealed record Words(FactColumn Column) : ColumnPieces(Column.Codes.Length)
    {
        public override string Sql(DateOnly asOf, ParameterBinder binder) => Column.Codes[0].Code == 0
            ? $"toInt8({Column.Sql})"
            : string.Create(CultureInfo.InvariantCulture, $"(toInt8({Column.Sql}) - {Column.Codes[0].Code})");

        public override bool? Passes(ColumnTest test, int piece)
        {
            if (test.Column != Column)
            {
                return null;
            }

            var named = test.Test.Operands.Contains(Column.Codes[piece].Word);
            return test.Test.Op switch
            {
                Operator.Eq or Operator.In => named,
                Operator.Ne or Operator.NotIn => !named,
                Operator.NotNull => true,
                Operator.IsNull => false,
                _ => throw new InvalidOperationException(test.Test.Op.ToString()),
            };
        }
    }

    /// <summary>Amounts between thresholds. A cut is passed by amounts at (or, when strict, only above) its value.</summary>
    private sealed record Cuts(FactColumn Column, List<(decimal Value, bool Strict)> Edges) : ColumnPieces(Edges.Count + 1)
    {
        public static bool Fits(Comparison test) => test.Op is Operator.AtLeast or Operator.MoreThan or Operator.AtMost or Operator.LessThan or Operator.Between or Operator.Eq;

        public static Cuts Between(FactColumn column, IEnumerable<ColumnTest> tests) =>
            new(column, [.. tests.SelectMany(t => EdgesOf(t.Test)).Distinct().OrderBy(e => e.Value).ThenBy(e => e.Strict)]);

        public override string Sql(DateOnly asOf, ParameterBinder binder) => $"({string.Join(" + ", Edges.Select(e =>
            $"({Column.Sql} {(e.Strict ? ">" : ">=")} {binder.Add(Column.Type.EngineType(), e.Value.ToString(CultureInfo.InvariantCulture))})"))})";

        public override bool? Passes(ColumnTest test, int piece)
        {
            if (test.Column != Column)
            {
                return null;
            }

            bool Above((decimal, bool) edge) => Edges.IndexOf(edge) < piece;
            var edges = EdgesOf(test.Test).ToList();
            return test.Test.Op switch
            {
                Operator.AtLeast or Operator.MoreThan => Above(edges[0]),
                Operator.AtMost or Operator.LessThan => !Above(edges[0]),
                _ => Above(edges[0]) && !Above(edges[1]),
            };
        }

        private static IEnumerable<(decimal Value, bool Strict)> EdgesOf(Comparison test)
        {
            decimal At(int i) => decimal.Parse(test.Operands[i], CultureInfo.InvariantCulture);
            return test.Op switch
            {
                Operator.AtLeast or Operator.LessThan => [(At(0), false)],
                Operator.MoreThan or Operator.AtMost => [(At(0), true)],
                Operator.Between => [(At(0), false), (At(1), true)],
                _ => [(At(0), false), (At(0), true)],
            };
        }
    }

    /// <summary>Any other test: 0 or 1.</summary>
    private sealed record YesOrNo(ColumnTest Test) : ColumnPieces(2)
    {
        public override string Sql(DateOnly asOf, ParameterBinder binder) => $"({TestSql.Of([Test], asOf, binder)})";

        public override bool? Passes(ColumnTest test, int piece) => test == Test ? piece == 1 : null;
    }
}
