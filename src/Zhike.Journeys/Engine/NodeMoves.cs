using Zhike.Journeys.Documents;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Journeys.Engine;

/// <summary>Moves the people of one version, node by node.</summary>
/// <param name="due">How many may be at a node who may leave it now.</param>
/// <param name="lookUp">Facts came in: whoever waits for one may be let on before their time is over.</param>
internal sealed class NodeMoves(TickFrame frame, int version, JourneyDocument document, Dictionary<(int Version, string Node), ulong> due, bool lookUp, TickCounts counts)
{
    private static readonly string MovesSql = SqlFile.Beside<NodeMoves>("Moves.sql");
    private static readonly string StandingSql = SqlFile.Beside<NodeMoves>("Standing.sql");

    private readonly ContactDecisions _decisions = new(frame.Room, document, version, frame.Run, frame.From, frame.Now);
    private readonly OwnMoments _moments = new(frame);

    public async Task StopAsync(CancellationToken cancel)
    {
        foreach (var node in document.Nodes.Where(n => due.ContainsKey((version, n.Id))))
        {
            await MoveAsync(node, Route.To(EngineNodes.Stopped), due[(version, node.Id)], cancel).ConfigureAwait(false);
        }
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        foreach (var node in NodeGraph.TickOrder(document).Where(n => n is not ExitNode))
        {
            // A node that holds people up comes first for who was there, and perhaps once more for who has come meanwhile.
            due.Remove((version, node.Id), out var people);
            if (node is EventWaitNode && lookUp)
            {
                people = Math.Max(people, await StandingAsync(node.Id, cancel).ConfigureAwait(false));
            }

            if (people > 0)
            {
                await LeaveAsync(node, people, cancel).ConfigureAwait(false);
            }
        }
    }

    private async Task LeaveAsync(JourneyNode node, ulong people, CancellationToken cancel)
    {
        counts.Contacts += await _decisions.DecideAsync(node, people, cancel).ConfigureAwait(false);
        var route = await RouteAsync(node, cancel).ConfigureAwait(false);
        var moved = await MoveAsync(node, route, people, cancel).ConfigureAwait(false);
        foreach (var target in route.Targets.Where(t => moved > 0 && t != node.Id && !document.Node(t).AtOnce.IsEmpty))
        {
            due[(version, target)] = due.GetValueOrDefault((version, target)) + moved;
        }
    }

    private async Task<Route> RouteAsync(JourneyNode node, CancellationToken cancel)
    {
        switch (node)
        {
            case WorkOrderNode order:
                return Route.OfWorkOrder(order);
            case PercentNode percent:
                return Route.OfPercent(percent, document.Salt);
            case DateWaitNode wait:
                return Route.OfDateWait(wait);
            case EventWaitNode wait:
                var since = !wait.IsEvent ? "enrolled" : wait.IsBooking ? "standing_by_day" : "standing";
                return (await Route.OfEventWaitAsync(frame.Room.Conditions, wait, prefix => frame.Scope(prefix, since), cancel).ConfigureAwait(false)).OrThrow();
            case SplitNode split:
                var branches = split.Branches.Select(b => (b.When, b.Next));
                return (await Route.OfConditionsAsync(frame.Room.Conditions, branches, split.Otherwise, Branch, cancel).ConfigureAwait(false)).OrThrow();
            case GoalNode goal:
                var condition = goal.Condition ?? document.Goal.Condition;
                return (await Route.OfConditionsAsync(frame.Room.Conditions, [(condition, goal.NextReached)], goal.Next, Branch, cancel).ConfigureAwait(false)).OrThrow();
            default:
                return Route.To(node.Ways[0].To);
        }
    }

    private Contracts.Customers.ConditionScope Branch(string prefix) => frame.Scope(prefix, "enrolled");

    private async Task<ulong> MoveAsync(JourneyNode node, Route route, ulong people, CancellationToken cancel)
    {
        var sql = route.Expression is { } expression ? SqlSlot.Fill(MovesSql, "route", expression) : MovesSql;
        var targets = route.Targets.Where(t => t != EngineNodes.Stopped && t != node.Id).Select(document.Node);
        var (moments, bound) = await _moments.OfAsync(targets, cancel).ConfigureAwait(false);
        var statement = frame.Statement("journey moves", SqlSlot.Fill(sql, "moments", moments), version)
            .WithBound(route.Bound)
            .WithBound(bound.Parameters)
            .With("node", node.Id)
            .With("until", route.Early ? TickTimes.Never : frame.Now)
            .With("next", route.Next)
            .With("targets", route.Targets)
            .With("dues", route.Targets.Select(t => (ulong)DueAt(node, t).ToUnixTimeMilliseconds()));
        var moved = await frame.AppendInSlicesAsync(statement, people, cancel).ConfigureAwait(false);
        counts.Steps += moved;
        return moved;
    }

    private DateTimeOffset DueAt(JourneyNode from, string to) => to == EngineNodes.Stopped ? TickTimes.Never
        : to == from.Id ? frame.Room.Times.NextMorning(frame.Now)
        : frame.Room.Times.DueAt(document.Node(to), frame.Now, frame.Calendar);

    private async Task<ulong> StandingAsync(string node, CancellationToken cancel) => await frame.Room.Facts.CountAsync(
        TickFrame.Ticking, frame.Statement("people who wait", StandingSql, version).With("node", node), cancel).ConfigureAwait(false);
}
