using Microsoft.EntityFrameworkCore;
using Zhike.Storage.Records;

namespace Zhike.Host.Jobs;

public enum JobState
{
    Queued,
    Running,
    Done,
    Failed,
    Cancelled,

    /// <summary>The process ended in the middle of it. What it had written stays; running it again goes on.</summary>
    Interrupted,
}

/// <summary>A long piece of work that somebody asked for.</summary>
public sealed class JobRecord
{
    public required string Id { get; init; }

    public required string Verb { get; init; }

    /// <summary>JSON.</summary>
    public required string Arguments { get; init; }

    public required string RequestedBy { get; init; }

    public required JobState State { get; set; }

    public required string Step { get; set; }

    public required long Done { get; set; }

    /// <summary>0 while not known.</summary>
    public required long Total { get; set; }

    /// <summary>The summary, or why it failed.</summary>
    public required string Message { get; set; }

    /// <summary>JSON of the outcome; empty for none.</summary>
    public required string Details { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public bool Over => State is not (JobState.Queued or JobState.Running);
}

internal sealed class JobModel : IRecordsModel
{
    public void Configure(ModelBuilder model) => model.Entity<JobRecord>().ToTable("job_runs").HasKey(j => j.Id);
}
