using System.Collections.Immutable;

namespace Zhike.Contracts.Intake;

/// <summary>The door by which the program's own happenings become events (message_sent, work_order_closed …).</summary>
public interface IEventLog
{
    /// <summary>Durable when it returns; an event whose id is there already is dropped.</summary>
    Task AppendAsync(IReadOnlyList<SystemEvent> events, CancellationToken cancel);
}

/// <param name="Key">Unique for this happening; the event id is derived from it: "contact/123/sent".</param>
public sealed record SystemEvent(string Key, DateTimeOffset Ts, string Name, ulong CustomerId, string Channel, ImmutableDictionary<string, object?> Properties);
