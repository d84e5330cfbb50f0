using Microsoft.EntityFrameworkCore;
using Zhike.Kernel;
using Zhike.Storage.Audit;
using Zhike.Storage.Records;

namespace Zhike.Frontline.WorkOrders;

/// <summary>What people do with work orders: accept, report. The new state and what it tells the facts are one transaction; of two
/// people at once, one wins and the other hears who did.</summary>
internal sealed class WorkOrderDesk(IRecords records, WorkOrderFacts told, IAudit audit, TimeProvider clock)
{
    public const int NoteMax = 1000;

    public Task<Result<long>> AcceptAsync(Viewer viewer, string id, AcceptRequest request, CancellationToken cancel) =>
        ChangeAsync(viewer, id, (unit, order) =>
        {
            var before = order.State;
            var now = clock.GetUtcNow();
            if (order.Accept(viewer.Staff, now) is { } refused)
            {
                return refused;
            }

            if (before == WorkOrderState.Accepted)
            {
                return null;
            }

            if (request.Revision is { } read && read != order.Revision)
            {
                return ChangedMeanwhile();
            }

            told.Add(unit, order, "accepted", "accepted", viewer.Staff, now);
            return null;
        }, order => new AuditEntry(viewer.Staff, "work_order_accepted", $"work_order/{id}", $"customer {order.CustomerNo}"), cancel);

    public Task<Result<long>> ReportAsync(Viewer viewer, string id, ReportRequest request, CancellationToken cancel)
    {
        var errors = new List<FieldError>();
        if (ReportLabel.Find(request.Label ?? "") is null)
        {
            errors.Add(new FieldError("label", $"must be one of {string.Join(", ", ReportLabel.All.Select(l => l.Key))}, but is \"{request.Label}\""));
        }

        var note = request.Note?.Trim() ?? "";
        if (note.Length > NoteMax)
        {
            errors.Add(new FieldError("note", $"may have {NoteMax} characters, but has {note.Length}"));
        }

        return errors.Count > 0
            ? Task.FromResult<Result<long>>(Problem.Invalid(errors))
            : ChangeAsync(viewer, id, (unit, order) => Report(viewer, unit, order, request, note), order => new AuditEntry(
                viewer.Staff, "work_order_reported", $"work_order/{id}", $"customer {order.CustomerNo}: {request.Label}"), cancel);
    }

    private Problem? Report(Viewer viewer, RecordsContext unit, WorkOrder order, ReportRequest request, string note)
    {
        var (revision, now) = (order.Revision, clock.GetUtcNow());
        if (order.Report(viewer.Staff, request.Label, note, now) is { } refused)
        {
            return refused;
        }

        if (request.Revision != revision)
        {
            return ChangedMeanwhile();
        }

        told.Add(unit, order, "done", "reported", viewer.Staff, now);
        if (request.Label == ReportLabel.DoNotDisturb)
        {
            told.WithdrawConsents(unit, order, now);
        }

        return null;
    }

    private async Task<Result<long>> ChangeAsync(
        Viewer viewer, string id, Func<RecordsContext, WorkOrder, Problem?> change, Func<WorkOrder, AuditEntry> entry, CancellationToken cancel)
    {
        for (var again = false; ; again = true)
        {
            using var unit = records.Open();
            if (await WorkOrderQueries.Scoped(unit, viewer).SingleOrDefaultAsync(o => o.Id == id, cancel).ConfigureAwait(false) is not { } order)
            {
                return Problem.NotFound("work order", id);
            }

            if (change(unit, order) is { } refused)
            {
                return refused;
            }

            if (!unit.ChangeTracker.HasChanges())
            {
                return order.Revision;
            }

            try
            {
                await unit.SaveChangesAsync(cancel).ConfigureAwait(false);
                await audit.RecordAsync(entry(order), cancel).ConfigureAwait(false);
                return order.Revision;
            }
            catch (ProblemException lost) when (lost.Problem.Code == "changed_meanwhile" && !again)
            {
                // Somebody was faster: look once more, so that the answer says who and not only that.
            }
            catch (DbUpdateException) when (!again)
            {
                // The same: their facts are in the relay already under the same id.
            }
        }
    }

    private static Problem ChangedMeanwhile() =>
        Problem.Conflict("changed_meanwhile", "Somebody else changed this meanwhile. Load it again and repeat your change.");
}
