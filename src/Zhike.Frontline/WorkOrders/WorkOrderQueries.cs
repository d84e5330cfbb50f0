using Microsoft.EntityFrameworkCore;
using Zhike.Contracts.Access;
using Zhike.Contracts.Channels;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Http;
using Zhike.Frontline.Reasons;
using Zhike.Kernel;
using Zhike.Storage.Definitions;
using Zhike.Storage.Records;

namespace Zhike.Frontline.WorkOrders;

/// <summary>Reads work orders within a viewer's scope: a customer manager their own and their outlet's pool, everybody else what lies
/// at or below their place.</summary>
internal sealed class WorkOrderQueries(IRecords records, IDefinitions definitions, ITemplates templates, IPersonalData people, IStaffNames staff, WhyThisCustomer why)
{
    public const int TodayMax = 100;

    public async Task<Result<Page<WorkOrderRow>>> PageAsync(Viewer viewer, string? status, string? q, PageRequest page, CancellationToken cancel)
    {
        var wanted = StateOf(status);
        if (!wanted.Ok)
        {
            return wanted.Problem;
        }

        using var unit = records.Open();
        var orders = Scoped(unit, viewer);
        orders = wanted.Value is { } only ? orders.Where(o => o.State == only) : orders;
        orders = string.IsNullOrEmpty(q) ? orders : orders.Where(o => o.CustomerNo == q || o.ManagerId == q || o.JourneyId == q || o.Id == q);
        var total = await orders.LongCountAsync(cancel).ConfigureAwait(false);
        var rows = await orders.OrderByDescending(o => o.OpenedAt).ThenBy(o => o.Priority).ThenBy(o => o.Id)
            .Skip((int)page.Offset).Take(page.Size).ToListAsync(cancel).ConfigureAwait(false);
        return new Page<WorkOrderRow>(await RowsAsync(viewer, rows, cancel).ConfigureAwait(false), total);
    }

    /// <summary>What this person has to do now: their own orders and, for whoever owns no customers, the pool. Most urgent first.</summary>
    public async Task<IReadOnlyList<WorkOrderRow>> TodayAsync(Viewer viewer, CancellationToken cancel)
    {
        using var unit = records.Open();
        var orders = await Scoped(unit, viewer)
            .Where(o => o.State == WorkOrderState.Open || o.State == WorkOrderState.Accepted)
            .Where(o => o.ManagerId == viewer.Staff || o.AcceptedBy == viewer.Staff || o.ManagerId == "")
            .OrderBy(o => o.Priority).ThenBy(o => o.DueAt).ThenBy(o => o.Id).Take(TodayMax).ToListAsync(cancel).ConfigureAwait(false);
        return await RowsAsync(viewer, orders, cancel).ConfigureAwait(false);
    }

    public async Task<Result<WorkOrderView>> OneAsync(Viewer viewer, string id, CancellationToken cancel)
    {
        using var unit = records.Open();
        if (await Scoped(unit, viewer).SingleOrDefaultAsync(o => o.Id == id, cancel).ConfigureAwait(false) is not { } order)
        {
            return Problem.NotFound("work order", id);
        }

        var row = (await RowsAsync(viewer, [order], cancel).ConfigureAwait(false))[0];
        var texts = (await TextsAsync(viewer, [order], cancel).ConfigureAwait(false)).GetValueOrDefault(order.Id);
        var person = (await people.ReadAsync(viewer, [order.Customer], cancel).ConfigureAwait(false)).GetValueOrDefault(order.Customer);
        var reasons = await why.OfAsync(viewer, order, cancel).ConfigureAwait(false);
        return new WorkOrderView(
            row.Id, row.CustomerId, row.CustomerNo, row.CustomerName, person?.Phone is { Length: > 0 } phone ? phone : null, row.JourneyNameZh, row.JourneyNameEn,
            row.Subject, texts?.Fields.GetValueOrDefault("selling_point") ?? "", texts?.Fields.GetValueOrDefault("script") ?? "", row.Priority, row.Status,
            row.DueOn, row.ManagerId, row.ManagerName, row.OutletName, row.OpenedAt, order.AcceptedBy, order.AcceptedAt, order.ReportedAt, row.Label,
            order.Note.Length == 0 ? null : order.Note, row.Revision, reasons, ReportLabel.All);
    }

    public static IQueryable<WorkOrder> Scoped(RecordsContext unit, Viewer viewer)
    {
        var (org, manager) = (viewer.Scope.Value, viewer.Manager);
        return unit.Set<WorkOrder>().Where(o => o.OrgPath.StartsWith(org) && (manager == "" || o.ManagerId == manager || o.ManagerId == ""));
    }

    public static string NameOf(WorkOrderState state) => state.ToString().ToLowerInvariant();

    private static Result<WorkOrderState?> StateOf(string? status) => string.IsNullOrEmpty(status) ? (WorkOrderState?)null
        : Enum.TryParse<WorkOrderState>(status, ignoreCase: true, out var known) && !char.IsDigit(status[0]) ? known
        : Problem.Invalid("status", $"must be one of {string.Join(", ", Enum.GetValues<WorkOrderState>().Select(NameOf))}, but is \"{status}\"");

    private async Task<List<WorkOrderRow>> RowsAsync(Viewer viewer, List<WorkOrder> orders, CancellationToken cancel)
    {
        if (orders.Count == 0)
        {
            return [];
        }

        var persons = await people.ReadAsync(viewer, [.. orders.Select(o => o.Customer).Distinct()], cancel).ConfigureAwait(false);
        var managers = await staff.NamesAsync([.. orders.Select(o => o.ManagerId).Where(m => m.Length > 0).Distinct()], cancel).ConfigureAwait(false);
        var texts = await TextsAsync(viewer, orders, cancel).ConfigureAwait(false);
        var journeys = await JourneysAsync(orders, cancel).ConfigureAwait(false);
        return [.. orders.Select(o =>
        {
            var journey = journeys[(o.JourneyId, o.Version)];
            return new WorkOrderRow(
                o.Id, o.CustomerId, o.CustomerNo, persons.GetValueOrDefault(o.Customer)?.Name ?? "", journey.Zh, journey.En, SubjectOf(texts.GetValueOrDefault(o.Id), o.Template),
                o.Priority, NameOf(o.State), o.DueOn, o.ManagerId, managers.GetValueOrDefault(o.ManagerId, o.ManagerId), o.OutletName, o.OpenedAt,
                o.Label.Length == 0 ? null : o.Label, o.Revision);
        })];
    }

    private static string SubjectOf(RenderedTemplate? text, string template)
    {
        var point = text?.Fields.GetValueOrDefault("selling_point") ?? template;
        return point.Length > 60 ? point[..60] + "…" : point;
    }

    private async Task<Dictionary<string, RenderedTemplate>> TextsAsync(Viewer viewer, List<WorkOrder> orders, CancellationToken cancel)
    {
        var texts = new Dictionary<string, RenderedTemplate>();
        foreach (var group in orders.GroupBy(o => o.Template))
        {
            var rendered = await templates.RenderAsync(viewer, group.Key, [.. group.Select(o => o.Customer).Distinct()], cancel).ConfigureAwait(false);
            foreach (var order in group.Where(o => rendered.ContainsKey(o.Customer)))
            {
                texts[order.Id] = rendered[order.Customer];
            }
        }

        return texts;
    }

    private async Task<Dictionary<(string, int), Reason>> JourneysAsync(List<WorkOrder> orders, CancellationToken cancel)
    {
        var names = new Dictionary<(string, int), Reason>();
        foreach (var (key, version) in orders.Select(o => (o.JourneyId, o.Version)).Distinct())
        {
            var definition = await definitions.FindAsync("journey", key, version, cancel).ConfigureAwait(false);
            names[(key, version)] = definition is null ? new Reason(key, key) : WhyThisCustomer.NameOf(definition.Document, key);
        }

        return names;
    }
}
