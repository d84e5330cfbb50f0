using System.Collections.Concurrent;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Journeys.Engine;

/// <summary>How far a journey has come on a run's clock. Only a hint from where to look: the steps are the truth.</summary>
/// <param name="FactsSeen">What goals and entries were last looked up in.</param>
internal sealed record LastTick(DateTimeOffset At, DateOnly? BusinessDate, string FactsSeen)
{
    public static LastTick None { get; } = new(DateTimeOffset.UnixEpoch, null, "");

    /// <summary>When entries were last looked up, on the run's clock; null: never. After a restart it may be earlier than it was.</summary>
    public DateTimeOffset? LookedUpAt { get; init; }

    /// <summary>When goals and entries were last looked up, on the wall's stop-watch, and what that took.</summary>
    public LookUp LookUp { get; init; } = new(0, TimeSpan.Zero);
}

/// <summary>Looking up goals and entries asks about everybody. On a large bank, where that takes seconds and events never
/// stop, it is done at most a tenth of the time; on a small one at every tick.</summary>
internal sealed record LookUp(long Started, TimeSpan Took)
{
    private const int RestPerWork = 10;
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);

    public bool IsDueAgain(TimeProvider wall) => Took < Quick || wall.GetElapsedTime(Started) >= Took * RestPerWork;
}

/// <summary>Remembers the last finished tick of each journey and run, in memory and (when it did something) in journey_ticks.</summary>
internal sealed class TickLog(IFacts facts)
{
    private const string Latest =
        """
        SELECT ticked_at, business_date, facts_seen FROM journey_ticks
        WHERE run = {run:String} AND journey_id = {journey:String} ORDER BY ticked_at DESC LIMIT 1
        """;

    private const string Append =
        """
        INSERT INTO journey_ticks (run, journey_id, ticked_at, business_date, facts_seen, enrolled, steps, contacts)
        VALUES ({run:String}, {journey:String}, {at:DateTime64(3, 'UTC')}, {business_date:Date}, {seen:String}, {enrolled:UInt64}, {steps:UInt64}, {contacts:UInt64})
        """;

    private static readonly Viewer Ticking = Viewer.Bank("journey tick");
    private readonly ConcurrentDictionary<(string Run, string Journey), LastTick> _known = new();

    public async Task<LastTick> LastAsync(string run, string journey, CancellationToken cancel)
    {
        if (_known.TryGetValue((run, journey), out var known))
        {
            return known;
        }

        var statement = new FactsStatement("last journey tick", Latest).With("run", run).With("journey", journey);
        var last = await facts.FirstOrNullAsync(
            Ticking, statement, (ref RowReader row) => Read(row.Instant(), row.Date(), row.Text()), cancel).ConfigureAwait(false);
        return _known[(run, journey)] = last ?? LastTick.None;
    }

    /// <summary>An idle tick of a business day that is noted already is only kept in mind.</summary>
    public async Task FinishedAsync(string run, string journey, LastTick last, LastTick tick, TickCounts counts, CancellationToken cancel)
    {
        if (counts.DidSomething || last.BusinessDate != tick.BusinessDate)
        {
            var statement = new FactsStatement("journey tick", Append)
                .With("run", run).With("journey", journey).With("at", tick.At).With("business_date", tick.BusinessDate!.Value)
                .With("seen", tick.FactsSeen).With("enrolled", counts.Enrolled).With("steps", counts.Steps).With("contacts", counts.Contacts);
            await facts.ExecuteAsync(Ticking, statement, cancel).ConfigureAwait(false);
        }

        _known[(run, journey)] = tick;
    }

    private static LastTick Read(DateTimeOffset at, DateOnly businessDate, string seen) => new(at, businessDate, seen) { LookedUpAt = at };

    /// <summary>A run's rows were dropped: nothing that is remembered about it holds.</summary>
    public void Forget(string run)
    {
        foreach (var key in _known.Keys.Where(k => k.Run == run))
        {
            _known.TryRemove(key, out _);
        }
    }
}

/// <summary>What one tick of one journey appended.</summary>
internal sealed class TickCounts
{
    public ulong Enrolled { get; set; }

    public ulong Steps { get; set; }

    public ulong Contacts { get; set; }

    public bool DidSomething => Enrolled + Steps + Contacts > 0;
}
