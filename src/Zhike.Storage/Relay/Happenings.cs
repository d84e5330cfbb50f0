using System.Globalization;
using Zhike.Kernel;
using Zhike.Storage.Records;

namespace Zhike.Storage.Relay;

/// <summary>What happened in a room, told to the facts in the transaction that changes its record: as an outcome, which reports
/// count, and as an event of the system, which journeys wait for. Ids come from what happened, so that telling twice tells once.</summary>
public sealed class Happenings(FactsRelay relay)
{
    public void Outcome(RecordsContext unit, HappeningKey key, ContactOutcome outcome, DateTimeOffset at) =>
        relay.Add(unit, "outcomes", $"outcome/{key.Subject}/{key.Happening}", new
        {
            run = "live",
            contact_id = outcome.Contact,
            customer_id = outcome.Customer,
            journey_id = outcome.Journey,
            outcome = outcome.Outcome,
            label = outcome.Label,
            happened_at = Text(at),
            detail = outcome.Detail,
        });

    /// <param name="name">As journeys and segments call it: "message_sent".</param>
    public void Event(RecordsContext unit, HappeningKey key, string name, ulong customer, object properties, DateTimeOffset at) =>
        relay.Add(unit, "events", $"event/{key.Subject}/{key.Happening}", new
        {
            event_id = EventId(key),
            ts = Text(at),
            received_at = Text(at),
            name,
            type = "system",
            customer_id = customer,
            channel = "system",
            source = "zhike",
            properties,
        });

    public void Consent(RecordsContext unit, HappeningKey key, ulong customer, string channel, bool granted, string source, DateTimeOffset at) =>
        relay.Add(unit, "consents", $"consent/{key.Subject}/{channel}", new
        {
            customer_id = customer,
            channel,
            granted,
            answer = granted ? "granted" : "withdrawn",
            decided_at = Text(at),
            source,
            run_id = key.Subject,
        });

    private static string EventId(HappeningKey key) => new Guid(
    [
        .. BitConverter.GetBytes(StableHash.Of("event", key.Subject, key.Happening, "high")),
        .. BitConverter.GetBytes(StableHash.Of("event", key.Subject, key.Happening, "low")),
    ]).ToString("d");

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}

/// <summary>Names a happening for ever: "contact/123" was "sent".</summary>
public sealed record HappeningKey(string Subject, string Happening);

/// <summary>What became of a contact. <paramref name="Detail"/>: why it failed, or who did it.</summary>
public sealed record ContactOutcome(ulong Contact, ulong Customer, string Journey, string Outcome, string Label, string Detail);
