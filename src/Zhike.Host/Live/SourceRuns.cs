using System.Text.Json;
using Zhike.Contracts.Intake;
using Zhike.Host.Jobs;

namespace Zhike.Host.Live;

/// <summary>Runs the sources whose turn has come, one after the other, as jobs that people see. A run that the server's stop cut off keeps its
/// turn, and so is made up at the next start.</summary>
public sealed class SourceRuns(JobRunner jobs, ISourceTurns turns)
{
    /// <summary>Answers how many ran.</summary>
    public async Task<long> RunDueAsync(CancellationToken cancel)
    {
        var due = await turns.DueAsync(cancel);
        foreach (var turn in due)
        {
            var arguments = JsonSerializer.SerializeToElement(new { turn.Source, turn.Cause, turn.Note }, JsonSerializerOptions.Web);
            var job = await jobs.RunAsync("source", arguments, "system", cancel);
            if (job.State != JobState.Interrupted)
            {
                await turns.EndedAsync(turn, job.State == JobState.Done ? SourceTurn.Done : job.Message, cancel);
            }
        }

        return due.Count;
    }
}
