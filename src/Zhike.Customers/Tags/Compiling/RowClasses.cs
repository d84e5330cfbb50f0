using System.Collections.Immutable;
using System.Globalization;
using Zhike.Customers.Conditions;
using Zhike.Customers.Sources;

namespace Zhike.Customers.Tags.Compiling;

/// <summary>Sorts rows of a fact table into classes such that every "where" of every measure is a union of classes.
/// Each column that a "where" tests is cut into the few pieces that the tests can tell apart; the combinations of pieces are
/// enumerated here, once, and the engine finds a row's class by one look-up in a constant array.</summary>
/// <param name="ClassSql">0 … Count - 1, or Count for a row that no measure wants.</param>
/// <param name="ClassesOf">For each predicate (in the order given) the classes whose rows pass it.</param>
internal sealed record RowClasses(string ClassSql, int Count, ImmutableArray<ImmutableArray<int>> ClassesOf)
{
    /// <summary>More combinations of pieces than this are not enumerated.</summary>
    private const int CombinationsMax = 65_536;

    /// <summary>Null when the predicates tell too many combinations apart.</summary>
    public static RowClasses? Of(IReadOnlyList<ImmutableArray<ColumnTest>> predicates, DateOnly asOf, ParameterBinder binder)
    {
        var pieces = predicates.SelectMany(p => p).GroupBy(t => t.Column.Name).SelectMany(g => ColumnPieces.Of([.. g])).ToList();
        var combinations = pieces.Aggregate(1L, (product, p) => Math.Min(product * p.Count, int.MaxValue));
        if (combinations > CombinationsMax)
        {
            return null;
        }

        var classNumbers = new Dictionary<string, int>();
        var members = predicates.Select(_ => new SortedSet<int>()).ToList();
        var table = new int[combinations];
        var position = new int[pieces.Count];
        for (var row = 0; row < combinations; row++)
        {
            var rest = row;
            for (var i = pieces.Count - 1; i >= 0; i--)
            {
                (rest, position[i]) = Math.DivRem(rest, pieces[i].Count);
            }

            var passes = predicates.Select(p => p.All(t => pieces.Select((piece, i) => piece.Passes(t, position[i])).First(answer => answer is not null)!.Value)).ToList();
            table[row] = passes.Contains(true) ? ClassOf(passes, classNumbers, members) : -1;
        }

        var count = classNumbers.Count;
        var numbers = table.Select(c => c < 0 ? count : c).ToList();
        return new RowClasses(Sql(pieces, numbers, asOf, binder), count, [.. members.Select(m => m.ToImmutableArray())]);
    }

    private static int ClassOf(List<bool> passes, Dictionary<string, int> classNumbers, List<SortedSet<int>> members)
    {
        var signature = string.Concat(passes.Select(p => p ? '1' : '0'));
        if (!classNumbers.TryGetValue(signature, out var number))
        {
            classNumbers[signature] = number = classNumbers.Count;
        }

        for (var i = 0; i < passes.Count; i++)
        {
            if (passes[i])
            {
                members[i].Add(number);
            }
        }

        return number;
    }

    private static string Sql(List<ColumnPieces> pieces, List<int> numbers, DateOnly asOf, ParameterBinder binder)
    {
        if (numbers.Count == 1)
        {
            return numbers[0].ToString(CultureInfo.InvariantCulture);
        }

        var index = pieces.Aggregate("", (sum, piece) => sum.Length == 0
            ? $"toUInt32({piece.Sql(asOf, binder)})"
            : string.Create(CultureInfo.InvariantCulture, $"({sum}) * {piece.Count} + {piece.Sql(asOf, binder)}"));
        return $"[{string.Join(',', numbers)}][{index} + 1]";
    }
}
