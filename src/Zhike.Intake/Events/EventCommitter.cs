using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Zhike.Intake.Events.Committing;
using Zhike.Intake.Events.Enrichment;
using Zhike.Intake.Events.Evidence;
using Zhike.Intake.Events.Refusals;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Events;

/// <summary>Group commit: while one insert goes to the disk, calls gather; the next insert takes all of them. A call is answered
/// when its rows are on the disk. One loop decides what was seen before, so the same message counts once however often it comes.</summary>
internal sealed class EventCommitter : IAsyncDisposable
{
    /// <summary>An insert of so many waits for no more events.</summary>
    public const int EnoughEvents = 10_000;

    /// <summary>After an insert of so many the next one lets events gather.</summary>
    public const int BusyEvents = 1_000;

    /// <summary>A message repeated after this may count again.</summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromDays(7);

    /// <summary>After a start: the longest of these whose events fit into memory.</summary>
    private static readonly TimeSpan[] Reaches = [RememberedFor, TimeSpan.FromDays(1), TimeSpan.FromHours(4), TimeSpan.FromHours(1), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(5)];

    private static readonly TimeSpan GatherStep = TimeSpan.FromMilliseconds(5);
    private static readonly Viewer Loading = Viewer.Bank("recent events");
    private readonly FairQueue _waiting = new();
    private readonly InsertPace _pace = new();
    private readonly IFacts _facts;
    private readonly Identities _identities;
    private readonly RefusalCounts _refusals;
    private readonly BankClock _clock;
    private readonly ILogger<EventCommitter> _log;
    private readonly RecentIds _recent;
    private readonly StoredIds _stored;
    private readonly Sessions _sessions;
    private readonly EvidenceStore _evidence;
    private readonly EventStore _store;
    private readonly Lazy<Task> _loop;

    public EventCommitter(IFacts facts, Identities identities, RefusalCounts refusals, BankClock clock, ILogger<EventCommitter> log)
    {
        (_facts, _identities, _refusals, _clock, _log) = (facts, identities, refusals, clock, log);
        _sessions = new Sessions(facts);
        _evidence = new EvidenceStore(facts, clock);
        _recent = new RecentIds(clock);
        _stored = new StoredIds(facts, clock);
        _store = new EventStore(facts, _recent, clock, log);
        _loop = new Lazy<Task>(() => Task.Run(LoopAsync));
    }

    /// <summary>How long an insert lets events gather at most.</summary>
    public TimeSpan GatherMax { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns when every row is on the disk, or was there before. Answers the places of events that the store does not take.</summary>
    /// <exception cref="ProblemException">Too much waits already ("events_busy"), or the store does not answer.</exception>
    public async Task<IReadOnlyList<int>> CommitAsync(EventRows rows, CancellationToken cancel)
    {
        if (rows.Count + rows.Quarantined.Count == 0)
        {
            return [];
        }

        _ = _loop.Value;
        var waiting = new Waiting(rows);
        if (!_waiting.TryAdd(waiting))
        {
            throw new ProblemException(new Problem(ProblemKind.LimitExceeded, "events_busy", "More events wait for the disk than may. Send these again in a moment."));
        }

        // Not cancelled with the request: whether the rows are kept is decided already.
        return await waiting.Done.WaitAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>What waits is stored before it returns.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Close();
        if (_loop.IsValueCreated)
        {
            await _loop.Value.ConfigureAwait(false);
        }
    }

    private async Task LoopAsync()
    {
        var loaded = false;
        var group = new CallGroup();
        while (await _waiting.WaitAsync().ConfigureAwait(false))
        {
            await GatherAsync(group).ConfigureAwait(false);
            try
            {
                if (!loaded)
                {
                    await LoadRecentAsync().ConfigureAwait(false);
                    await _sessions.LoadAsync(_clock.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
                    loaded = true;
                }

                await StoreAsync(group.Calls).ConfigureAwait(false);
            }
            catch (Exception failed)
            {
                // The loop outlives every failure; the callers hear of theirs.
                _log.LogError(failed, "Events were not stored");
                foreach (var waiting in group.Calls.Where(c => !c.Done.IsCompleted))
                {
                    waiting.Fail(failed, _recent);
                }
            }
        }
    }

    /// <summary>Takes the calls that wait. While many events come, or many calls one after the other, it lets more gather for a moment, for a few
    /// large inserts cost the engine much less than many small ones, now and when it merges them; who sends now and then waits for nobody.</summary>
    private async Task GatherAsync(CallGroup group)
    {
        var busy = group.Events >= BusyEvents;
        var paced = _pace.Next(Stopwatch.GetTimestamp());
        var gather = busy || paced > GatherMax ? GatherMax : paced;
        group.Clear();
        _waiting.TakeInto(group);
        for (var waited = TimeSpan.Zero; group.Events < EnoughEvents && waited < gather; waited += GatherStep)
        {
            await Task.Delay(GatherStep).ConfigureAwait(false);
            _waiting.TakeInto(group);
        }
    }

    private async Task StoreAsync(List<Waiting> calls)
    {
        var lookups = new Dictionary<ulong, IdentityKey>();
        foreach (var (hash, key) in calls.SelectMany(c => c.Rows.Lookups))
        {
            lookups.TryAdd(hash, key);
        }

        var resolved = await _identities.ResolveAsync(lookups, CancellationToken.None).ConfigureAwait(false);
        await _stored.RecallAsync(calls, resolved, _recent, CancellationToken.None).ConfigureAwait(false);
        foreach (var call in calls)
        {
            Prepare(call, resolved);
        }

        await _evidence.StoreAsync([.. calls.Select(c => c.Rows)], resolved, CancellationToken.None).ConfigureAwait(false);
        await _store.StoreAsync(calls).ConfigureAwait(false);
    }

    /// <summary>Fills in whose each new event is and in which session it was.</summary>
    private void Prepare(Waiting call, Resolved resolved)
    {
        var rows = call.Rows;
        if (call.Sift(_recent) is > 0 and var repeated)
        {
            _refusals.Add(rows.Source, "duplicate", "messageId", repeated);
        }

        for (var i = 0; i < rows.Count; i++)
        {
            var facts = rows.Facts[i];
            if (facts.KnownBy != 0 && resolved.OwnerOf(facts.KnownBy, facts.TsMs) is { Customer: > 0 } owner)
            {
                rows.SetCustomer(i, owner.Customer, owner.By);
            }

            if (facts.Visitor.Length > 0)
            {
                rows.SetSession(i, _sessions.Of(facts.Visitor, facts.Channel, facts.TsMs));
            }
        }
    }

    /// <summary>After a start the store tells what was seen before, as far back as fits into memory.</summary>
    private async Task LoadRecentAsync()
    {
        var since = _clock.GetUtcNow() - await ReachAsync().ConfigureAwait(false);
        var statement = new FactsStatement("recent events", SqlFile.Beside<EventCommitter>("RecentEvents.sql"))
            .With("since", since).With("size", 2L * RecentIds.GenerationMaxDefault).Within(FactsLimits.Batch);
        await foreach (var id in _facts.StreamAsync(Loading, statement, (ref RowReader row) => row.Uuid(), CancellationToken.None).ConfigureAwait(false))
        {
            _recent.Add(id);
        }

        _recent.Loaded(since);
        _log.LogInformation("{Count} recent events are remembered, all since {Since}", _recent.Count, since);
    }

    private async Task<TimeSpan> ReachAsync()
    {
        foreach (var reach in Reaches)
        {
            var statement = new FactsStatement("recent events counted", "SELECT count() FROM events WHERE received_at >= {since:DateTime64(3, 'UTC')}")
                .With("since", _clock.GetUtcNow() - reach).Within(FactsLimits.Batch);
            if (await _facts.CountAsync(Loading, statement, CancellationToken.None).ConfigureAwait(false) <= 2UL * RecentIds.GenerationMaxDefault)
            {
                return reach;
            }
        }

        return Reaches[^1];
    }
}
