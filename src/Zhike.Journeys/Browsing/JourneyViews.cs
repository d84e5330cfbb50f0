using System.Text.Json;

namespace Zhike.Journeys.Browsing;

/// <param name="Enrolled">Of the live run, like HeldOut and Goals.</param>
/// <param name="Runs">Where it left steps: "live" and replays.</param>
public sealed record JourneyRow(
    string Key, string NameZh, string NameEn, string Status, int Version, long Enrolled, long HeldOut, long Goals, IReadOnlyList<string> Runs);

/// <summary>A journey as its graph, with the people of one run on it.</summary>
/// <param name="Nodes">The first is "$entry", the door.</param>
public sealed record JourneyView(
    string Key, string NameZh, string NameEn, string Status, int Version, long Revision, string Run, JsonElement Document, JourneyEntryView Entry,
    IReadOnlyList<NodeView> Nodes, IReadOnlyList<EdgeView> Edges, IReadOnlyList<string> Runs, long Enrolled, long HeldOut, long Goals);

/// <summary>Who enters, and when; the engine asks at every tick.</summary>
/// <param name="Kind">members, segment_entered, event, tag_changed, date, api or handed_over.</param>
/// <param name="Segment">Its key; null where something else says who enters.</param>
/// <param name="WordsZh">What lets people in, where neither a segment nor a condition does.</param>
/// <param name="ReenterAfterDays">Null: once and never again, unless ReentersAlways.</param>
/// <param name="HoldoutPercent">Of those who enter; never contacted, measured alike.</param>
public sealed record JourneyEntryView(
    string Kind, string? Segment, JsonElement? Condition, string WordsZh, string WordsEn, int? ReenterAfterDays, bool ReentersAlways, decimal HoldoutPercent);

/// <param name="Kind">As in the document; "entry" for the door; "held_out", "goal_reached", "window_over", "left" and "stopped" for the engine's own nodes.</param>
/// <param name="Entered">How often somebody came here.</param>
/// <param name="Now">Who stands here now.</param>
public sealed record NodeView(string Id, string Kind, string Label, string LabelEn, long Entered, long Now, string? Channel, string? Template);

/// <param name="Count">How often somebody went this way.</param>
public sealed record EdgeView(string From, string To, long Count, string? Label, string? LabelEn);

/// <param name="Name">Masked.</param>
/// <param name="At">When they came to the node.</param>
/// <param name="Detail">The arm: "contact" or "holdout".</param>
public sealed record NodePerson(
    ulong CustomerId, string CustomerNo, string Name, string OutletName, string ManagerName, DateTimeOffset At, DateTimeOffset DueAt, string Detail);

/// <param name="DoneTo">The last day that is wholly done.</param>
public sealed record RunView(
    string Run, string Journey, int Version, DateOnly From, DateOnly To, DateOnly? DoneTo, string State, string Message, DateTimeOffset StartedAt);
