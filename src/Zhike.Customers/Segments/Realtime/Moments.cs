using Zhike.Customers.Conditions;
using Zhike.Customers.Sources;

namespace Zhike.Customers.Segments.Realtime;

/// <summary>When a condition can change without a fact: an event that was in a window leaves it. For every edge of a window, the
/// events between its old and its new place are those whose customers are asked again.</summary>
internal sealed class Moments
{
    private readonly List<Func<DateTimeOffset, DateTimeOffset>> _edges = [at => at];

    public Moments(Condition condition)
    {
        foreach (var behaviour in condition.All().OfType<Behaviour>().Where(b => b.Acts.Any(a => a.Table == FactTables.Events)))
        {
            Edges(behaviour);
        }
    }

    /// <summary>False where nothing but facts and dates moves it.</summary>
    public bool Any { get; private set; }

    /// <summary>(from, to] for every edge, between two looks.</summary>
    public IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Between(DateTimeOffset before, DateTimeOffset now) => _edges.Select(e => (e(before), e(now)));

    private void Edges(Behaviour behaviour)
    {
        Any = true;
        switch (behaviour)
        {
            case Did { WithinDays: { } days }:
                Days(days);
                break;
            case FirstTime first:
                Days(first.WithinDays);
                break;
            case Stopped stopped:
                Days(stopped.QuietDays, stopped.QuietDays + stopped.ActiveDays);
                break;
            case Restarted restarted:
                Days(restarted.ActiveDays, restarted.ActiveDays + restarted.QuietDays);
                break;
            case Sequence { WithinDays: { } days }:
                Days(days);
                break;
            case Regularly regularly:
                _edges.AddRange(Enumerable.Range(1, regularly.OfLast).Select(i => (Func<DateTimeOffset, DateTimeOffset>)(at => Periods.Back(at, i, regularly.Unit))));
                break;
        }
    }

    private void Days(params ReadOnlySpan<int> days)
    {
        foreach (var back in days)
        {
            _edges.Add(at => at.AddDays(-back));
        }
    }
}
