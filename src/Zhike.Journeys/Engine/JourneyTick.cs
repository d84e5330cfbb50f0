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
    IFacts Facts, IConditions Conditions, ISegments Segments, IContactGate Gate, ITemplates Templates, TickTimes Times, BankOptions Bank, TickLog Log, TimeProvider Wall);

/// <summary>One journey at one moment. Named steps, each one or a few statements over everybody concerned: goals, windows that
/// are over, entries, then node by node. Every append finds what is there already, so a tick may be killed and repeated.</summary>
internal sealed class JourneyTick(TickRoom room, JourneyInForce journey, string run, DateTimeOffset now, DateOnly businessDate)
{
    /// <summary>One statement moves at most about so many people; more are taken in slices of the enrolment's hash.</summary>
    public const ulong PeoplePerStatementMax = 2_500_000;

    private static readonly Viewer Ticking = Viewer.Bank("journey tick");
    private static readonly string DueNodesSql = SqlFile.Beside<JourneyTick>("DueNodes.sql");
    private static readonly string FactsSeenSql = SqlFile.Beside<JourneyTick>("FactsSeen.sql");
    private static readonly string EntriesSql = SqlFile.Beside<JourneyTick>("Entries.sql");
    private static readonly string GoalsSql = SqlFile.Beside<JourneyTick>("Goals.sql");
    private static readonly string EndingsSql = SqlFile.Beside<JourneyTick>("Endings.sql");
    private static readonly string MovesSql = SqlFile.Beside<JourneyTick>("Moves.sql");
    private readonly TickCounts _counts = new();
    private LastTick _last = LastTick.None;

    public async Task<TickCounts> RunAsync(CancellationToken cancel)
    {
        _last = await room.Log.LastAsync(run, journey.Key, cancel).ConfigureAwait(false);
        var seen = await FactsSeenAsync(cancel).ConfigureAwait(false);
        if (now < _last.At || (now == _last.At && seen == _last.FactsSeen))
        {
            return _counts;
        }

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

        foreach (var (version, document) in journey.Versions)
        {
            await MoveAsync(version, document, due, cancel).ConfigureAwait(false);
        }

        var finished = new LastTick(now, businessDate, lookUp ? seen : _last.FactsSeen) { LookUp = lookUp ? new LookUp(started, took) : _last.LookUp };
        await room.Log.FinishedAsync(run, journey.Key, _last, finished, _counts, cancel).ConfigureAwait(false);
        return _counts;
    }

    /// <summary>A word that changes whenever an entry or a goal may come out differently: the business date, the number of
    /// facts of each kind, the versions in force.</summary>
    private async Task<string> FactsSeenAsync(CancellationToken cancel)
    {
        var counts = await room.Facts.FirstOrNullAsync(
            Ticking, new FactsStatement("facts seen", FactsSeenSql), (ref RowReader row) => row.Text(), cancel).ConfigureAwait(false);
        return FormattableString.Invariant($"{businessDate:yyyy-MM-dd} {counts} v{journey.Entering}");
    }

    /// <summary>How many people are due at each node, and the versions in which somebody's window may be over.</summary>
    private async Task<(Dictionary<(int Version, string Node), ulong> People, HashSet<int> Over)> DueAsync(CancellationToken cancel)
    {
        var rows = await room.Facts.ListAsync(
            Ticking,
            Statement("nodes with people due", DueNodesSql, 0),
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
        var reached = (await room.Conditions.CompileAsync(condition, Scope(day, at, "goal_", "enrolled"), cancel).ConfigureAwait(false)).OrThrow();
        var statement = Statement("journey goals", SqlSlot.Fill(GoalsSql, "reached", reached.Sql), version)
            .With("reached_at", at)
            .WithBound(reached.Parameters);
        _counts.Steps += await AppendAsync(statement, cancel).ConfigureAwait(false);
    }

    private async Task EndWindowsAsync(HashSet<int> over, CancellationToken cancel)
    {
        foreach (var (version, document) in journey.Versions.Where(v => over.Contains(v.Key)))
        {
            var statement = Statement("journey windows over", EndingsSql, version)
                .With("exits", document.Nodes.OfType<ExitNode>().Select(n => n.Id));
            _counts.Steps += await AppendAsync(statement, cancel).ConfigureAwait(false);
        }
    }

    private async Task EnterAsync(Dictionary<(int Version, string Node), ulong> due, CancellationToken cancel)
    {
        if (journey.Entering is not { } version)
        {
            return;
        }

        var document = journey.Versions[version];
        var (members, total) = await MembersAsync(document.Entry, cancel).ConfigureAwait(false);
        var first = document.Node(document.Start);
        var firstDue = room.Times.DueAt(first, now);
        var reenter = document.Entry.ReenterAfterDays;
        var entries = Statement("journey entries", SqlSlot.Fill(EntriesSql, "members", members.Sql), version)
            .WithBound(members.Parameters)
            .With("salt", document.Salt)
            .With("holdout", (ulong)decimal.Round(document.HoldoutPercent * 100))
            .With("entry", reenter is null ? "" : businessDate.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))
            .With("first", first.Id)
            .With("first_due", firstDue)
            .With("starts", journey.Versions.Values.Select(d => d.Start).Append(EngineNodes.Holdout).Distinct())
            .With("reenter_before", reenter is { } days ? now.AddDays(-days) : DateTimeOffset.UnixEpoch.AddMilliseconds(-1))
            .With("since", room.Times.EndOf(businessDate))
            .With("ends_at", room.Times.WindowEnd(room.Times.WindowStart(businessDate, now), document.Goal.WithinDays));
        var entered = await AppendInSlicesAsync(entries, total, cancel).ConfigureAwait(false);
        _counts.Enrolled += entered;
        _counts.Steps += entered;
        if (entered > 0 && firstDue <= now)
        {
            due[(version, first.Id)] = due.GetValueOrDefault((version, first.Id)) + entered;
        }
    }

    private async Task<(CustomerSet Members, ulong Total)> MembersAsync(JourneyEntry entry, CancellationToken cancel)
    {
        if (entry.Segment is { } segment && journey.TagTable is null)
        {
            var version = await room.Segments.MaterialiseAsync(segment, businessDate, cancel).ConfigureAwait(false);
            var bound = new FactsStatement("", "").With("members_segment", segment).With("members_version", version.Version);
            return (new CustomerSet(SqlFile.Beside<JourneyTick>("SegmentMembers.sql"), bound.Parameters), (ulong)version.Customers);
        }

        // A rehearsal keeps no members of past days: it asks for the segment as for any condition.
        var compiled = await room.Conditions.CompileAsync(entry.Asked, Scope(businessDate, now, "members_"), cancel).ConfigureAwait(false);
        var customers = await room.Facts.CountAsync(
            Ticking, new FactsStatement("customers in all", "SELECT count() FROM customer_versions"), cancel).ConfigureAwait(false);
        return (compiled.OrThrow(), customers);
    }

    private async Task MoveAsync(int version, JourneyDocument document, Dictionary<(int Version, string Node), ulong> due, CancellationToken cancel)
    {
        if (journey.Stopped)
        {
            foreach (var node in document.Nodes.Where(n => due.ContainsKey((version, n.Id))))
            {
                await MoveNodeAsync(version, node.Id, Route.To(EngineNodes.Stopped), _ => TickTimes.Never, due[(version, node.Id)], cancel).ConfigureAwait(false);
            }

            return;
        }

        var decisions = new ContactDecisions(room, document, version, run, _last.At, now);
        foreach (var node in NodeGraph.TickOrder(document))
        {
            if (node is ExitNode || !due.TryGetValue((version, node.Id), out var people))
            {
                continue;
            }

            _counts.Contacts += await decisions.DecideAsync(node, people, cancel).ConfigureAwait(false);
            var route = await RouteAsync(node, document, cancel).ConfigureAwait(false);
            var moved = await MoveNodeAsync(
                version, node.Id, route, to => to == node.Id ? room.Times.NextMorning(now) : room.Times.DueAt(document.Node(to), now), people, cancel).ConfigureAwait(false);
            foreach (var target in route.Targets.Where(t => moved > 0 && t != node.Id && document.Node(t) is not (WaitNode or ExitNode)))
            {
                due[(version, target)] = due.GetValueOrDefault((version, target)) + moved;
            }
        }
    }

    private async Task<Route> RouteAsync(JourneyNode node, JourneyDocument document, CancellationToken cancel)
    {
        switch (node)
        {
            case WorkOrderNode order:
                return Route.OfWorkOrder(order);
            case PercentNode percent:
                return Route.OfPercent(percent, document.Salt);
            case SplitNode split:
                var branches = split.Branches.Select(b => (b.When, b.Next));
                return (await Route.OfConditionsAsync(room.Conditions, branches, split.Otherwise, Branch, cancel).ConfigureAwait(false)).OrThrow();
            case GoalNode goal:
                var condition = goal.Condition ?? document.Goal.Condition;
                return (await Route.OfConditionsAsync(room.Conditions, [(condition, goal.NextReached)], goal.Next, Branch, cancel).ConfigureAwait(false)).OrThrow();
            default:
                return Route.To(node.Ways[0].To);
        }
    }

    private ConditionScope Branch(string prefix) => Scope(businessDate, now, prefix, "enrolled");

    private ConditionScope Scope(DateOnly asOf, DateTimeOffset at, string prefix, string? since = null) =>
        new(asOf, at, prefix, since) { TagTable = journey.TagTable };

    private async Task<ulong> MoveNodeAsync(
        int version, string node, Route route, Func<string, DateTimeOffset> dueAt, ulong people, CancellationToken cancel)
    {
        var sql = route.Expression is { } expression ? SqlSlot.Fill(MovesSql, "route", expression) : MovesSql;
        var statement = Statement("journey moves", sql, version)
            .WithBound(route.Bound)
            .With("node", node)
            .With("next", route.Next)
            .With("targets", route.Targets)
            .With("dues", route.Targets.Select(t => (ulong)dueAt(t).ToUnixTimeMilliseconds()));
        var moved = await AppendInSlicesAsync(statement, people, cancel).ConfigureAwait(false);
        _counts.Steps += moved;
        return moved;
    }

    private FactsStatement Statement(string name, string sql, int version) => new FactsStatement(name, sql)
        .Within(FactsLimits.Batch)
        .With("run", run)
        .With("journey", journey.Key)
        .With("version", (ulong)version)
        .With("from", _last.At)
        .With("now", now);

    private async Task<ulong> AppendAsync(FactsStatement statement, CancellationToken cancel) =>
        (await room.Facts.ExecuteAsync(Ticking, statement, cancel).ConfigureAwait(false)).RowsWritten;

    private Task<ulong> AppendInSlicesAsync(FactsStatement statement, ulong people, CancellationToken cancel) =>
        Slices.AppendAsync(room.Facts, statement, people, cancel);
}

/// <summary>Large sets are taken in slices, so that a statement's memory does not grow with the bank.</summary>
internal static class Slices
{
    public static async Task<ulong> AppendAsync(IFacts facts, FactsStatement statement, ulong people, CancellationToken cancel)
    {
        var chunks = 1 + (people / JourneyTick.PeoplePerStatementMax);
        var written = 0ul;
        for (var chunk = 0ul; chunk < chunks; chunk++)
        {
            var slice = statement.With("chunks", chunks).With("chunk", chunk);
            written += (await facts.ExecuteAsync(Viewer.Bank("journey tick"), slice, cancel).ConfigureAwait(false)).RowsWritten;
        }

        return written;
    }
}
