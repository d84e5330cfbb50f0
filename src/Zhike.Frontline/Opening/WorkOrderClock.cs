using Microsoft.EntityFrameworkCore;
using Zhike.Contracts.Frontline;
using Zhike.Frontline.WorkOrders;
using Zhike.Storage.Records;
using Zhike.Storage.Relay;

namespace Zhike.Frontline.Opening;

/// <summary>What goes on with work orders by itself: they open, and those nobody finished in time expire.</summary>
internal sealed class WorkOrderClock(OpenWorkOrders open, IRecords records, WorkOrderFacts told, FactsRelay relay, TimeProvider clock) : IWorkOrders
{
    private const int RowsMax = 500;

    public Task<int> OpenAsync(CancellationToken cancel) => open.RunAsync(cancel);

    public async Task<int> AdvanceAsync(CancellationToken cancel)
    {
        var expired = await ExpireAsync(cancel).ConfigureAwait(false);
        return expired + await relay.DrainAsync(cancel).ConfigureAwait(false);
    }

    private async Task<int> ExpireAsync(CancellationToken cancel)
    {
        using var unit = records.Open();
        var now = clock.GetUtcNow();
        var overdue = await unit.Set<WorkOrder>()
            .Where(o => (o.State == WorkOrderState.Open || o.State == WorkOrderState.Accepted) && o.DueAt <= now)
            .OrderBy(o => o.DueAt).Take(RowsMax).ToListAsync(cancel).ConfigureAwait(false);
        foreach (var order in overdue)
        {
            order.State = WorkOrderState.Expired;
            told.Add(unit, order, "expired", "expired", "system", now);
        }

        await unit.SaveChangesAsync(cancel).ConfigureAwait(false);
        return overdue.Count;
    }
}
