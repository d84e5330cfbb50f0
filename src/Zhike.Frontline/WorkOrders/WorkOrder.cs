using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhike.Kernel;
using Zhike.Storage.Records;

namespace Zhike.Frontline.WorkOrders;

/// <summary>Open → Accepted → Done, or Expired when the last day is over.</summary>
internal enum WorkOrderState
{
    Open,
    Accepted,
    Done,
    Expired,
}

/// <summary>One customer to be called or visited, by one person, until one day.</summary>
internal sealed class WorkOrder : IRevised
{
    public required string Id { get; init; }

    public required long CustomerId { get; init; }

    public required string CustomerNo { get; init; }

    public required string JourneyId { get; init; }

    public required int Version { get; init; }

    public required string EnrolmentId { get; init; }

    public required string Node { get; init; }

    public required string Template { get; init; }

    public required string OrgPath { get; init; }

    public required string OutletName { get; init; }

    public required string ManagerId { get; set; }

    public WorkOrderState State { get; set; }

    public required int Priority { get; init; }

    public required DateOnly DueOn { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public string AcceptedBy { get; set; } = "";

    public DateTimeOffset? AcceptedAt { get; set; }

    public string ReportedBy { get; set; } = "";

    public DateTimeOffset? ReportedAt { get; set; }

    public string Label { get; set; } = "";

    public string Note { get; set; } = "";

    public long Revision { get; set; }

    public ulong Customer => checked((ulong)CustomerId);

    public ulong Contact => ulong.Parse(Id, CultureInfo.InvariantCulture);

    /// <summary>Null when this person may take it now, else why not.</summary>
    public Problem? Accept(string staff, DateTimeOffset now)
    {
        switch (State)
        {
            case WorkOrderState.Accepted when AcceptedBy == staff:
                return null;
            case WorkOrderState.Accepted:
                return Problem.Conflict("already_accepted", $"{AcceptedBy} has accepted this work order already.");
            case WorkOrderState.Done:
                return Problem.Conflict("already_done", $"{ReportedBy} has reported this work order already.");
            case WorkOrderState.Expired:
                return Expired();
            default:
                if (now >= DueAt)
                {
                    return Expired();
                }

                (State, AcceptedBy, AcceptedAt) = (WorkOrderState.Accepted, staff, now);
                ManagerId = ManagerId.Length == 0 ? staff : ManagerId;
                return null;
        }
    }

    /// <summary>Null when the report was taken, else why not.</summary>
    public Problem? Report(string staff, string label, string note, DateTimeOffset now)
    {
        switch (State)
        {
            case WorkOrderState.Open:
                return Problem.Conflict("not_accepted", "Accept the work order before you report on it.");
            case WorkOrderState.Done:
                return Problem.Conflict("already_done", $"{ReportedBy} has reported this work order already.");
            case WorkOrderState.Expired:
                return Expired();
            case WorkOrderState.Accepted when AcceptedBy != staff:
                return Problem.Conflict("accepted_by_another", $"{AcceptedBy} has accepted this work order; only they report on it.");
            default:
                (State, ReportedBy, ReportedAt, Label, Note) = (WorkOrderState.Done, staff, now, label, note);
                return null;
        }
    }

    private Problem Expired() => Problem.Conflict("expired", $"This work order was due on {DueOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.");
}

/// <summary>The room's tables.</summary>
internal sealed class FrontlineModel : IRecordsModel
{
    public void Configure(ModelBuilder model) => model.Entity<WorkOrder>(order =>
    {
        order.ToTable("work_orders");
        order.HasKey(o => o.Id);
        order.Ignore(o => o.Customer).Ignore(o => o.Contact);
    });
}
