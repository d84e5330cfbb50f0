using System.Text.Json;
using Zhike.Contracts.Customers;
using Zhike.Host.Jobs;

namespace Zhike.Host.Live;

/// <summary>Writes the files of approved exports, one after the other, as jobs that people see. A run that the server's stop cut off is begun
/// anew at the next start.</summary>
public sealed class ExportRuns(JobRunner jobs, IExportTurns turns)
{
    /// <summary>Answers how many ran.</summary>
    public async Task<long> RunDueAsync(CancellationToken cancel)
    {
        var due = await turns.DueAsync(cancel);
        foreach (var export in due)
        {
            var job = await jobs.RunAsync("export-members", JsonSerializer.SerializeToElement(new { export }, JsonSerializerOptions.Web), "system", cancel);
            if (job.State != JobState.Interrupted)
            {
                await turns.EndedAsync(export, job.State == JobState.Done ? "" : job.Message, cancel);
            }
        }

        return due.Count;
    }
}
