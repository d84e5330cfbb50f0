using System.Collections.Immutable;
using Zhike.Journeys.Documents;

namespace Zhike.Journeys.Engine;

/// <summary>A journey as a tick sees it: people stay on the version they entered, new ones enter the newest.</summary>
/// <param name="Versions">Every version that people may stand on, by number.</param>
/// <param name="Entering">The version that takes new people; null when the journey was stopped: then nobody enters and nobody
/// is contacted any more, but goals are measured to the end of their windows.</param>
internal sealed record JourneyInForce(string Key, ImmutableSortedDictionary<int, JourneyDocument> Versions, int? Entering)
{
    public bool Stopped => Entering is null;

    /// <summary>Where a rehearsal's own tags are; null: the bank's are read.</summary>
    public string? TagTable { get; init; }

    /// <summary>The nodes of other journeys that hand people over to this one.</summary>
    public ImmutableArray<(string Journey, string Node)> HandedOverBy { get; init; } = [];

    public static JourneyInForce Of(JourneyDocument document, int version) =>
        new(document.Key, ImmutableSortedDictionary<int, JourneyDocument>.Empty.Add(version, document), version);
}

/// <summary>Who hands over to whom.</summary>
internal static class HandOvers
{
    public static IReadOnlyList<JourneyInForce> Known(IReadOnlyList<JourneyInForce> journeys)
    {
        var handing = journeys
            .SelectMany(j => j.Versions.Values.SelectMany(d => d.Nodes).OfType<HandOverNode>(), (j, n) => (To: n.Journey, From: (Journey: j.Key, Node: n.Id)))
            .Distinct().ToLookup(h => h.To, h => h.From, StringComparer.Ordinal);
        return [.. journeys.Select(j => j with { HandedOverBy = [.. handing[j.Key]] })];
    }
}

/// <summary>The nodes that the engine adds to every journey.</summary>
internal static class EngineNodes
{
    /// <summary>The door, as graphs show it; nobody has a step here.</summary>
    public const string Entry = "$entry";

    /// <summary>Where the held-out wait for their goal or the end of its window.</summary>
    public const string Holdout = "$holdout";

    public const string Goal = "$goal";

    public const string Ended = "$ended";

    /// <summary>Where those wait for their goal or the end of its window whom a rule led out.</summary>
    public const string Left = "$left";

    /// <summary>Where the people of a stopped journey wait.</summary>
    public const string Stopped = "$stopped";
}
