using System.Collections.Immutable;
using Zhike.Customers.Conditions;
using Zhike.Customers.Tags.Definitions;

namespace Zhike.Customers.Tags.Compiling;

/// <summary>Chooses which conditions share a slot plan. One plan for all would multiply (direction x kind x amount …) and keep
/// hundreds of slots a customer; a plan for each would look at every row as often. Plans are joined as long as that is cheaper:
/// conditions that exclude or contain each other join well, conditions that cross do not.</summary>
internal static class SlotPlans
{
    /// <summary>Measured on a bank with ten transactions a customer, in nanoseconds a customer: one more look at every row, …</summary>
    private const double LookCost = 600;

    /// <summary>… and one more slot.</summary>
    private const double SlotCost = 25;

    public static ImmutableArray<SlotPlan> For(IReadOnlyList<(string Key, Measure Measure)> measures, DateOnly asOf, ParameterBinder binder)
    {
        // Trials bind parameters that nobody uses; only the plans that are chosen bind for good.
        var plans = measures.GroupBy(m => MeasurePart.WhereSignature(m.Measure.Where)).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Trial([[.. g]], asOf)).ToList();
        while (BestJoin(plans, asOf) is { } join)
        {
            plans.Remove(join.One);
            plans.Remove(join.Other);
            plans.Add(join.Joined);
        }

        return [.. plans.Where(p => p.Plan is not null).Select(p => SlotPlan.Of(p.Conditions, asOf, binder)!)];
    }

    private static (Choice One, Choice Other, Choice Joined)? BestJoin(List<Choice> plans, DateOnly asOf)
    {
        (Choice, Choice, Choice)? best = null;
        var saved = 0.0;
        for (var i = 0; i < plans.Count; i++)
        {
            for (var j = i + 1; j < plans.Count; j++)
            {
                var joined = plans[i].JoinedWith(plans[j], asOf);
                if (plans[i].Cost + plans[j].Cost - joined.Cost is var gain && gain > saved)
                {
                    (best, saved) = ((plans[i], plans[j], joined), gain);
                }
            }
        }

        return best;
    }

    private static Choice Trial(IReadOnlyList<ImmutableArray<(string Key, Measure Measure)>> conditions, DateOnly asOf) =>
        new(conditions, SlotPlan.Of(conditions, asOf, new ParameterBinder("trial")));

    private sealed record Choice(IReadOnlyList<ImmutableArray<(string Key, Measure Measure)>> Conditions, SlotPlan? Plan)
    {
        private readonly Dictionary<Choice, Choice> _joined = new(ReferenceEqualityComparer.Instance);

        public double Cost => Plan is null
            ? double.PositiveInfinity
            : ((Plan.Sums ? 1 : 0) + (Plan.Counts ? 1 : 0)) * (LookCost + (Plan.Slots * SlotCost));

        public Choice JoinedWith(Choice other, DateOnly asOf)
        {
            if (!_joined.TryGetValue(other, out var joined))
            {
                _joined[other] = joined = Trial([.. Conditions, .. other.Conditions], asOf);
            }

            return joined;
        }
    }
}
