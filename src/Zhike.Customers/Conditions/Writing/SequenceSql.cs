using System.Globalization;

namespace Zhike.Customers.Conditions.Writing;

/// <summary>A sequence as one walk over a customer's instants. For every step the walk keeps the latest begin of a chain that has
/// come so far and is still alive: the latest begin has the most time left, so no other chain need be kept. Equal instants are
/// one instant, so that the order in which the engine happens to read them does not matter.</summary>
internal sealed class SequenceSql(MomentSql moment, ParameterBinder binder)
{
    /// <summary>Before every begin there can be.</summary>
    private const string None = "toInt64(-10000000000000000)";

    /// <summary>Longer than any span there can be, and shorter than the way to <see cref="None"/>.</summary>
    private const long AnySpan = 1_000_000_000_000_000;

    public string Of(Sequence sequence)
    {
        var sources = sequence.Acts.Distinct().GroupBy(a => a.Table).Select(g => Rows(sequence, g.First(), [.. g]));
        var last = sequence.Steps.Length.ToString(CultureInfo.InvariantCulture);
        return $"""
            customer_id IN (
                SELECT customer_id
                FROM (SELECT customer_id, at, groupBitOr(steps) AS steps FROM ({string.Join(" UNION ALL ", sources)}) GROUP BY customer_id, at)
                GROUP BY customer_id
                HAVING arrayFold((best, moment) -> {Walk(sequence)}, arraySort(groupArray((at, steps))), [{string.Join(", ", sequence.Steps.Select(_ => None))}])[{last}] > {None})
            """;
    }

    private string Rows(Sequence sequence, Act any, List<Act> acts)
    {
        var bits = new List<string>();
        foreach (var (i, step) in sequence.Steps.Index())
        {
            Add(step.Act, StepBit(i));
            Add(step.Without, WithoutBit(i));
        }

        List<string> rows = [moment.UpToNow(any)];
        if (sequence.WithinDays is { } days)
        {
            rows.Add(moment.After(any, days));
        }

        rows.Add($"({string.Join(" OR ", acts.Select(moment.Is))})");
        var at = any.ByDay ? "f.booked_at" : "f.ts";
        return $"SELECT f.customer_id AS customer_id, toUnixTimestamp64Milli({at}) AS at, {string.Join(" + ", bits)} AS steps FROM {moment.Rows(any, rows, sequence.SinceEnrolment)}";

        void Add(Act? act, int bit)
        {
            if (act is not null && act.Table == any.Table)
            {
                bits.Add(string.Create(CultureInfo.InvariantCulture, $"if({moment.Is(act)}, toUInt32({1u << bit}), toUInt32(0))"));
            }
        }
    }

    /// <summary>What is best after this moment, from what was best before it: nothing that happens at the same instant counts as later.</summary>
    private string Walk(Sequence sequence)
    {
        var span = binder.Add("Int64", (sequence.SpanMs ?? AnySpan).ToString(CultureInfo.InvariantCulture));
        var levels = sequence.Steps.Select((_, i) =>
        {
            var place = (i + 1).ToString(CultureInfo.InvariantCulture);
            var kept = i + 1 < sequence.Steps.Length && sequence.Steps[i + 1].Without is not null
                ? $"if({Bit(WithoutBit(i + 1))}, {None}, best[{place}])"
                : $"best[{place}]";
            return i == 0
                ? $"if({Bit(StepBit(0))}, moment.1, {kept})"
                : string.Create(CultureInfo.InvariantCulture, $"greatest(if({Bit(StepBit(i))} AND moment.1 - best[{i}] <= {span}, best[{i}], {None}), {kept})");
        });
        return $"[{string.Join(", ", levels)}]";
    }

    private static string Bit(int bit) => string.Create(CultureInfo.InvariantCulture, $"bitAnd(moment.2, {1u << bit}) != 0");

    private static int StepBit(int step) => step * 2;

    private static int WithoutBit(int step) => (step * 2) + 1;
}
