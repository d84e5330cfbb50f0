using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhike.Contracts.Customers;
using Zhike.Storage.Records;

namespace Zhike.Frontline.WorkOrders;

/// <summary>Of an erased person's work orders what was done stays, for the reports; the number and the notes go. Open ones expire.</summary>
internal sealed class EraseWorkOrders(IRecords records, TimeProvider clock) : IErasureStep
{
    public async Task<IReadOnlyList<ErasedRows>> EraseAsync(ErasedPerson person, CancellationToken cancel)
    {
        var (id, now) = (checked((long)person.CustomerId), clock.GetUtcNow());
        var anonymous = string.Create(CultureInfo.InvariantCulture, $"erased-{person.CustomerId}");
        using var unit = records.Open();
        var own = unit.Set<WorkOrder>().Where(o => o.CustomerId == id);
        await own.Where(o => (o.State == WorkOrderState.Open || o.State == WorkOrderState.Accepted) && o.DueAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.DueAt, now), cancel).ConfigureAwait(false);
        var orders = await own.ExecuteUpdateAsync(set => set.SetProperty(o => o.CustomerNo, anonymous).SetProperty(o => o.Note, ""), cancel).ConfigureAwait(false);
        return [new("work_orders", "blanked", orders)];
    }
}
