using System.Collections.Immutable;
using Zhike.Contracts.Journeys;
using Zhike.Journeys.Documents;
using Zhike.Journeys.Replaying;
using Zhike.Storage.Definitions;

namespace Zhike.Journeys.Browsing;

/// <summary>Journeys as reports name them.</summary>
internal sealed class JourneyOutlines(ShownJourneys shown) : IJourneyOutlines
{
    public async Task<JourneyOutline?> FindAsync(string journeyKey, string run, CancellationToken cancel)
    {
        if (await shown.FindAsync(journeyKey, run, cancel).ConfigureAwait(false) is not { } found)
        {
            return null;
        }

        var document = JourneyReader.ReadSaved(journeyKey, found.Definition.Document);
        var percents = found.History.ToImmutableSortedDictionary(d => d.Version, d => JourneyReader.ReadSaved(d.Key, d.Document).HoldoutPercent);
        return new JourneyOutline(
            journeyKey, document.Name.Zh, document.Name.En, document.Goal.Name.Zh, document.Goal.Name.En, document.Goal.WithinDays,
            percents.SetItem(found.Definition.Version, document.HoldoutPercent), [.. document.Nodes.Select(Outline)], found.Replay?.FromDay, found.Replay?.ToDay);
    }

    private static NodeOutline Outline(JourneyNode node)
    {
        var label = NodeLabels.Of(node);
        return new NodeOutline(node.Id, node.Kind, label.Zh, label.En);
    }
}

/// <summary>Which document of a journey stands for a run: the one a replay ran with, else the live one, else the newest.</summary>
internal sealed class ShownJourneys(IDefinitions definitions, ReplayRuns replays)
{
    public async Task<ShownJourney?> FindAsync(string key, string run, CancellationToken cancel)
    {
        var history = await definitions.HistoryAsync(JourneyKind.Name, key, cancel).ConfigureAwait(false);
        var newest = history.FirstOrDefault(d => d.Status == DefinitionStatus.Live) ?? history.MaxBy(d => d.Version);
        if (newest is null)
        {
            return null;
        }

        var replay = run == Runs.Live ? null : await replays.FindAsync(run, cancel).ConfigureAwait(false);
        return replay is null || replay.Journey != key
            ? new ShownJourney(newest, history, null)
            : new ShownJourney(
                newest with { Version = replay.Version, Document = replay.Document, Status = history.FirstOrDefault(d => d.Version == replay.Version)?.Status ?? newest.Status },
                history, replay);
    }
}

internal sealed record ShownJourney(Definition Definition, IReadOnlyList<Definition> History, ReplayRun? Replay);
