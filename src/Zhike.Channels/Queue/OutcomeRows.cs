using System.Globalization;
using Zhike.Kernel;
using Zhike.Storage.Records;
using Zhike.Storage.Relay;

namespace Zhike.Channels.Queue;

/// <summary>What happened to a message, told to the facts: an outcome for the report and an event for the journeys, in the
/// same transaction as the message's new state.</summary>
internal sealed class OutcomeRows(FactsRelay relay)
{
    public void Add(RecordsContext unit, OutboxMessage message, string outcome, string label, DateTimeOffset at)
    {
        var key = $"contact/{message.ContactId}/{outcome}";
        relay.Add(unit, "outcomes", $"outcome/{key}", new
        {
            run = "live",
            contact_id = message.Contact,
            customer_id = message.Customer,
            journey_id = message.JourneyId,
            outcome,
            label,
            happened_at = Text(at),
            detail = message.Reason,
        });
        relay.Add(unit, "events", $"event/{key}", new
        {
            event_id = EventIds.Of(key),
            ts = Text(at),
            received_at = Text(at),
            name = $"message_{outcome}",
            type = "system",
            customer_id = message.Customer,
            channel = "system",
            source = "zhike",
            properties = new
            {
                contactId = message.ContactId,
                channel = message.Channel,
                journey = message.JourneyId,
                node = message.Node,
                template = message.Template,
                label,
            },
        });
    }

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}

/// <summary>Event ids that come out the same however often a happening is told.</summary>
internal static class EventIds
{
    public static string Of(string key) => $"{StableHash.Word("event", key, "high")}{StableHash.Word("event", key, "low")}" is var hex
        ? $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}"
        : "";
}
