using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Events;

/// <summary>Group commit: while one insert goes to the disk, calls gather; the next insert takes all of them. A call is answered
/// when its rows are on the disk. One loop decides what was seen before, so the same message counts once however often it comes.</summary>
internal sealed class EventCommitter : IAsyncDisposable
{
    /// <summary>Events of one insert.</summary>
    public const int GroupEventsMax = 50_000;

    /// <summary>Bytes of one insert.</summary>
    public const int GroupBytesMax = 32 << 20;

    /// <summary>An insert of so many waits for no more events.</summary>
    public const int EnoughEvents = 10_000;

    /// <summary>After an insert of so many the next one lets events gather.</summary>
    public const int BusyEvents = 1_000;

    /// <summary>Calls that may wait; more are told to come again.</summary>
    public const int WaitingMax = 2_000;

    /// <summary>A message repeated after this counts again.</summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromDays(7);

    private static readonly TimeSpan GatherStep = TimeSpan.FromMilliseconds(5);
    private static readonly Viewer Loading = Viewer.Bank("recent events");
    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(WaitingMax) { SingleReader = true });
    private readonly IFacts _facts;
    private readonly Identities _identities;
    private readonly BankClock _clock;
    private readonly ILogger<EventCommitter> _log;
    private readonly RecentIds _recent = new();
    private readonly Lazy<Task> _loop;

    public EventCommitter(IFacts facts, Identities identities, BankClock clock, ILogger<EventCommitter> log)
    {
        (_facts, _identities, _clock, _log) = (facts, identities, clock, log);
        _loop = new Lazy<Task>(() => Task.Run(LoopAsync));
    }

    /// <summary>How long an insert lets events gather at most.</summary>
    public TimeSpan GatherMax { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns when every row is on the disk, or was there before.</summary>
    public async Task CommitAsync(EventRows rows, CancellationToken cancel)
    {
        if (rows.Count == 0)
        {
            return;
        }

        _ = _loop.Value;
        var waiting = new Waiting(rows, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_waiting.Writer.TryWrite(waiting))
        {
            throw new ProblemException(new Problem(ProblemKind.Unavailable, "events_busy", $"More than {WaitingMax} calls wait for the disk. Send this one again in a moment."));
        }

        // Not cancelled with the request: whether the rows are kept is decided already.
        await waiting.Done.Task.WaitAsync(cancel).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        if (_loop.IsValueCreated)
        {
            await _loop.Value.ConfigureAwait(false);
        }
    }

    private async Task LoopAsync()
    {
        var loaded = false;
        var group = new Group();
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            await GatherAsync(group).ConfigureAwait(false);
            try
            {
                if (!loaded)
                {
                    await LoadRecentAsync().ConfigureAwait(false);
                    loaded = true;
                }

                await StoreAsync(group.Calls).ConfigureAwait(false);
            }
            catch (Exception failed)
            {
                // The loop outlives every failure; the callers hear of theirs.
                _log.LogError(failed, "Events were not stored");
                foreach (var waiting in group.Calls)
                {
                    waiting.Done.TrySetException(failed);
                }
            }
        }
    }

    /// <summary>Takes the calls that wait. While many events come it lets more gather for a moment, for a few large inserts cost
    /// the engine much less than many small ones, now and when it merges them; a lone sender never waits for others.</summary>
    private async Task GatherAsync(Group group)
    {
        var busy = group.Events >= BusyEvents;
        group.Clear();
        group.Take(_waiting.Reader);
        for (var waited = TimeSpan.Zero; busy && group.Events < EnoughEvents && waited < GatherMax; waited += GatherStep)
        {
            await Task.Delay(GatherStep).ConfigureAwait(false);
            group.Take(_waiting.Reader);
        }
    }

    private async Task StoreAsync(List<Waiting> group)
    {
        try
        {
            await InsertAsync(group).ConfigureAwait(false);
        }
        catch (FactsException) when (group.Count > 1)
        {
            // One call holds something the engine does not take. The others shall not suffer for it.
            foreach (var waiting in group)
            {
                await AloneAsync(waiting).ConfigureAwait(false);
            }
        }
        catch (FactsException refused)
        {
            group[0].Done.TrySetException(Refused(refused));
        }
    }

    private async Task AloneAsync(Waiting waiting)
    {
        try
        {
            await InsertAsync([waiting]).ConfigureAwait(false);
        }
        catch (FactsException refused)
        {
            waiting.Done.TrySetException(Refused(refused));
        }
    }

    private ProblemException Refused(FactsException refused)
    {
        _log.LogWarning("The store refused a call of events: error {Code}", refused.Code);
        return new ProblemException(Problem.Invalid("properties", "cannot be stored: a member's name or value has a form the store does not take"));
    }

    private async Task InsertAsync(IReadOnlyList<Waiting> group)
    {
        await ResolveAsync(group).ConfigureAwait(false);
        var added = new List<Guid>();
        var left = new List<(EventRows Rows, HashSet<int>? LeftOut)>();
        foreach (var waiting in group)
        {
            var seen = NewOf(waiting.Rows, added);
            if (seen is null || seen.Count < waiting.Rows.Count)
            {
                left.Add((waiting.Rows, seen));
            }
        }

        try
        {
            if (added.Count > 0)
            {
                var insert = new FactsInsert("events", EventRows.Target) { Sql = $"INSERT INTO {EventRows.Target} SETTINGS type_json_skip_duplicated_paths = 1" };
                await _facts.InsertAsync(insert, ChunksAsync(left), CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch
        {
            added.ForEach(_recent.Remove);
            throw;
        }

        foreach (var waiting in group)
        {
            waiting.Done.TrySetResult();
        }
    }

    /// <summary>Rows that were seen before; null when there are none.</summary>
    private HashSet<int>? NewOf(EventRows rows, List<Guid> added)
    {
        HashSet<int>? seen = null;
        for (var i = 0; i < rows.Count; i++)
        {
            if (_recent.Add(rows.Ids[i]))
            {
                added.Add(rows.Ids[i]);
            }
            else
            {
                (seen ??= []).Add(i);
            }
        }

        return seen;
    }

    private async Task ResolveAsync(IReadOnlyList<Waiting> group)
    {
        var users = new Dictionary<ulong, string>();
        foreach (var (hash, user) in group.SelectMany(w => w.Rows.UserIds))
        {
            users.TryAdd(hash, user);
        }

        if (users.Count == 0)
        {
            return;
        }

        var customers = await _identities.ResolveAsync(users, CancellationToken.None).ConfigureAwait(false);
        foreach (var rows in group.Select(w => w.Rows))
        {
            for (var i = 0; i < rows.Count; i++)
            {
                if (rows.Users[i] != 0 && customers.TryGetValue(rows.Users[i], out var customer))
                {
                    rows.SetCustomer(i, customer);
                }
            }
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ChunksAsync(List<(EventRows Rows, HashSet<int>? LeftOut)> group)
    {
        foreach (var piece in group.SelectMany(g => g.Rows.Pieces(g.LeftOut)))
        {
            yield return piece;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <summary>After a start the store tells what was seen before; the oldest come first, so that they are forgotten first.</summary>
    private async Task LoadRecentAsync()
    {
        var statement = new FactsStatement("recent events", SqlFile.Beside<EventCommitter>("RecentEvents.sql"))
            .With("since", _clock.GetUtcNow() - RememberedFor).With("size", 2L * RecentIds.GenerationMaxDefault).Within(FactsLimits.Batch);
        await foreach (var id in _facts.StreamAsync(Loading, statement, (ref RowReader row) => row.Uuid(), CancellationToken.None).ConfigureAwait(false))
        {
            _recent.Add(id);
        }

        _log.LogInformation("{Count} recent events are remembered", _recent.Count);
    }

    private sealed record Waiting(EventRows Rows, TaskCompletionSource Done);

    /// <summary>The calls of one insert.</summary>
    private sealed class Group
    {
        private int _bytes;

        public List<Waiting> Calls { get; } = [];

        public int Events { get; private set; }

        public void Clear()
        {
            Calls.Clear();
            (Events, _bytes) = (0, 0);
        }

        public void Take(ChannelReader<Waiting> waiting)
        {
            while (Events < GroupEventsMax && _bytes < GroupBytesMax && waiting.TryRead(out var next))
            {
                Calls.Add(next);
                (Events, _bytes) = (Events + next.Rows.Count, _bytes + next.Rows.Bytes);
            }
        }
    }
}
