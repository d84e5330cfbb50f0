using Microsoft.EntityFrameworkCore;
using Zhike.Journeys.Engine;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Storage.Records;

namespace Zhike.Journeys.Replaying;

/// <summary>The list of replays, and the rows each left in the facts.</summary>
internal sealed class ReplayRuns(IRecords records, IFacts facts, JourneyEngine engine, TimeProvider clock)
{
    /// <summary>Every table that keeps rows by run.</summary>
    private static readonly string[] RunTables = ["journey_steps", "contacts", "outcomes", "journey_ticks"];

    public async Task<IReadOnlyList<ReplayRun>> ListAsync(CancellationToken cancel)
    {
        await using var context = records.Open();
        return await context.Set<ReplayRun>().AsNoTracking().OrderByDescending(r => r.StartedAt).Take(500).ToListAsync(cancel).ConfigureAwait(false);
    }

    public async Task<ReplayRun?> FindAsync(string run, CancellationToken cancel)
    {
        await using var context = records.Open();
        return await context.Set<ReplayRun>().AsNoTracking().SingleOrDefaultAsync(r => r.Name == run, cancel).ConfigureAwait(false);
    }

    /// <summary>The day to go on with: after the last finished one when the same replay was interrupted, else the first, and
    /// what an earlier run of this name left is gone.</summary>
    public async Task<DateOnly> BeginAsync(ReplayOrder order, CancellationToken cancel)
    {
        var found = await FindAsync(order.Run, cancel).ConfigureAwait(false);
        if (found is not null && found.Journey != order.Definition.Key)
        {
            throw new ProblemException(Problem.Conflict("run_of_another_journey", $"The run \"{order.Run}\" is one of journey \"{found.Journey}\". Name this one differently."));
        }

        var resumed = found?.IsResumedBy(order) == true;
        if (!resumed)
        {
            // First the record, then the rows: killed in between, the next start finds an unfinished run without a day and drops again.
            await SaveAsync(order, null, ReplayState.Running, "", restarted: true, cancel).ConfigureAwait(false);
            await DropRowsAsync(order.Run, cancel).ConfigureAwait(false);
        }

        return resumed ? found!.DoneTo!.Value.AddDays(1) : order.From;
    }

    public Task<ReplayTotals?> TotalsAsync(string run, CancellationToken cancel) => facts.FirstOrNullAsync(
        Viewer.Bank("replay"),
        new FactsStatement("replay totals", SqlFile.Beside<ReplayRuns>("Totals.sql")).With("run", run),
        (ref RowReader row) => new ReplayTotals(row.UInt64OrNull() ?? 0, row.UInt64OrNull() ?? 0, row.UInt64OrNull() ?? 0, row.UInt64OrNull() ?? 0),
        cancel);

    public Task DoneToAsync(ReplayOrder order, DateOnly day, CancellationToken cancel) => SaveAsync(order, day, ReplayState.Running, "", false, cancel);

    public Task FinishedAsync(ReplayOrder order, string message, CancellationToken cancel) => SaveAsync(order, order.To, ReplayState.Done, message, false, cancel);

    public Task FailedAsync(ReplayOrder order, string message, CancellationToken cancel) => SaveAsync(order, null, ReplayState.Failed, message, false, cancel);

    /// <summary>Unless restarted, a null day leaves the last finished one as it is.</summary>
    private async Task SaveAsync(ReplayOrder order, DateOnly? doneTo, ReplayState state, string message, bool restarted, CancellationToken cancel)
    {
        await using var context = records.Open();
        var now = clock.GetUtcNow();
        var run = await context.Set<ReplayRun>().SingleOrDefaultAsync(r => r.Name == order.Run, cancel).ConfigureAwait(false);
        if (run is null)
        {
            run = new ReplayRun
            {
                Name = order.Run, Journey = order.Definition.Key, Version = order.Definition.Version, Document = order.Definition.Document,
                FromDay = order.From, ToDay = order.To, State = state, StartedAt = now, ChangedAt = now,
            };
            context.Add(run);
        }

        if (restarted)
        {
            (run.Version, run.Document, run.FromDay, run.ToDay, run.StartedAt) = (order.Definition.Version, order.Definition.Document, order.From, order.To, now);
        }

        run.DoneTo = restarted ? null : doneTo ?? run.DoneTo;
        (run.State, run.Message, run.ChangedAt) = (state, message, now);
        await context.SaveChangesAsync(cancel).ConfigureAwait(false);
    }

    private async Task DropRowsAsync(string run, CancellationToken cancel)
    {
        foreach (var table in RunTables)
        {
            var statement = new FactsStatement("drop replay", $"ALTER TABLE {table} DROP PARTITION {{run:String}}").With("run", run);
            await facts.ExecuteAsync(Viewer.Bank("replay"), statement, cancel).ConfigureAwait(false);
        }

        engine.Forget(run);
    }
}

/// <param name="Contacts">Decided, of which so many are <paramref name="Planned"/> and the rest refused.</param>
internal sealed record ReplayTotals(ulong Enrolled, ulong Steps, ulong Contacts, ulong Planned);
