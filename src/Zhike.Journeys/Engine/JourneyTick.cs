using System.Collections.Immutable;
using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Channels;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Journeys;
using Zhike.Journeys.Documents;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Journeys.Engine;

/// <summary>What every tick works with.</summary>
/// <param name="Wall">A stop-watch only: the time of the tick is handed to it.</param>
internal sealed record TickRoom(
    IFacts Facts, IConditions Conditions, ISegments Segments, ITags Tags, IContactGate Gate, ITemplates Templates, TickTimes Times,
    IWorkingDays Calendar, BankOptions Bank, TickLog Log, TimeProvider Wall);

/// <summary>One journey at one moment. Named steps, each one or a few statements over everybody concerned: goals, windows that
/// are over, entries, then node by node. Every append finds what is there already, so a tick may be killed and repeated.</summary>
internal sealed class JourneyTick(TickRoom room, JourneyInForce journey, string run, DateTimeOffset now, DateOnly businessDate)
{
    /// <summary>One statement moves at most about so many people; more are taken in slices of the enrolment's hash.</summary>
    public const ulong PeoplePerStatementMax = 2_500_000;

    private static readonly string DueNodesSql = SqlFile.Beside<JourneyTick>("DueNodes.sql");
    private static readonly string FactsSeenSql = SqlFile.Beside<JourneyTick>("FactsSeen.sql");
    private static readonly string GoalsSql = SqlFile.Beside<JourneyTick>("Goals.sql");
    private static readonly string LeavingsSql = SqlFile.Beside<JourneyTick>("Leavings.sql");
    private static readonly string EndingsSql = SqlFile.Beside<JourneyTick>("Endings.sql");
    private readonly TickCounts _counts = new();
    private LastTick _last = LastTick.None;
    private TickFrame _frame = null!;

    public async Task<TickCounts> RunAsync(CancellationToken cancel)
    {
        _last = await room.Log.LastAsync(run, journey.Key, cancel).ConfigureAwait(false);
        var seen = await FactsSeenAsync(cancel).ConfigureAwait(false);
        if (now < _last.At || (now == _last.At && seen == _last.FactsSeen))
        {
            return _counts;
        }

        _frame = new TickFrame(room, journey, run, _last.At, now, businessDate, await room.Calendar.CalendarAsync(cancel).ConfigureAwait(false));

        // A new business day is looked at without fail, events of the running one when their turn comes.
        var lookUp = seen != _last.FactsSeen && (businessDate != _last.BusinessDate || run != Runs.Live || _last.LookUp.IsDueAgain(room.Wall));
        var started = room.Wall.GetTimestamp();
        var took = TimeSpan.Zero;
        if (lookUp)
        {
            await ReachGoalsAsync(cancel).ConfigureAwait(false);
            took = room.Wall.GetElapsedTime(started);
        }

        var (due, over) = await DueAsync(cancel).ConfigureAwait(false);
        await EndWindowsAsync(over, cancel).ConfigureAwait(false);
        if (lookUp)
        {
            var entering = room.Wall.GetTimestamp();
            await EnterAsync(due, cancel).ConfigureAwait(false);
            took += room.Wall.GetElapsedTime(entering);
        }

        if (lookUp || due.Count > 0)
        {
            await LeaveAsync(cancel).ConfigureAwait(false);
        }

        foreach (var (version, document) in journey.Versions)
        {
            var moves = new NodeMoves(_frame, version, document, due, lookUp, _counts);
            await (journey.Stopped ? moves.StopAsync(cancel) : moves.RunAsync(cancel)).ConfigureAwait(false);
        }

        var finished = new LastTick(now, businessDate, lookUp ? seen : _last.FactsSeen) { LookUp = lookUp ? new LookUp(started, took) : _last.LookUp, LookedUpAt = lookUp ? now : _last.LookedUpAt };
        await room.Log.FinishedAsync(run, journey.Key, _last, finished, _counts, cancel).ConfigureAwait(false);
        return _counts;
    }

    /// <summary>A word that changes whenever an entry or a goal may come out differently: the business date, the number of
    /// facts of each kind, the versions in force.</summary>
    private async Task<string> FactsSeenAsync(CancellationToken cancel)
    {
        var counts = await room.Facts.FirstOrNullAsync(
            TickFrame.Ticking, new FactsStatement("facts seen", FactsSeenSql), (ref RowReader row) => row.Text(), cancel).ConfigureAwait(false);
        return FormattableString.Invariant($"{businessDate:yyyy-MM-dd} {counts} v{journey.Entering}{await CausesSeenAsync(cancel).ConfigureAwait(false)}");
    }

    /// <summary>What else lets people in: the time of day of a date, what other systems and journeys wrote.</summary>
    private async Task<string> CausesSeenAsync(CancellationToken cancel)
    {
        switch (journey.Entering is { } version ? journey.Versions[version].Entry : null)
        {
            case { Kind: EntryKind.Date, Date: { } date }:
                return FormattableString.Invariant($" day {room.Times.DayOf(now - date.At.ToTimeSpan()):yyyy-MM-dd}");
            case { Kind: EntryKind.Api }:
                return $" requests {await CountAsync("SELECT count() FROM journey_requests WHERE journey_id = {journey:String}", s => s).ConfigureAwait(false)}";
            case { Kind: EntryKind.HandedOver }:
                return $" handed {await CountAsync(
                    "SELECT count() FROM journey_steps WHERE run = {run:String} AND has({handing:Array(String)}, concat(journey_id, '/', node))",
                    s => s.With("handing", journey.HandedOverBy.Select(h => $"{h.Journey}/{h.Node}"))).ConfigureAwait(false)}";
            default:
                return "";
        }

        Task<ulong> CountAsync(string sql, Func<FactsStatement, FactsStatement> bind) =>
            room.Facts.CountAsync(TickFrame.Ticking, bind(new FactsStatement("causes seen", sql).With("run", run).With("journey", journey.Key)), cancel);
    }

    /// <summary>How many people are due at each node, and the versions in which somebody's window may be over.</summary>
    private async Task<(Dictionary<(int Version, string Node), ulong> People, HashSet<int> Over)> DueAsync(CancellationToken cancel)
    {
        var rows = await room.Facts.ListAsync(
            TickFrame.Ticking,
            _frame.Statement("nodes with people due", DueNodesSql, 0),
            (ref RowReader row) => (Version: (int)row.UInt32(), Node: row.Text(), People: row.UInt64(), WindowsOver: row.Bool()),
            cancel).ConfigureAwait(false);
        return (rows.ToDictionary(r => (r.Version, r.Node), r => r.People), [.. rows.Where(r => r.WindowsOver).Select(r => r.Version)]);
    }

    /// <summary>A goal is dated by the business day that shows it, also when the program slept for some days: each of those
    /// days is looked at in turn.</summary>
    private async Task ReachGoalsAsync(CancellationToken cancel)
    {
        for (var day = _last.BusinessDate is { } last && last < businessDate ? last.AddDays(1) : businessDate; day <= businessDate; day = day.AddDays(1))
        {
            var at = room.Times.MorningAfter(day) is var morning && morning < now && day < businessDate ? morning : now;
            foreach (var (version, document) in journey.Versions)
            {
                await ReachGoalAsync(version, document.Goal.Condition, day, at, cancel).ConfigureAwait(false);
            }
        }
    }

    private async Task ReachGoalAsync(int version, JsonElement condition, DateOnly day, DateTimeOffset at, CancellationToken cancel)
    {
        var reached = (await room.Conditions.CompileAsync(condition, _frame.Scope(day, at, "goal_", "enrolled"), cancel).ConfigureAwait(false)).OrThrow();
        var statement = _frame.Statement("journey goals", SqlSlot.Fill(GoalsSql, "reached", reached.Sql), version)
            .With("reached_at", at)
            .WithBound(reached.Parameters);
        _counts.Steps += await _frame.AppendAsync(statement, cancel).ConfigureAwait(false);
    }

    private async Task EndWindowsAsync(HashSet<int> over, CancellationToken cancel)
    {
        foreach (var (version, document) in journey.Versions.Where(v => over.Contains(v.Key)))
        {
            var statement = _frame.Statement("journey windows over", EndingsSql, version)
                .With("exits", document.Nodes.OfType<ExitNode>().Select(n => n.Id));
            _counts.Steps += await _frame.AppendAsync(statement, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Rules are asked before anybody is contacted, whether or not goals were looked up.</summary>
    private async Task LeaveAsync(CancellationToken cancel)
    {
        foreach (var (version, document) in journey.Stopped ? [] : journey.Versions.ToList())
        {
            foreach (var rule in document.Exits)
            {
                var holds = (await room.Conditions.CompileAsync(rule.Condition, _frame.Scope("rule_", "enrolled"), cancel).ConfigureAwait(false)).OrThrow();
                var statement = _frame.Statement("journey leavings", SqlSlot.Fill(LeavingsSql, "rule", holds.Sql), version)
                    .WithBound(holds.Parameters)
                    .With("resting", document.Nodes.OfType<ExitNode>().Select(n => n.Id).Concat([EngineNodes.Holdout, EngineNodes.Left, EngineNodes.Stopped]));
                _counts.Steps += await _frame.AppendAsync(statement, cancel).ConfigureAwait(false);
            }
        }
    }

    private async Task EnterAsync(Dictionary<(int Version, string Node), ulong> due, CancellationToken cancel)
    {
        if (journey.Entering is not { } version)
        {
            return;
        }

        var entered = await new Entering(_frame, _last).RunAsync(version, cancel).ConfigureAwait(false);
        _counts.Enrolled += entered;
        _counts.Steps += entered;
        var first = journey.Versions[version].Node(journey.Versions[version].Start);
        if (entered > 0 && !first.AtOnce.IsEmpty)
        {
            due[(version, first.Id)] = due.GetValueOrDefault((version, first.Id)) + entered;
        }
    }
}
