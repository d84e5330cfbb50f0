using System.Collections.Immutable;
using System.Globalization;
using Zhike.Customers.Conditions;
using Zhike.Customers.Sources;
using Zhike.Customers.Tags.Definitions;

namespace Zhike.Customers.Tags.Compiling;

/// <summary>How sums and counts of one fact table share a pass. A row falls into one slot: its class (which measures want it)
/// times its age bucket (which windows it lies in). The engine keeps one sum and one count a slot and customer; a measure is
/// then the sum of a few slots. Eighty separate conditional aggregates cost three times as much (platform measurements).</summary>
/// <param name="AgeEdges">Ascending ages in days at which some window begins or ends; bucket b holds ages [edge b-1, edge b).</param>
internal sealed record SlotPlan(RowClasses Classes, ImmutableArray<int> AgeEdges, ImmutableDictionary<string, ImmutableArray<int>> SlotsOf)
{
    /// <summary>Slots a customer beyond which conditional aggregates are cheaper: each costs 16 bytes of state a customer.</summary>
    public const int SlotsMax = 384;

    public int Buckets => AgeEdges.Length + 1;

    public int Slots => Classes.Count * Buckets;

    /// <summary>The row's slot; Slots or more for a row that nobody wants (the engine ignores it).</summary>
    public string SlotSql(string ageSql)
    {
        var bucket = AgeEdges.Length == 0 ? "0" : string.Join(" + ", AgeEdges.Select(e => string.Create(CultureInfo.InvariantCulture, $"({ageSql} >= {e})")));
        return string.Create(CultureInfo.InvariantCulture, $"toUInt16({Classes.ClassSql}) * {Buckets} + ({bucket})");
    }

    /// <summary>Sums and counts that can share slots: all of them, or as many as keep within <see cref="SlotsMax"/>,
    /// the conditions that most tags use first.</summary>
    public static SlotPlan? For(IReadOnlyList<(string Key, Measure Measure)> measures, DateOnly asOf, Func<ParameterBinder> binder)
    {
        var groups = measures.GroupBy(m => Signature(m.Measure)).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
        var all = Try([.. groups], asOf, binder());
        if (all is not null || groups.Count == 0)
        {
            return all;
        }

        var kept = new List<IGrouping<string, (string Key, Measure Measure)>>();
        SlotPlan? best = null;
        foreach (var group in groups)
        {
            if (Try([.. kept, group], asOf, binder()) is { } larger)
            {
                kept.Add(group);
                best = larger;
            }
        }

        return best;
    }

    private static SlotPlan? Try(ImmutableArray<IGrouping<string, (string Key, Measure Measure)>> groups, DateOnly asOf, ParameterBinder binder)
    {
        if (groups.Length == 0)
        {
            return null;
        }

        var measures = groups.SelectMany(g => g).ToList();
        ImmutableArray<int> edges = [.. measures.SelectMany(m => Edges(m.Measure)).Where(e => e > 0).Distinct().Order()];
        var classes = RowClasses.Of([.. groups.Select(g => g.First().Measure.Where)], asOf, binder);
        if (classes is null || classes.Count * (edges.Length + 1) > SlotsMax)
        {
            return null;
        }

        var slots = groups.SelectMany((group, i) => group.Select(m => (m.Key, Slots: SlotsFor(m.Measure, classes.ClassesOf[i], edges))))
            .ToImmutableDictionary(s => s.Key, s => s.Slots);
        return new SlotPlan(classes, edges, slots);
    }

    /// <summary>Ages at which the window [lag, lag + window) begins and ends.</summary>
    public static IEnumerable<int> Edges(Measure measure) =>
        measure.WindowDays is { } days ? [measure.LagDays, measure.LagDays + days] : [measure.LagDays];

    private static ImmutableArray<int> SlotsFor(Measure measure, ImmutableArray<int> classes, ImmutableArray<int> edges)
    {
        var buckets = Enumerable.Range(0, edges.Length + 1).Where(b =>
            (b == 0 ? 0 : edges[b - 1]) >= measure.LagDays
            && (measure.WindowDays is not { } days || (b < edges.Length && edges[b] <= measure.LagDays + days))).ToList();
        return [.. classes.SelectMany(c => buckets.Select(b => (c * (edges.Length + 1)) + b))];
    }

    private static string Signature(Measure measure) => string.Join(';', measure.Where.Select(t =>
        $"{t.Column.Name} {t.Test.Op} {string.Join(',', t.Test.Operands)}"));
}
