using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Zhike.Contracts.Jobs;
using Zhike.Kernel;
using Zhike.Storage.Audit;

namespace Zhike.Host.Jobs;

/// <summary>Runs jobs one after the other: each may take all cores and most of the memory, so two at once would only be slower.</summary>
public sealed class JobRunner(
    JobLog log, IServiceScopeFactory scopes, IAudit audit, IIds ids, WallClock wall, ILogger<JobRunner> logger) : BackgroundService
{
    /// <summary>More than so many waiting jobs are refused.</summary>
    public const int QueueMax = 100;

    private readonly Channel<QueuedJob> _queue = Channel.CreateBounded<QueuedJob>(QueueMax);
    private readonly ConcurrentDictionary<string, QueuedJob> _live = new();

    /// <summary>Puts a job in the queue; refuses a verb that no room offers.</summary>
    public async Task<Result<JobRecord>> StartAsync(string verb, JsonElement arguments, string requestedBy, CancellationToken cancel)
    {
        using (var scope = scopes.CreateScope())
        {
            var known = scope.ServiceProvider.GetServices<IJob>().Select(j => j.Verb).Order().ToList();
            if (!known.Contains(verb))
            {
                return Problem.Invalid("verb", $"must be one of {string.Join(", ", known)}, but is \"{verb}\"");
            }
        }

        var job = new QueuedJob(
            new JobRecord
            {
                Id = ids.Next().ToString("N"),
                Verb = verb,
                Arguments = arguments.GetRawText(),
                RequestedBy = requestedBy,
                State = JobState.Queued,
                Step = "",
                Done = 0,
                Total = 0,
                Message = "",
                Details = "",
                CreatedAt = wall.Now,
            },
            new TaskCompletionSource<JobRecord>(TaskCreationOptions.RunContinuationsAsynchronously),
            new CancellationTokenSource());
        await log.AddAsync(job.Record, cancel);
        _live[job.Record.Id] = job;
        if (!_queue.Writer.TryWrite(job))
        {
            _live.TryRemove(job.Record.Id, out _);
            await EndAsync(job, JobState.Failed, "Too many jobs wait already.");
            return new Problem(ProblemKind.LimitExceeded, "queue_full", $"{QueueMax} jobs wait already. Try again later.");
        }

        await audit.RecordAsync(new AuditEntry(requestedBy, "job_started", $"job/{job.Record.Id}", $"{verb} {job.Record.Arguments}"), cancel);
        return job.Record;
    }

    /// <summary>Puts a job in the queue and waits for its end.</summary>
    public async Task<JobRecord> RunAsync(string verb, JsonElement arguments, string requestedBy, CancellationToken cancel)
    {
        var started = (await StartAsync(verb, arguments, requestedBy, cancel)).OrThrow();
        return _live.TryGetValue(started.Id, out var job) ? await job.Ended.Task.WaitAsync(cancel) : started;
    }

    /// <summary>The job with its progress of this moment.</summary>
    public async Task<JobRecord?> FindAsync(string id, CancellationToken cancel) =>
        _live.TryGetValue(id, out var job) ? job.Record : await log.FindAsync(id, cancel);

    /// <summary>The job that runs now.</summary>
    public JobRecord? Running => _live.Values.Select(j => j.Record).FirstOrDefault(j => j.State == JobState.Running);

    /// <summary>False when it is over already, or was never there.</summary>
    public async Task<bool> CancelAsync(string id, string actor, CancellationToken cancel)
    {
        if (!_live.TryGetValue(id, out var job))
        {
            return false;
        }

        await audit.RecordAsync(new AuditEntry(actor, "job_cancelled", $"job/{id}", job.Record.Verb), cancel);
        await job.Cancel.CancelAsync();
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var job in _queue.Reader.ReadAllAsync(stoppingToken))
            {
                using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, job.Cancel.Token);
                await RunOneAsync(job, stoppingToken, either.Token);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; what waits is found unfinished by the next start.
        }
    }

    private async Task RunOneAsync(QueuedJob job, CancellationToken stopping, CancellationToken cancel)
    {
        try
        {
            cancel.ThrowIfCancellationRequested();
            job.Record.State = JobState.Running;
            await log.SaveAsync(job.Record, cancel);
            await using var scope = scopes.CreateAsyncScope();
            var work = scope.ServiceProvider.GetServices<IJob>().First(j => j.Verb == job.Record.Verb);
            using var arguments = JsonDocument.Parse(job.Record.Arguments);
            var outcome = await work.RunAsync(arguments.RootElement.Clone(), new RecordProgress(job.Record), cancel);
            job.Record.Details = outcome.Details is null ? "" : JsonSerializer.Serialize(outcome.Details, JsonSerializerOptions.Web);
            await EndAsync(job, outcome.Stopped ? JobState.Failed : JobState.Done, outcome.Summary);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await EndAsync(job, JobState.Interrupted, "The server stopped in the middle of it. Ask for it again: it goes on from what is there.");
        }
        catch (OperationCanceledException)
        {
            await EndAsync(job, JobState.Cancelled, "Cancelled.");
        }
        catch (ProblemException refusal)
        {
            await EndAsync(job, JobState.Failed, refusal.Problem.Message);
        }
        catch (Exception bug)
        {
            logger.LogError(bug, "Job {Verb} {Id} failed", job.Record.Verb, job.Record.Id);
            await EndAsync(job, JobState.Failed, $"It failed for a reason that the log names ({bug.GetType().Name}).");
        }
    }

    private async Task EndAsync(QueuedJob job, JobState state, string message)
    {
        (job.Record.State, job.Record.Message, job.Record.EndedAt) = (state, message, wall.Now);
        try
        {
            await log.SaveAsync(job.Record, CancellationToken.None);
        }
        catch (Exception lost)
        {
            // The job itself is over, only its line is not written: the next start finds it unfinished and says so.
            logger.LogError(lost, "The end of job {Id} could not be recorded", job.Record.Id);
        }

        _live.TryRemove(job.Record.Id, out _);
        job.Ended.TrySetResult(job.Record);
        job.Cancel.Dispose();
        logger.LogInformation("Job {Verb} ended: {State}", job.Record.Verb, state);
    }

    private sealed record QueuedJob(JobRecord Record, TaskCompletionSource<JobRecord> Ended, CancellationTokenSource Cancel);

    private sealed class RecordProgress(JobRecord record) : IProgressSink
    {
        public void Report(string step, long done, long total) => (record.Step, record.Done, record.Total) = (step, done, total);
    }
}
