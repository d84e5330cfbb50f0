using System.Collections.Immutable;

namespace Zhike.Contracts.Journeys;

/// <summary>What a report needs to know about a journey: its words and its nodes in their order.</summary>
public interface IJourneyOutlines
{
    /// <summary>Null when there is no such journey. A replay shows the document it ran with.</summary>
    Task<JourneyOutline?> FindAsync(string journeyKey, string run, CancellationToken cancel);
}

/// <param name="HoldoutPercents">By version; people stay on the version they entered.</param>
/// <param name="From">First business date of a replay; null for the live run.</param>
public sealed record JourneyOutline(
    string Key, string NameZh, string NameEn, string GoalZh, string GoalEn, int WindowDays,
    ImmutableSortedDictionary<int, decimal> HoldoutPercents, ImmutableArray<NodeOutline> Nodes, DateOnly? From, DateOnly? To);

public sealed record NodeOutline(string Id, string Kind, string LabelZh, string LabelEn);
