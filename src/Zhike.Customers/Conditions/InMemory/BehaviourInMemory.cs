using System.Globalization;

namespace Zhike.Customers.Conditions.InMemory;

/// <summary>Conditions over what one customer did, from the rows of that customer.</summary>
internal sealed class BehaviourInMemory(FactsPlan plan, DateOnly asOf, DateTimeOffset now)
{
    private readonly long _nowMs = now.ToUnixTimeMilliseconds();

    public bool Holds(Behaviour behaviour, CustomerFacts facts)
    {
        switch (behaviour)
        {
            case Did did:
                return (!did.SinceEnrolment || facts.Since is not null) && Passes(did, facts) != did.Never;
            case FirstTime first:
                var ever = Rows(first.Act, facts).ToList();
                return ever.Count > 0 && ever.TrueForAll(r => IsAfter(first.Act, r, first.WithinDays));
            case Regularly regularly:
                return Enumerable.Range(1, regularly.OfLast).Count(i => Rows(regularly.Act, facts).Any(r => InPeriod(regularly, r, i))) >= regularly.AtLeast;
            case Stopped stopped:
                var before = Rows(stopped.Act, facts).Where(r => IsAfter(stopped.Act, r, stopped.ActiveDays + stopped.QuietDays)).ToList();
                return before.Count(r => !IsAfter(stopped.Act, r, stopped.QuietDays)) >= stopped.AtLeast && !before.Exists(r => IsAfter(stopped.Act, r, stopped.QuietDays));
            case Restarted restarted:
                return HasRestarted(restarted, [.. Rows(restarted.Act, facts)]);
            case Sequence sequence:
                return (!sequence.SinceEnrolment || facts.Since is not null) && Happened(sequence, facts);
            default:
                throw new InvalidOperationException(behaviour.GetType().Name);
        }
    }

    private bool Passes(Did did, CustomerFacts facts)
    {
        var rows = Rows(did.Act, facts).Where(r => InWindow(did.Act, r, did.WithinDays, did.SinceEnrolment, facts)).ToList();
        if (did.Test.Column is not { } column)
        {
            return did.Test.Bounds.Hold((decimal)rows.Count);
        }

        var at = plan.Tables[did.Act.Table].Columns.IndexOf(column);
        var values = rows.Select(r => r.Values[at]).OfType<string>().ToList();
        if (values.Count == 0)
        {
            return did.Test.Figure == Figure.Sum && did.Test.HoldsForNothing;
        }

        return did.Test.IsMoney ? PassesMoney(did.Test, values) : PassesNumber(did.Test, values);
    }

    private static bool PassesMoney(FigureTest test, List<string> values)
    {
        var amounts = values.ConvertAll(v => decimal.Parse(v, CultureInfo.InvariantCulture));
        return test.Figure switch
        {
            Figure.Sum => test.Bounds.Hold(amounts.Sum()),
            Figure.Min => test.Bounds.Hold(amounts.Min()),
            Figure.Max => test.Bounds.Hold(amounts.Max()),
            _ => (test.Bounds with { From = test.Bounds.From * amounts.Count, To = test.Bounds.To * amounts.Count }).Hold(amounts.Sum()),
        };
    }

    private static bool PassesNumber(FigureTest test, List<string> values)
    {
        var numbers = values.ConvertAll(v => double.Parse(v, CultureInfo.InvariantCulture));
        return test.Figure switch
        {
            Figure.Sum => test.Bounds.Hold(numbers.Sum()),
            Figure.Min => test.Bounds.Hold(numbers.Min()),
            Figure.Max => test.Bounds.Hold(numbers.Max()),
            _ => (test.Bounds with { From = test.Bounds.From * numbers.Count, To = test.Bounds.To * numbers.Count }).Hold(numbers.Sum()),
        };
    }

    private bool HasRestarted(Restarted restarted, List<FactRow> rows)
    {
        var (act, quietFrom) = (restarted.Act, restarted.ActiveDays + restarted.QuietDays);
        return rows.Count(r => IsAfter(act, r, restarted.ActiveDays)) >= restarted.AtLeast
            && !rows.Exists(r => IsAfter(act, r, quietFrom) && !IsAfter(act, r, restarted.ActiveDays))
            && rows.Exists(r => !IsAfter(act, r, quietFrom));
    }

    /// <summary>Tries every begin, and every way on from it: what the words say, with no shortcut to get wrong.</summary>
    private bool Happened(Sequence sequence, CustomerFacts facts)
    {
        var rows = sequence.Acts.Distinct().ToDictionary(
            a => a, a => Rows(a, facts).Where(r => InWindow(a, r, sequence.WithinDays, sequence.SinceEnrolment, facts)).Select(r => r.AtMs).Distinct().Order().ToList());
        return rows[sequence.Steps[0].Act].Exists(begin => GoesOn(1, begin, begin));

        bool GoesOn(int step, long begin, long last)
        {
            if (step == sequence.Steps.Length)
            {
                return true;
            }

            var (act, without) = (sequence.Steps[step].Act, sequence.Steps[step].Without);
            return rows[act].Exists(at => at > last
                && (sequence.SpanMs is not { } span || at - begin <= span)
                && (without is null || !rows[without].Exists(x => x > last && x < at))
                && GoesOn(step + 1, begin, at));
        }
    }

    private IEnumerable<FactRow> Rows(Act act, CustomerFacts facts)
    {
        var needs = plan.Tables[act.Table];
        return facts.Rows(plan.Part(new RowsKey(act.Table))).Where(r => (act.ByDay ? r.Day <= asOf : r.AtMs <= _nowMs) && ValueTest.Passes(r, act, needs, asOf));
    }

    private bool InWindow(Act act, FactRow row, int? withinDays, bool sinceEnrolment, CustomerFacts facts) =>
        (withinDays is not { } days || IsAfter(act, row, days)) && (!sinceEnrolment || row.AtMs > facts.Since!.Value.ToUnixTimeMilliseconds());

    private bool IsAfter(Act act, FactRow row, int daysBack) =>
        act.ByDay ? row.Day > asOf.AddDays(-daysBack) : row.AtMs > now.AddDays(-daysBack).ToUnixTimeMilliseconds();

    /// <summary>The first period is the one that ends now.</summary>
    private bool InPeriod(Regularly regularly, FactRow row, int period)
    {
        if (regularly.Act.ByDay)
        {
            return row.Day <= Periods.Back(asOf, period - 1, regularly.Unit) && row.Day > Periods.Back(asOf, period, regularly.Unit);
        }

        long Edge(int i) => Periods.Back(now, i, regularly.Unit).ToUnixTimeMilliseconds();
        return row.AtMs <= Edge(period - 1) && row.AtMs > Edge(period);
    }
}
