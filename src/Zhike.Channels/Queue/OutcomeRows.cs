using Zhike.Storage.Records;
using Zhike.Storage.Relay;

namespace Zhike.Channels.Queue;

/// <summary>What happened to a message, told to the facts in the same transaction as the message's new state.</summary>
internal sealed class OutcomeRows(Happenings happenings)
{
    public void Add(RecordsContext unit, OutboxMessage message, string outcome, string label, DateTimeOffset at)
    {
        var key = new HappeningKey($"contact/{message.ContactId}", outcome);
        happenings.Outcome(unit, key, new ContactOutcome(message.Contact, message.Customer, message.JourneyId, outcome, label, message.Reason), at);
        var properties = new
        {
            contactId = message.ContactId,
            channel = message.Channel,
            journey = message.JourneyId,
            node = message.Node,
            template = message.Template,
            label,
        };
        happenings.Event(unit, key, $"message_{outcome}", message.Customer, properties, at);
    }
}
