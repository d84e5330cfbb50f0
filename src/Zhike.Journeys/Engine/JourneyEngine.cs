using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Zhike.Contracts.Journeys;
using Zhike.Journeys.Documents;
using Zhike.Storage.Definitions;

namespace Zhike.Journeys.Engine;

/// <summary>Moves customers through the journeys, on whatever clock it is given.</summary>
internal sealed class JourneyEngine(TickRoom room, IDefinitions definitions, ILogger<JourneyEngine> log) : IJourneys
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _oneTickARun = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Key, int Version), JourneyDocument> _documents = new();

    public async Task<TickSummary> TickAsync(string run, DateTimeOffset now, DateOnly businessDate, CancellationToken cancel) =>
        await TickAsync(await InForceAsync(cancel).ConfigureAwait(false), run, now, businessDate, cancel).ConfigureAwait(false);

    /// <summary>The same for given journeys: a rehearsal also runs what is not approved.</summary>
    public async Task<TickSummary> TickAsync(
        IEnumerable<JourneyInForce> journeys, string run, DateTimeOffset now, DateOnly businessDate, CancellationToken cancel)
    {
        // Instants are kept in milliseconds: a finer one would fall between "due" and "done".
        now = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        var turn = _oneTickARun.GetOrAdd(run, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            var (enrolled, steps, contacts) = (0ul, 0ul, 0ul);
            foreach (var journey in journeys)
            {
                var counts = await new JourneyTick(room, journey, run, now, businessDate).RunAsync(cancel).ConfigureAwait(false);
                (enrolled, steps, contacts) = (enrolled + counts.Enrolled, steps + counts.Steps, contacts + counts.Contacts);
                if (counts.DidSomething)
                {
                    log.LogDebug("Journey {Journey} of run {Run}: {Enrolled} entered, {Steps} steps, {Contacts} contacts", journey.Key, run, counts.Enrolled, counts.Steps, counts.Contacts);
                }
            }

            return new TickSummary((long)enrolled, (long)steps, (long)contacts);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>A run's rows were dropped.</summary>
    public void Forget(string run) => room.Log.Forget(run);

    /// <summary>Every journey that was ever approved, the more important first.</summary>
    private async Task<IReadOnlyList<JourneyInForce>> InForceAsync(CancellationToken cancel)
    {
        var journeys = new List<(int Priority, JourneyInForce Journey)>();
        foreach (var newest in await definitions.ListAsync(JourneyKind.Name, cancel).ConfigureAwait(false))
        {
            var history = await definitions.HistoryAsync(JourneyKind.Name, newest.Key, cancel).ConfigureAwait(false);
            var approved = history.Where(d => d.Status is DefinitionStatus.Live or DefinitionStatus.Superseded or DefinitionStatus.Stopped).ToList();
            if (approved.Count > 0)
            {
                var versions = approved.ToImmutableSortedDictionary(d => d.Version, Document);
                var live = approved.Where(d => d.Status == DefinitionStatus.Live).Select(d => (int?)d.Version).Max();
                journeys.Add((versions[versions.Keys.Max()].Priority, new JourneyInForce(newest.Key, versions, live)));
            }
        }

        return HandOvers.Known([.. journeys.OrderBy(j => j.Priority).ThenBy(j => j.Journey.Key, StringComparer.Ordinal).Select(j => j.Journey)]);
    }

    private JourneyDocument Document(Definition definition) => _documents.GetOrAdd(
        (definition.Key, definition.Version), _ => JourneyReader.ReadSaved(definition.Key, definition.Document));
}
