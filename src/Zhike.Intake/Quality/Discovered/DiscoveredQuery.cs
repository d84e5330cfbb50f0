using Zhike.Intake.Plan;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Quality.Discovered;

/// <summary>What arrives beside what is planned. Counts and covered samples only: nobody's events are shown.</summary>
internal sealed class DiscoveredQuery(IFacts facts, BankClock clock, LivePlans plans)
{
    public const int DaysShown = 14;
    private static readonly Viewer Counting = Viewer.Bank("discovered events");

    /// <summary>Every event that arrived, and every planned one that never did.</summary>
    public async Task<IReadOnlyList<DiscoveredEvent>> EventsAsync(CancellationToken cancel)
    {
        var first = clock.Today().AddDays(1 - DaysShown);
        var rows = await facts.ListAsync(
            Counting,
            new FactsStatement("discovered events", SqlFile.Beside<DiscoveredQuery>("Events.sql")).With("first", first).With("zone", clock.Zone.Id),
            (ref RowReader row) => Seen(ref row, first),
            cancel).ConfigureAwait(false);
        var seen = rows.Select(r => (r.Source, r.Name)).ToHashSet();
        var missing = plans.Current.Plans.SelectMany(p => p.Events.Select(e => (Plan: p, Event: e)))
            .Where(p => !seen.Any(s => s.Name == p.Event.Name && p.Plan.Covers(s.Source)))
            .Select(p => Described(new DiscoveredEvent("", p.Event.Name, "track", true, "", "", "", p.Plan.Key, null, null, 0, 0, [.. new long[DaysShown]]), p.Event));
        return [.. rows.Select(r => plans.Current.Find(r.Source, r.Name) is { } planned ? Described(r with { Plan = PlanOf(r.Source, r.Name) }, planned) : r), .. missing];
    }

    /// <param name="source">Empty for every one.</param>
    public async Task<DiscoveredShape> ShapeAsync(string source, string name, CancellationToken cancel)
    {
        var found = await facts.ListAsync(
            Counting,
            new FactsStatement("discovered properties", SqlFile.Beside<DiscoveredQuery>("Properties.sql")).With("source", source).With("name", name),
            (ref RowReader row) => new DiscoveredProperty(row.Text(), Words(row.Texts()), row.Instant(), row.Instant(), (long)row.UInt64(), row.Texts(), null),
            cancel).ConfigureAwait(false);
        var planned = plans.Current.Plans.Where(p => source.Length == 0 || p.Covers(source)).SelectMany(p => p.Events).FirstOrDefault(e => e.Name == name);
        var expected = planned?.Properties.ToDictionary(p => p.Path, Described) ?? [];
        var properties = found.Select(f => f with { Planned = expected.GetValueOrDefault(f.Property) })
            .Concat(expected.Where(e => found.All(f => f.Property != e.Key)).Select(e => new DiscoveredProperty(e.Key, [], null, null, 0, [], e.Value)))
            .ToList();
        return new DiscoveredShape(name, planned?.NameZh ?? "", planned?.NameEn ?? "", planned?.DescriptionZh ?? "", planned?.DescriptionEn ?? "", planned?.Owner ?? "", planned is not null, properties);
    }

    private static DiscoveredEvent Seen(ref RowReader row, DateOnly first)
    {
        var seen = new DiscoveredEvent(row.Text(), row.Text(), row.Text(), false, "", "", "", "", row.Instant(), row.Instant(), (long)row.UInt64(), (long)row.UInt64(), []);
        var days = (object?[])row.Any()!;
        var counts = row.UInt64s();
        var lately = new long[DaysShown];
        for (var i = 0; i < counts.Length && i < days.Length; i++)
        {
            lately[Math.Clamp(((DateOnly)days[i]!).DayNumber - first.DayNumber, 0, DaysShown - 1)] += (long)counts[i];
        }

        // Calls that need no plan: identify, page …
        return seen with { Lately = lately, IsPlanned = seen.Type != "track" };
    }

    private static DiscoveredEvent Described(DiscoveredEvent e, PlannedEvent planned) =>
        e with { IsPlanned = true, NameZh = planned.NameZh, NameEn = planned.NameEn, Owner = planned.Owner };

    private string PlanOf(string source, string name) => plans.Current.Plans.First(p => p.Covers(source) && p.Events.Any(e => e.Name == name)).Key;

    private static ExpectedProperty Described(PlannedProperty p) => new(
        p.NameZh, p.NameEn, PlanFields.Word(p.Type), p.Required, p.Values, p.AtLeast, p.AtMost, PlanFields.Word(p.OnViolation), PlanFields.Word(p.Privacy));

    private static IReadOnlyList<string> Words(IEnumerable<string> types) => [.. types.Select(DiscoveredTypes.Of).Distinct().Select(PlanFields.Word)];
}

/// <param name="Source">Empty for a planned event that never arrived.</param>
/// <param name="Plan">Key of the plan that names it; empty where none does.</param>
/// <param name="Lately">Events a day, the last is today.</param>
internal sealed record DiscoveredEvent(
    string Source, string Name, string Type, bool IsPlanned, string NameZh, string NameEn, string Owner, string Plan,
    DateTimeOffset? FirstSeen, DateTimeOffset? LastSeen, long Events, long Violating, IReadOnlyList<long> Lately);

internal sealed record DiscoveredShape(
    string Name, string NameZh, string NameEn, string DescriptionZh, string DescriptionEn, string Owner, bool IsPlanned, IReadOnlyList<DiscoveredProperty> Properties);

/// <param name="Types">Types of its values as they came: text, number, integer, flag, date, instant, list.</param>
/// <param name="Samples">Values with numbers of persons covered.</param>
internal sealed record DiscoveredProperty(
    string Property, IReadOnlyList<string> Types, DateTimeOffset? FirstSeen, DateTimeOffset? LastSeen, long Events, IReadOnlyList<string> Samples, ExpectedProperty? Planned);

internal sealed record ExpectedProperty(
    string NameZh, string NameEn, string Type, bool Required, IReadOnlyList<string> Values, decimal? AtLeast, decimal? AtMost, string OnViolation, string Privacy);
