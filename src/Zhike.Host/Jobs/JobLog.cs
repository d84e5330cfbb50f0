using Microsoft.EntityFrameworkCore;
using Zhike.Contracts.Http;
using Zhike.Storage.Records;

namespace Zhike.Host.Jobs;

/// <summary>The jobs in the records store.</summary>
public sealed class JobLog(IRecords records)
{
    public async Task AddAsync(JobRecord job, CancellationToken cancel)
    {
        await using var context = records.Open();
        context.Add(job);
        await context.SaveChangesAsync(cancel);
    }

    public async Task SaveAsync(JobRecord job, CancellationToken cancel)
    {
        await using var context = records.Open();
        context.Update(job);
        await context.SaveChangesAsync(cancel);
    }

    public async Task<JobRecord?> FindAsync(string id, CancellationToken cancel)
    {
        await using var context = records.Open();
        return await context.Set<JobRecord>().AsNoTracking().SingleOrDefaultAsync(j => j.Id == id, cancel);
    }

    /// <summary>Newest first.</summary>
    public async Task<Page<JobRecord>> PageAsync(PageRequest page, CancellationToken cancel)
    {
        await using var context = records.Open();
        var jobs = context.Set<JobRecord>().AsNoTracking();
        var items = await jobs.OrderByDescending(j => j.CreatedAt).ThenByDescending(j => j.Id).Skip((int)page.Offset).Take(page.Size).ToListAsync(cancel);
        return new Page<JobRecord>(items, await jobs.LongCountAsync(cancel));
    }

    /// <summary>What an earlier process left unfinished.</summary>
    public async Task<int> InterruptAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await using var context = records.Open();
        return await context.Set<JobRecord>().Where(j => j.State == JobState.Queued || j.State == JobState.Running).ExecuteUpdateAsync(
            set => set.SetProperty(j => j.State, JobState.Interrupted)
                .SetProperty(j => j.Message, "The server stopped in the middle of it. Ask for it again: it goes on from what is there.")
                .SetProperty(j => j.EndedAt, (DateTimeOffset?)now),
            cancel);
    }
}
