using Microsoft.EntityFrameworkCore;
using Zhike.Contracts.Bank;
using Zhike.Kernel;
using Zhike.Storage.Records;

namespace Zhike.Frontline.WorkOrders;

/// <summary>work_orders_open, work_orders_accepted, work_orders_done, work_orders_expired and contacts.work_order.planned for the home page.</summary>
internal sealed class WorkOrderFigures(IRecords records) : IHomeFigures
{
    public async Task<IReadOnlyDictionary<string, decimal>> FiguresAsync(Viewer viewer, CancellationToken cancel)
    {
        using var unit = records.Open();
        var counts = await WorkOrderQueries.Scoped(unit, viewer).GroupBy(o => o.State)
            .Select(g => new { State = g.Key, Orders = g.LongCount() }).ToListAsync(cancel).ConfigureAwait(false);
        var figures = Enum.GetValues<WorkOrderState>().ToDictionary(
            s => $"work_orders_{WorkOrderQueries.NameOf(s)}", s => (decimal)counts.Where(c => c.State == s).Sum(c => c.Orders));
        figures["contacts.work_order.planned"] = counts.Sum(c => c.Orders);
        return figures;
    }
}
