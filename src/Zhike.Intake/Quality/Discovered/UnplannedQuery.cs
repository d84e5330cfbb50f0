using Zhike.Intake.Plan;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Quality.Discovered;

/// <summary>What arrives and no plan in force names: whole events, and properties of planned ones. What a plan is completed from.</summary>
internal sealed class UnplannedQuery(IFacts facts, LivePlans plans)
{
    private const int SamplesMax = 5;

    private static readonly Viewer Counting = Viewer.Bank("unplanned events");

    public async Task<IReadOnlyList<UnplannedEvent>> ListAsync(CancellationToken cancel)
    {
        var rows = await facts.ListAsync(
            Counting,
            new FactsStatement("unplanned events", SqlFile.Beside<UnplannedQuery>("Unplanned.sql")),
            (ref RowReader row) => new Seen(row.Text(), row.Text(), row.Text(), row.Texts(), row.Instant(), row.Instant(), (long)row.UInt64(), (long)row.UInt64(), row.Texts()),
            cancel).ConfigureAwait(false);
        return [.. rows.GroupBy(r => r.Name).Select(Event).Where(e => !e.IsPlanned || e.Properties.Count > 0).OrderBy(e => e.IsPlanned).ThenByDescending(e => e.Events)];
    }

    private UnplannedEvent Event(IGrouping<string, Seen> rows)
    {
        var current = plans.Current;
        var lacking = rows.Where(r => current.Find(r.Source, r.Name) is null).ToList();
        var isPlanned = lacking.Count == 0;
        var counted = isPlanned ? [.. rows] : lacking;
        var properties = counted
            .Where(r => r.Property.Length > 0 && !(current.Find(r.Source, r.Name)?.Names(r.Property) ?? false))
            .GroupBy(r => r.Property)
            .Select(Property)
            .OrderByDescending(p => p.Events).ThenBy(p => p.Property, StringComparer.Ordinal);
        var sources = counted.DistinctBy(r => r.Source).ToList();
        return new UnplannedEvent(
            rows.Key, isPlanned, [.. sources.Select(r => r.Source)], counted.Min(r => r.FirstSeen), counted.Max(r => r.LastSeen), sources.Sum(r => r.OfEvent), [.. properties]);
    }

    private static UnplannedProperty Property(IGrouping<string, Seen> rows)
    {
        var types = rows.SelectMany(r => r.Types).Select(DiscoveredTypes.Of).Distinct().ToList();
        return new UnplannedProperty(
            rows.Key, [.. types.Select(PlanFields.Word)], PlanFields.Word(DiscoveredTypes.Suggested(types)), rows.Sum(r => r.OfProperty),
            [.. rows.SelectMany(r => r.Samples).Distinct().Take(SamplesMax)]);
    }

    private sealed record Seen(
        string Name, string Property, string Source, string[] Types, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, long OfEvent, long OfProperty, string[] Samples);
}

/// <param name="IsPlanned">True where a plan names the event and only some of its properties are not named.</param>
/// <param name="Sources">From which it came without being planned.</param>
internal sealed record UnplannedEvent(
    string Name, bool IsPlanned, IReadOnlyList<string> Sources, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, long Events, IReadOnlyList<UnplannedProperty> Properties);

/// <param name="Types">As its values came.</param>
/// <param name="Type">The one type that all its values have; any where there is none.</param>
/// <param name="Samples">Values with numbers of persons covered.</param>
internal sealed record UnplannedProperty(string Property, IReadOnlyList<string> Types, string Type, long Events, IReadOnlyList<string> Samples);
