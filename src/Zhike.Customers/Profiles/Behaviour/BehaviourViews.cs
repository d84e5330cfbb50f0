using Zhike.Contracts.Customers;

namespace Zhike.Customers.Profiles.Behaviour;

/// <param name="Properties">What people call the properties that events of the page carry, as the tracking plans name them.</param>
internal sealed record BehaviourPage(IReadOnlyList<BehaviourItem> Items, long Total, IReadOnlyList<NamedValue> Properties);

/// <summary>A session, an event that belongs to none, or a contact with what came of it.</summary>
/// <param name="Type">session, event, contact, work_order.</param>
/// <param name="Key">Of a session its id, of a contact its number: a work order has the same.</param>
/// <param name="IsAnonymous">Some of it was done before it was known who it was.</param>
/// <param name="EventCount">Of a session: all of them, also those that are not in <paramref name="Steps"/>.</param>
/// <param name="Steps">Events of a session, oldest first; outcomes of a contact.</param>
/// <param name="Run">live, or the name of a replay.</param>
/// <param name="Decision">Of a contact: planned, or why not.</param>
internal sealed record BehaviourItem(
    string Type, DateTimeOffset Began, DateTimeOffset Ended, string Key, string Channel, bool IsAnonymous, long EventCount, IReadOnlyList<BehaviourStep> Steps,
    string Run, string Decision, string Template, string Journey, int Version, string Node);

/// <param name="Name">Of an event, or of an outcome.</param>
/// <param name="Detail">Properties of an event as JSON; the label of an outcome.</param>
internal sealed record BehaviourStep(DateTimeOffset At, string Name, string NameZh, string NameEn, string Detail);
