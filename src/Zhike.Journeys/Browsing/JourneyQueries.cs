using System.Text.Json;
using Zhike.Contracts.Access;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Http;
using Zhike.Contracts.Journeys;
using Zhike.Journeys.Documents;
using Zhike.Journeys.Engine;
using Zhike.Journeys.Replaying;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Journeys.Browsing;

/// <summary>Journeys and the people on them, as a viewer may see them.</summary>
internal sealed class JourneyQueries(
    IFacts facts, IDefinitions definitions, IPersonalData personalData, IStaffNames staff, ReplayRuns replays, ShownJourneys journeys)
{
    public async Task<IReadOnlyList<JourneyRow>> ListAsync(Viewer viewer, CancellationToken cancel)
    {
        var totals = await TotalsAsync(viewer, cancel).ConfigureAwait(false);
        var rows = new List<JourneyRow>();
        foreach (var newest in await definitions.ListAsync(JourneyKind.Name, cancel).ConfigureAwait(false))
        {
            var shown = await definitions.FindLiveAsync(JourneyKind.Name, newest.Key, cancel).ConfigureAwait(false) ?? newest;
            var document = JourneyReader.ReadSaved(shown.Key, shown.Document);
            var runs = totals.Where(t => t.Journey == shown.Key).ToList();
            var live = runs.Find(t => t.Run == Runs.Live) ?? Total.None;
            rows.Add(new JourneyRow(
                shown.Key, document.Name.Zh, document.Name.En, StatusOf(shown), shown.Version, live.Enrolled, live.HeldOut, live.Goals, [.. runs.Select(r => r.Run)]));
        }

        return rows;
    }

    public async Task<Result<JourneyView>> FindAsync(Viewer viewer, string key, string run, CancellationToken cancel)
    {
        if (await journeys.FindAsync(key, run, cancel).ConfigureAwait(false) is not { Definition: var shown })
        {
            return Problem.NotFound("journey", key);
        }

        var document = JourneyReader.ReadSaved(key, shown.Document);
        var walks = await facts.ListAsync(
            viewer,
            new FactsStatement("journey walks", SqlFile.Beside<JourneyQueries>("Walks.sql")).With("run", run).With("journey", key),
            (ref RowReader row) => new Walk(row.Text(), row.Text(), (long)row.UInt64(), (long)row.UInt64()),
            cancel).ConfigureAwait(false);
        var totals = (await TotalsAsync(viewer, cancel).ConfigureAwait(false)).Where(t => t.Journey == key).ToList();
        var total = totals.Find(t => t.Run == run) ?? Total.None;
        using var json = JsonDocument.Parse(shown.Document);
        return new JourneyView(
            key, document.Name.Zh, document.Name.En, StatusOf(shown), shown.Version, shown.Revision, run, json.RootElement.Clone(),
            EntryOf(document),
            JourneyGraph.Nodes(document, walks), JourneyGraph.Edges(document, walks), [.. totals.Select(t => t.Run)], total.Enrolled, total.HeldOut, total.Goals);
    }

    public async Task<Page<NodePerson>> PeopleAsync(
        Viewer viewer, string key, string node, string run, bool stillThere, PageRequest page, CancellationToken cancel)
    {
        var statement = new FactsStatement("people at a node", SqlFile.Beside<JourneyQueries>("NodePeople.sql"))
            .With("run", run).With("journey", key).With("node", node).With("still_there", stillThere)
            .With("size", (ulong)page.Size).With("offset", (ulong)page.Offset);
        var rows = await facts.ListAsync(
            viewer,
            statement,
            (ref RowReader row) => (
                Person: new NodePerson(row.UInt64(), row.Text(), "", row.Text(), row.Text(), row.Instant(), row.Instant(), row.Text()),
                Total: (long)row.UInt64()),
            cancel).ConfigureAwait(false);
        var names = await personalData.ReadAsync(viewer with { MaySeePersonalData = false }, [.. rows.Select(r => r.Person.CustomerId).Distinct()], cancel).ConfigureAwait(false);
        var managers = await staff.NamesAsync([.. rows.Select(r => r.Person.ManagerName).Distinct()], cancel).ConfigureAwait(false);
        return new Page<NodePerson>(
            [
                .. rows.Select(r => r.Person with
                {
                    Name = names.GetValueOrDefault(r.Person.CustomerId)?.Name ?? "",
                    ManagerName = managers.GetValueOrDefault(r.Person.ManagerName, r.Person.ManagerName),
                }),
            ],
            rows.Count > 0 ? rows[0].Total : 0);
    }

    public async Task<IReadOnlyList<RunView>> RunsAsync(CancellationToken cancel) =>
    [
        .. (await replays.ListAsync(cancel).ConfigureAwait(false)).Select(r => new RunView(
            r.Name, r.Journey, r.Version, r.FromDay, r.ToDay, r.DoneTo, Word(r.State), r.Message, r.StartedAt)),
    ];

    private Task<List<Total>> TotalsAsync(Viewer viewer, CancellationToken cancel) => facts.ListAsync(
        viewer,
        new FactsStatement("journey totals", SqlFile.Beside<JourneyQueries>("Totals.sql")),
        (ref RowReader row) => new Total(row.Text(), row.Text(), (long)row.UInt64(), (long)row.UInt64(), (long)row.UInt64()),
        cancel);

    private static JourneyEntryView EntryOf(JourneyDocument document)
    {
        var (entry, words) = (document.Entry, EntryLabels.Of(document.Entry));
        return new JourneyEntryView(
            Word(entry.Kind), entry.Segment, entry.Condition, words.Zh, words.En, entry.ReenterAfterDays, entry.ReentersAlways, document.HoldoutPercent);
    }

    private static string StatusOf(Definition definition) => Word(definition.Status);

    private static string Word<T>(T state)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    private sealed record Total(string Journey, string Run, long Enrolled, long HeldOut, long Goals)
    {
        public static readonly Total None = new("", "", 0, 0, 0);
    }
}
