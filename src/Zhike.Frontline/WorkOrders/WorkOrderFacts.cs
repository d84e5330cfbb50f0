using Zhike.Storage.Records;
using Zhike.Storage.Relay;

namespace Zhike.Frontline.WorkOrders;

/// <summary>What happened to a work order, told to the facts in the transaction that changes it, and where a customer wants to be
/// left alone, the withdrawal of every consent.</summary>
internal sealed class WorkOrderFacts(Happenings happenings)
{
    /// <summary>Every channel a bank knows, and 'all' for those to come.</summary>
    private static readonly string[] EveryChannel = ["all", "sms", "email", "push", "in_app", "call", "work_order", "wecom"];

    /// <param name="outcome">accepted, done, expired.</param>
    /// <param name="happening">Of the event: "accepted" makes work_order_accepted.</param>
    public void Add(RecordsContext unit, WorkOrder order, string outcome, string happening, string staff, DateTimeOffset at)
    {
        happenings.Outcome(unit, Key(order, outcome), new ContactOutcome(order.Contact, order.Customer, order.JourneyId, outcome, order.Label, staff), at);
        AddEvent(unit, order, happening, staff, at);
    }

    public void AddEvent(RecordsContext unit, WorkOrder order, string happening, string staff, DateTimeOffset at)
    {
        var properties = new
        {
            contactId = order.Id,
            journey = order.JourneyId,
            node = order.Node,
            template = order.Template,
            manager = order.ManagerId,
            staff,
            label = order.Label,
            priority = order.Priority,
        };
        happenings.Event(unit, Key(order, happening), $"work_order_{happening}", order.Customer, properties, at);
    }

    public void WithdrawConsents(RecordsContext unit, WorkOrder order, DateTimeOffset at)
    {
        foreach (var channel in EveryChannel)
        {
            happenings.Consent(unit, Key(order, "withdrawn"), order.Customer, channel, granted: false, "work_order", at);
        }
    }

    private static HappeningKey Key(WorkOrder order, string happening) => new($"work_order/{order.Id}", happening);
}
