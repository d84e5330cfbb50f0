using System.Text.Json;

namespace Zhike.Contracts.Jobs;

/// <summary>A long piece of work with a verb of the command line: import, synth, run-day, replay. The command line and
/// POST /api/v1/jobs run the same object.</summary>
public interface IJob
{
    string Verb { get; }

    /// <summary>Answers what people should know afterwards. Refusals come as ProblemException.</summary>
    Task<JobOutcome> RunAsync(JsonElement arguments, IProgressSink progress, CancellationToken cancel);
}

/// <param name="Summary">One or a few plain sentences.</param>
/// <param name="Details">For machines: anything that serialises to JSON.</param>
public sealed record JobOutcome(string Summary, object? Details = null)
{
    /// <summary>It ended before all was done, and the summary says why: the job counts as failed, and the command line ends with 1.</summary>
    public bool Stopped { get; init; }
}

/// <summary>Hears how far a job is; called as often as the job likes, cheap.</summary>
public interface IProgressSink
{
    /// <param name="total">0 when not known.</param>
    void Report(string step, long done, long total);
}
