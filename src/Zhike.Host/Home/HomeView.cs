namespace Zhike.Host.Home;

/// <summary>Every figure is within the viewer's scope and as of the business date; what no room reports is 0.</summary>
/// <param name="Aum">In the bank's currency.</param>
public sealed record HomeView(
    DateOnly BusinessDate, long Customers, long NewCustomers30d, decimal Aum, long Transactions, long TagsLive, long Segments,
    long JourneysLive, long Enrolled, long HeldOut, IReadOnlyList<ChannelCount> ContactsByChannel, WorkOrderCounts WorkOrders, long Goals,
    IReadOnlyList<LoopStep> Loop, HomeSeries Series)
{
    private const string WorkOrder = "work_order";
    private static readonly string[] Channels = ["sms", "email", "push", "in_app", WorkOrder];

    public static HomeView Of(DateOnly day, IReadOnlyDictionary<string, decimal> figures, HomeSeries series)
    {
        var channels = Channels
            .Select(c => c == WorkOrder
                ? new ChannelCount(c, Count($"contacts.{c}.planned"), Count("work_orders_open", "work_orders_accepted", "work_orders_done", "work_orders_expired"), Count("work_orders_accepted", "work_orders_done"))
                : new ChannelCount(c, Count($"contacts.{c}.planned"), Count($"messages_{c}_sent", $"messages_{c}_delivered", $"messages_{c}_closed"), Count($"messages_{c}_delivered", $"messages_{c}_closed")))
            .Where(c => c.Planned + c.Sent + c.Delivered > 0)
            .ToList();
        return new HomeView(
            day, Count("customers"), Count("new_customers_30d"), figures.GetValueOrDefault("aum"), Count("transactions"), Count("tags_live"), Count("segments"),
            Count("journeys_live"), Count("enrolled"), Count("held_out"), channels,
            new WorkOrderCounts(Count("work_orders_open"), Count("work_orders_accepted"), Count("work_orders_done")), Count("goals"),
            [
                new LoopStep("data", "customers", Count("customers"), "customers"),
                new LoopStep("insight", "tags_live", Count("tags_live"), "tags"),
                new LoopStep("strategy", "enrolled", Count("enrolled"), "customers"),
                new LoopStep("touch", "contacts", channels.Sum(c => c.Planned), "contacts"),
                new LoopStep("result", "goals", Count("goals"), "customers"),
            ],
            series);

        long Count(params ReadOnlySpan<string> keys)
        {
            var sum = 0m;
            foreach (var key in keys)
            {
                sum += figures.GetValueOrDefault(key);
            }

            return (long)sum;
        }
    }
}

/// <param name="Delivered">Of a work order: accepted or done.</param>
public sealed record ChannelCount(string Channel, long Planned, long Sent, long Delivered);

public sealed record WorkOrderCounts(long Open, long Accepted, long Done);

/// <param name="Step">data, insight, strategy, touch or result: the loop in its order.</param>
public sealed record LoopStep(string Step, string Label, decimal Value, string Unit);

/// <summary>The last ninety days up to the business date: the lists run in parallel.</summary>
/// <param name="Balance">Sum of the newest balances of all accounts at the end of each day.</param>
public sealed record HomeSeries(IReadOnlyList<DateOnly> Days, IReadOnlyList<long> NewCustomers, IReadOnlyList<decimal> Balance);
