using System.Collections.Immutable;
using System.Globalization;
using Zhike.Customers.Conditions;
using Zhike.Customers.Sources;
using Zhike.Customers.Tags.Definitions;

namespace Zhike.Customers.Tags.Compiling;

/// <summary>How sums and counts of one fact table share a look at each row. A row falls into one slot: its class (which measures
/// want it) times its age bucket (which windows it lies in). The engine keeps one sum and one count a slot and customer; a
/// measure is then the sum of a few slots. Eighty conditional aggregates, each looking at every row, cost several times as much.</summary>
/// <param name="AgeEdges">Ascending ages in days at which some window begins or ends; bucket b holds ages [edge b-1, edge b).</param>
/// <param name="Buckets">One more than the edges when some measure reaches back without end, else as many.</param>
internal sealed record SlotPlan(RowClasses Classes, ImmutableArray<int> AgeEdges, int Buckets, ImmutableDictionary<string, ImmutableArray<int>> SlotsOf)
{
    public int Slots => Classes.Count * Buckets;

    public bool Sums { get; private init; }

    public bool Counts { get; private init; }

    /// <summary>The row's slot; <see cref="Slots"/> or more for a row that no measure wants (the engine ignores it).</summary>
    public string SlotSql(string ageSql)
    {
        var bucket = AgeEdges.Length == 0
            ? "0"
            : string.Join(" + ", AgeEdges.Take(Buckets - 1).Select(e => string.Create(CultureInfo.InvariantCulture, $"({ageSql} >= {e})")).DefaultIfEmpty("0"));
        var slot = string.Create(CultureInfo.InvariantCulture, $"toUInt16({Classes.ClassSql}) * {Buckets} + ({bucket})");
        return Buckets > AgeEdges.Length ? slot : string.Create(CultureInfo.InvariantCulture, $"if({ageSql} < {AgeEdges[^1]}, {slot}, {Slots})");
    }

    /// <summary>Null when the conditions tell too many kinds of rows apart.</summary>
    /// <param name="conditions">Measures that share a "where" stand together.</param>
    public static SlotPlan? Of(IReadOnlyList<ImmutableArray<(string Key, Measure Measure)>> conditions, DateOnly asOf, ParameterBinder binder)
    {
        var measures = conditions.SelectMany(g => g).ToList();
        ImmutableArray<int> edges = [.. measures.SelectMany(m => Edges(m.Measure)).Where(e => e > 0).Distinct().Order()];
        var endless = measures.Exists(m => m.Measure.WindowDays is null);
        var buckets = edges.Length + (endless ? 1 : 0);
        if (RowClasses.Of([.. conditions.Select(g => g[0].Measure.Where)], asOf, binder) is not { } classes)
        {
            return null;
        }

        var slots = conditions.SelectMany((group, i) => group.Select(m => (m.Key, Slots: SlotsFor(m.Measure, classes.ClassesOf[i], edges, buckets))))
            .ToImmutableDictionary(s => s.Key, s => s.Slots);
        return new SlotPlan(classes, edges, buckets, slots)
        {
            Sums = measures.Exists(m => m.Measure.Aggregate is Aggregate.Sum or Aggregate.Average),
            Counts = measures.Exists(m => m.Measure.Aggregate is not Aggregate.Sum),
        };
    }

    /// <summary>Ages at which the window [lag, lag + window) begins and ends.</summary>
    public static IEnumerable<int> Edges(Measure measure) =>
        measure.WindowDays is { } days ? [measure.LagDays, measure.LagDays + days] : [measure.LagDays];

    private static ImmutableArray<int> SlotsFor(Measure measure, ImmutableArray<int> classes, ImmutableArray<int> edges, int buckets)
    {
        var wanted = Enumerable.Range(0, buckets).Where(b =>
            (b == 0 ? 0 : edges[b - 1]) >= measure.LagDays
            && (measure.WindowDays is not { } days || (b < edges.Length && edges[b] <= measure.LagDays + days))).ToList();
        return [.. classes.SelectMany(c => wanted.Select(b => (c * buckets) + b))];
    }
}
