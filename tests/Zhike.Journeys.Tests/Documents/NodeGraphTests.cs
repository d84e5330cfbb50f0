using FsCheck;
using FsCheck.Fluent;
using Zhike.Journeys.Documents;
using Zhike.Journeys.Tests.World;

namespace Zhike.Journeys.Tests.Documents;

public sealed class NodeGraphTests
{
    /// <summary>Random graphs of waits and percentages whose edges run forward unless they leave a wait: exactly those that a
    /// document may have.</summary>
    [Fact]
    public void A_tick_walks_every_node_after_all_that_lead_to_it_at_once()
    {
        var graphs =
            from size in Gen.Choose(1, 12)
            from picks in Gen.ArrayOf(Gen.Choose(0, 1000), size * 3)
            select (Size: size, Picks: picks);
        Prop.ForAll(graphs.ToArbitrary(), graph =>
        {
            var nodes = Enumerable.Range(0, graph.Size).Select(i => Node(i, graph.Size, graph.Picks)).Append("""{"id": "end", "kind": "exit"}""").ToList();
            var document = SmallBank.DocumentUnchecked(string.Join(",", Shuffle(nodes, graph.Picks)), "n0");
            var order = NodeGraph.TickOrder(document).Select((n, place) => (n.Id, place)).ToDictionary(x => x.Id, x => x.place);
            return order.Count == document.Nodes.Length
                && document.Nodes.Where(n => n is not WaitNode).All(n => n.Ways.Where(w => document.Node(w.To) is not WaitNode).All(w => order[n.Id] < order[w.To]))
                && document.Nodes.Where(n => n is WaitNode).All(n => document.Nodes.Where(o => o is not WaitNode).All(o => order[n.Id] < order[o.Id]));
        }).QuickCheckThrowOnFailure();
    }

    private static string Node(int i, int size, int[] picks)
    {
        var (kind, one, two) = (picks[i * 3] % 2, picks[(i * 3) + 1], picks[(i * 3) + 2]);
        return kind == 0
            ? $$"""{"id": "n{{i}}", "kind": "wait", "days": 1, "next": "{{To(one % (size + 1))}}"}"""
            : $$"""{"id": "n{{i}}", "kind": "percent", "branches": [{"percent": 50, "next": "{{To(Forward(one))}}"}, {"percent": 50, "next": "{{To(Forward(two))}}"}]}""";

        int Forward(int pick) => i + 1 + (pick % (size - i));
        string To(int at) => at == size ? "end" : $"n{at}";
    }

    private static IEnumerable<string> Shuffle(IReadOnlyList<string> nodes, int[] picks) =>
        nodes.Select((n, i) => (n, picks[i % picks.Length])).OrderBy(x => x.Item2).Select(x => x.n);
}
