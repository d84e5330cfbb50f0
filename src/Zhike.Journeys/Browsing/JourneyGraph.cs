using Zhike.Journeys.Documents;
using Zhike.Journeys.Engine;

namespace Zhike.Journeys.Browsing;

/// <param name="From">Empty for those who entered.</param>
internal sealed record Walk(string From, string To, long People, long HeldOut);

/// <summary>Puts the people's walks on the document's graph.</summary>
internal static class JourneyGraph
{
    public static IReadOnlyList<NodeView> Nodes(JourneyDocument document, IReadOnlyList<Walk> walks)
    {
        var door = NodeLabels.OfEngine(EngineNodes.Entry)!.Value;
        var nodes = new List<NodeView> { new(EngineNodes.Entry, door.Kind, door.Label.Zh, door.Label.En, Entered(walks), 0, null, null) };
        nodes.AddRange(document.Nodes.Select(n => Node(n.Id, n.Kind, NodeLabels.Of(n), n)));

        // Older versions may have had nodes that this one has not; the engine's own stand at the end.
        IEnumerable<string> ends = document.HoldoutPercent > 0 ? [EngineNodes.Holdout] : [];
        var others = walks.Select(w => w.To).Union(ends).Where(id => document.Nodes.All(n => n.Id != id)).Order(StringComparer.Ordinal);
        nodes.AddRange(others.Select(id => NodeLabels.OfEngine(id) is { } own
            ? Node(id, own.Kind, own.Label, null)
            : Node(id, "earlier", new Words(id, id), null)));
        return nodes;

        NodeView Node(string id, string kind, Words label, JourneyNode? node)
        {
            var entered = walks.Where(w => w.To == id).Sum(w => w.People);
            var left = walks.Where(w => w.From == id).Sum(w => w.People);
            return new NodeView(
                id, kind, label.Zh, label.En, entered, entered - left, node switch { SendNode send => send.Channel, WorkOrderNode => "work_order", _ => null },
                node switch { SendNode send => send.Template, WorkOrderNode order => order.Template, _ => null });
        }
    }

    public static IReadOnlyList<EdgeView> Edges(JourneyDocument document, IReadOnlyList<Walk> walks)
    {
        var drawn = document.Nodes
            .SelectMany(n => n.Ways.GroupBy(w => w.To).Select(ways => (From: n.Id, To: ways.Key, Label: string.Join(" / ", ways.Select(w => w.Label).Where(l => l.Length > 0)))))
            .ToList();
        var edges = DoorEdges(document, walks).Concat(drawn.Select(d => new EdgeView(d.From, d.To, Count(d.From, d.To), Zh(d.Label), En(d.Label)))).ToList();
        edges.AddRange(walks
            .Where(w => w.From.Length > 0 && !drawn.Any(d => d.From == w.From && d.To == w.To))
            .Select(w => new EdgeView(w.From, w.To, w.People, null, null)));
        return edges;

        long Count(string from, string to) => walks.Where(w => w.From == from && w.To == to).Sum(w => w.People);
    }

    /// <summary>From the door: the draw parts those who are led through the journey from those who are left alone.</summary>
    private static IEnumerable<EdgeView> DoorEdges(JourneyDocument document, IReadOnlyList<Walk> walks)
    {
        var heldOut = walks.Where(w => w.From.Length == 0 && w.To == EngineNodes.Holdout).Sum(w => w.People);
        var share = document.HoldoutPercent;
        yield return new EdgeView(EngineNodes.Entry, document.Start, Entered(walks) - heldOut, Arm("触达组", 100 - share), Arm("Contacted", 100 - share));
        if (share > 0 || heldOut > 0)
        {
            yield return new EdgeView(EngineNodes.Entry, EngineNodes.Holdout, heldOut, Arm("对照组", share), Arm("Held out", share));
        }

        static string Arm(string word, decimal percent) => FormattableString.Invariant($"{word} {percent:0.##}%");
    }

    private static long Entered(IReadOnlyList<Walk> walks) => walks.Where(w => w.From.Length == 0).Sum(w => w.People);

    /// <summary>The words of the ways, in Chinese.</summary>
    private static readonly (string Word, string Zh, string En)[] WayWords =
    [
        ("otherwise", "其他", "otherwise"), ("reached", "已达成", "reached"), ("no_date", "无日期或已过", "no such date"), ("timed_out", "超时", "timed out"),
        ("event", "已发生", "it happened"), ("holds", "已满足", "it holds"),
    ];

    private static string? Zh(string label) => label.Length == 0 ? null : WayWords.Aggregate(label, (text, w) => text.Replace(w.Word, w.Zh, StringComparison.Ordinal));

    private static string? En(string label) => label.Length == 0 ? null : WayWords.Aggregate(label, (text, w) => text.Replace(w.Word, w.En, StringComparison.Ordinal));
}
