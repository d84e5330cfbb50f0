using Microsoft.EntityFrameworkCore;
using Zhike.Storage.Records;

namespace Zhike.Journeys.Replaying;

internal enum ReplayState
{
    /// <summary>Under way, or stopped by a kill and waiting to be started again.</summary>
    Running,

    Done,

    /// <summary>The message says why; the same replay again goes on from the last finished day.</summary>
    Failed,
}

/// <summary>One replay: a journey over stored history, on another clock.</summary>
internal sealed class ReplayRun : IRevised
{
    public required string Name { get; init; }

    public required string Journey { get; init; }

    public required int Version { get; set; }

    /// <summary>The document it ran with, which may never have been approved.</summary>
    public required string Document { get; set; }

    public required DateOnly FromDay { get; set; }

    public required DateOnly ToDay { get; set; }

    /// <summary>The last business date that is wholly done.</summary>
    public DateOnly? DoneTo { get; set; }

    public required ReplayState State { get; set; }

    public string Message { get; set; } = "";

    public required DateTimeOffset StartedAt { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }

    public long Revision { get; set; }

    /// <summary>Not finished, and asked for in the very same words.</summary>
    public bool IsResumedBy(ReplayOrder order) =>
        State != ReplayState.Done && Document == order.Definition.Document && FromDay == order.From && ToDay == order.To && DoneTo is not null;
}

internal sealed class ReplayRunsModel : IRecordsModel
{
    public void Configure(ModelBuilder model) => model.Entity<ReplayRun>().ToTable("replay_runs").HasKey(r => r.Name);
}
