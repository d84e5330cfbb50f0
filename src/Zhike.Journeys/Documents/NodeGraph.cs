using System.Collections.Immutable;
using Zhike.Kernel;

namespace Zhike.Journeys.Documents;

/// <summary>The graph of a journey's nodes: is it whole, and in which order does a tick walk it?</summary>
internal static class NodeGraph
{
    public static IEnumerable<FieldError> Check(JourneyDocument document)
    {
        var nodes = document.Nodes.GroupBy(n => n.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        var errors = new List<FieldError>();
        if (!nodes.ContainsKey(document.Start))
        {
            errors.Add(new FieldError("start", $"names the node \"{document.Start}\", which does not exist"));
        }

        foreach (var (node, i) in document.Nodes.Select((n, i) => (n, i)))
        {
            errors.AddRange(node.Ways
                .Where(w => w.To.Length > 0 && !nodes.ContainsKey(w.To))
                .Select(w => new FieldError($"nodes[{i}].{w.Field}", $"names the node \"{w.To}\", which does not exist")));
        }

        if (errors.Count > 0)
        {
            return errors;
        }

        var reached = Reached(document.Start, nodes);
        errors.AddRange(document.Nodes.Select((n, i) => (n, i))
            .Where(x => !reached.Contains(x.n.Id))
            .Select(x => new FieldError($"nodes[{x.i}]", $"\"{x.n.Id}\" cannot be reached from the start")));
        if (Cycle(document) is { } cycle)
        {
            errors.Add(new FieldError("nodes", $"go round in a circle without a wait: {string.Join(" → ", cycle)}"));
        }

        return errors;
    }

    /// <summary>First those that hold people up, for whoever may leave them now. Then every node that may be left at once, after
    /// all that lead to it at once: a node that holds people up comes twice when some may pass it.</summary>
    public static ImmutableArray<JourneyNode> TickOrder(JourneyDocument document)
    {
        var ordered = new List<JourneyNode>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in document.Nodes)
        {
            Visit(document, node, seen, ordered);
        }

        ordered.Reverse();
        return [.. document.Nodes.Where(HoldsUp), .. ordered];
    }

    /// <summary>People may stand here over a tick by the document's will.</summary>
    public static bool HoldsUp(JourneyNode node) => node is WaitNode or DateWaitNode or EventWaitNode or LimitNode;

    private static void Visit(JourneyDocument document, JourneyNode node, HashSet<string> seen, List<JourneyNode> ordered)
    {
        if ((HoldsUp(node) && node.AtOnce.IsEmpty) || !seen.Add(node.Id))
        {
            return;
        }

        foreach (var way in node.AtOnce)
        {
            Visit(document, document.Node(way.To), seen, ordered);
        }

        ordered.Add(node);
    }

    private static HashSet<string> Reached(string start, Dictionary<string, JourneyNode> nodes)
    {
        var reached = new HashSet<string>([start], StringComparer.Ordinal);
        var open = new Queue<string>(reached);
        while (open.TryDequeue(out var id))
        {
            foreach (var way in nodes[id].Ways.Where(w => w.To.Length > 0 && reached.Add(w.To)))
            {
                open.Enqueue(way.To);
            }
        }

        return reached;
    }

    /// <summary>A circle that no wait interrupts, as the ids on it; null when there is none.</summary>
    private static List<string>? Cycle(JourneyDocument document)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        var trail = new List<string>();
        return document.Nodes.Select(n => Follow(n)).FirstOrDefault(found => found is not null);

        List<string>? Follow(JourneyNode node)
        {
            if (done.Contains(node.Id))
            {
                return null;
            }

            if (trail.IndexOf(node.Id) is var at and >= 0)
            {
                return [.. trail[at..], node.Id];
            }

            trail.Add(node.Id);
            foreach (var way in node.AtOnce.Where(w => w.To.Length > 0))
            {
                if (Follow(document.Node(way.To)) is { } found)
                {
                    return found;
                }
            }

            trail.RemoveAt(trail.Count - 1);
            done.Add(node.Id);
            return null;
        }
    }
}
