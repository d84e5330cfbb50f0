using System.Globalization;
using Zhike.Kernel;
using Zhike.Storage.Records;
using Zhike.Storage.Relay;

namespace Zhike.Frontline.WorkOrders;

/// <summary>What happened to a work order, told to the facts in the transaction that changes it: an outcome for the report, an
/// event for the journeys, and where a customer wants to be left alone, the withdrawal of every consent.</summary>
internal sealed class WorkOrderFacts(FactsRelay relay)
{
    /// <summary>Every channel a bank knows, and 'all' for those to come.</summary>
    private static readonly string[] EveryChannel = ["all", "sms", "email", "push", "in_app", "call", "work_order", "wecom"];

    /// <param name="outcome">accepted, done, expired.</param>
    /// <param name="happening">Of the event: "accepted" makes work_order_accepted.</param>
    public void Add(RecordsContext unit, WorkOrder order, string outcome, string happening, string staff, DateTimeOffset at)
    {
        relay.Add(unit, "outcomes", $"outcome/work_order/{order.Id}/{outcome}", new
        {
            run = "live",
            contact_id = order.Contact,
            customer_id = order.Customer,
            journey_id = order.JourneyId,
            outcome,
            label = order.Label,
            happened_at = Text(at),
            detail = staff,
        });
        AddEvent(unit, order, happening, staff, at);
    }

    public void AddEvent(RecordsContext unit, WorkOrder order, string happening, string staff, DateTimeOffset at)
    {
        var key = $"work_order/{order.Id}/{happening}";
        relay.Add(unit, "events", $"event/{key}", new
        {
            event_id = IdOf(key),
            ts = Text(at),
            received_at = Text(at),
            name = $"work_order_{happening}",
            type = "system",
            customer_id = order.Customer,
            channel = "system",
            source = "zhike",
            properties = new
            {
                contactId = order.Id,
                journey = order.JourneyId,
                node = order.Node,
                template = order.Template,
                manager = order.ManagerId,
                staff,
                label = order.Label,
                priority = order.Priority,
            },
        });
    }

    public void WithdrawConsents(RecordsContext unit, WorkOrder order, DateTimeOffset at)
    {
        foreach (var channel in EveryChannel)
        {
            relay.Add(unit, "consents", $"consent/work_order/{order.Id}/{channel}", new
            {
                customer_id = order.Customer,
                channel,
                granted = false,
                decided_at = Text(at),
                source = "work_order",
                run_id = order.Id,
            });
        }
    }

    /// <summary>Comes out the same however often a happening is told.</summary>
    private static string IdOf(string key) => new Guid(
        [.. BitConverter.GetBytes(StableHash.Of("event", key, "high")), .. BitConverter.GetBytes(StableHash.Of("event", key, "low"))]).ToString("d");

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
