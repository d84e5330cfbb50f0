using System.Collections.Immutable;
using System.Text.Json;
using Zhike.Contracts.Customers;
using Zhike.Journeys.Documents;
using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Journeys.Engine;

/// <summary>Where a node sends people: an SQL expression over the CTE "due" that names the next node, with what it binds.</summary>
/// <param name="Expression">Null: everybody goes to {next}.</param>
internal sealed record Route(string? Expression, string Next, ImmutableArray<string> Targets, ImmutableSortedDictionary<string, string> Bound)
{
    /// <summary>Also asks those whose time is not over.</summary>
    public bool Early { get; init; }

    private static readonly ImmutableSortedDictionary<string, string> Nothing = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>A work order is offered on so many days before the journey goes on without it.</summary>
    public const int WorkOrderTries = 5;

    private const string FullyBooked =
        """
        if(
            step_id IN
            (
                SELECT contact_id FROM contacts
                WHERE run = {run:String} AND journey_id = {journey:String} AND node = {node:String} AND decision = 'no_capacity'
                    AND customer_id IN (SELECT customer_id FROM enrolled) AND decided_at > {from:DateTime64(3, 'UTC')}
            )
            AND enrolment_id NOT IN
            (
                SELECT enrolment_id FROM contacts
                WHERE run = {run:String} AND journey_id = {journey:String} AND node = {node:String} AND decision = 'no_capacity'
                    AND customer_id IN (SELECT customer_id FROM enrolled)
                GROUP BY enrolment_id HAVING count() >= {tries:UInt64}
            ),
            {node:String}, {next:String})
        """;

    public static Route To(string next) => new(null, next, [next], Nothing);

    /// <summary>On, or once more to the same node on the next morning when the manager was fully booked.</summary>
    public static Route OfWorkOrder(WorkOrderNode node) => new(
        FullyBooked, node.Next, [node.Next, node.Id], new FactsStatement("", "").With("tries", (ulong)WorkOrderTries).Parameters);

    /// <summary>A lasting draw: the hash of (journey's salt, node, customer) below the sum of the percentages so far.</summary>
    public static Route OfPercent(PercentNode node, string salt)
    {
        var bound = new FactsStatement("", "").With("draw_salt", $"{salt}/{node.Id}");
        var cases = new List<string>();
        var sum = 0m;
        foreach (var (branch, i) in node.Branches.SkipLast(1).Select((b, i) => (b, i)))
        {
            sum += branch.Percent;
            bound = bound.With($"below_{i}", (ulong)decimal.Round(sum * 100)).With($"to_{i}", branch.Next);
            cases.Add($"sipHash64({{draw_salt:String}}, customer_id) % 10000 < {{below_{i}:UInt64}}, {{to_{i}:String}}");
        }

        var last = node.Branches[^1].Next;
        return cases.Count == 0
            ? To(last)
            : new Route($"multiIf({string.Join(", ", cases)}, {{next:String}})", last, [.. node.Branches.Select(b => b.Next).Distinct()], bound.Parameters);
    }

    /// <summary>Whoever was due at once has no such date, or has it behind them.</summary>
    public static Route OfDateWait(DateWaitNode node) => new(
        "if(due_at > entered_at, {next:String}, {missed:String})", node.Next, [node.Next, node.Otherwise],
        new FactsStatement("", "").With("missed", node.Otherwise).Parameters);

    /// <summary>On when it holds, the other way when the time is over; else they stay.</summary>
    public static async Task<Result<Route>> OfEventWaitAsync(IConditions conditions, EventWaitNode node, Func<string, ConditionScope> scope, CancellationToken cancel)
    {
        var compiled = await conditions.CompileAsync(node.Condition, scope("c_"), cancel).ConfigureAwait(false);
        return !compiled.Ok ? compiled.Problem : new Route(
            $"multiIf(customer_id IN ({compiled.Value.Sql}), {{next:String}}, due_at <= {{now:DateTime64(3, 'UTC')}}, {{late:String}}, '')",
            node.Next, [.. new[] { node.Next, node.Otherwise }.Distinct()],
            new FactsStatement("", "").WithBound(compiled.Value.Parameters).With("late", node.Otherwise).Parameters) { Early = true };
    }

    /// <summary>The first branch whose condition holds.</summary>
    /// <param name="scope">As of the tick's business date, with a prefix for parameters.</param>
    public static async Task<Result<Route>> OfConditionsAsync(
        IConditions conditions, IEnumerable<(JsonElement When, string Next)> branches, string otherwise, Func<string, ConditionScope> scope, CancellationToken cancel)
    {
        var bound = new FactsStatement("", "");
        var cases = new List<string>();
        var targets = new List<string> { otherwise };
        foreach (var (when, next) in branches)
        {
            var compiled = await conditions.CompileAsync(when, scope($"c{cases.Count}_"), cancel).ConfigureAwait(false);
            if (!compiled.Ok)
            {
                return compiled.Problem;
            }

            bound = bound.WithBound(compiled.Value.Parameters).With($"to_{cases.Count}", next);
            cases.Add($"customer_id IN ({compiled.Value.Sql}), {{to_{cases.Count}:String}}");
            targets.Add(next);
        }

        return new Route($"multiIf({string.Join(", ", cases)}, {{next:String}})", otherwise, [.. targets.Distinct()], bound.Parameters);
    }
}
