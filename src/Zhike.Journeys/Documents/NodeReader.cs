using System.Collections.Immutable;

namespace Zhike.Journeys.Documents;

/// <summary>Reads the nodes of a journey, one clause a kind.</summary>
internal static class NodeReader
{
    public static readonly ImmutableArray<string> Channels = ["sms", "email", "push", "in_app", "wecom"];

    public static ImmutableArray<JourneyNode> Read(IReadOnlyList<FieldReader> fields)
    {
        var nodes = ImmutableArray.CreateBuilder<JourneyNode>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in fields)
        {
            var id = node.Name("id");
            if (id.Length > 0 && !ids.Add(id))
            {
                node.Refuse("id", $"\"{id}\" is the id of another node already");
            }

            if (ReadNode(node, id) is { } read)
            {
                nodes.Add(read);
                node.RefuseUnknown();
            }
        }

        return nodes.ToImmutable();
    }

    private static JourneyNode? ReadNode(FieldReader node, string id)
    {
        var label = node.WordsOrNull("label");
        switch (node.Text("kind"))
        {
            case "wait":
                return WaitReader.Read(node, id, label);
            case "limit":
                return WaitReader.ReadLimit(node, id, label);
            case "hand_over":
                return new HandOverNode(id, label, node.Name("journey"), node.Name("next"));
            case "join":
                return new JoinNode(id, label, node.Name("next"));
            case "split":
                return new SplitNode(id, label, ReadSplitBranches(node), node.Name("otherwise"));
            case "percent":
                return new PercentNode(id, label, ReadPercentBranches(node));
            case "send":
                return ReadSend(node, id, label);
            case "work_order":
                return new WorkOrderNode(id, label, node.Name("template"), node.Whole("priority", 1, 5, 3), node.Whole("due_days", 0, 366, 0), node.Name("next"));
            case "goal":
                return new GoalNode(id, label, node.Expression("condition"), node.Name("next_reached"), node.Name("next"));
            case "exit":
                return new ExitNode(id, label);
            case "":
                return null;
            case var other:
                node.Refuse("kind", $"must be wait, limit, split, percent, join, send, work_order, hand_over, goal or exit, but is \"{other}\"");
                return null;
        }
    }

    private static SendNode ReadSend(FieldReader node, string id, Words? label)
    {
        var channel = node.Text("channel");
        if (channel.Length > 0 && !Channels.Contains(channel))
        {
            node.Refuse("channel", $"must be one of {string.Join(", ", Channels)}, but is \"{channel}\"");
        }

        return new SendNode(id, label, channel, node.Name("template"), node.Name("next"));
    }

    private static ImmutableArray<SplitBranch> ReadSplitBranches(FieldReader node)
    {
        var branches = ImmutableArray.CreateBuilder<SplitBranch>();
        foreach (var branch in node.Objects("branches", 1))
        {
            if (branch.Expression("when") is { } when)
            {
                branches.Add(new SplitBranch(when, branch.Name("next")));
            }
            else
            {
                branch.Refuse("when", "is missing");
                branch.Name("next");
            }

            branch.RefuseUnknown();
        }

        return branches.ToImmutable();
    }

    private static ImmutableArray<PercentBranch> ReadPercentBranches(FieldReader node)
    {
        var branches = ImmutableArray.CreateBuilder<PercentBranch>();
        foreach (var branch in node.Objects("branches", 1))
        {
            branches.Add(new PercentBranch(branch.Number("percent", 0.01m, 100), branch.Name("next")));
            branch.RefuseUnknown();
        }

        if (branches.Count > 0 && branches.Sum(b => b.Percent) is var sum && sum != 100)
        {
            node.Refuse("branches", FormattableString.Invariant($"must add up to 100 percent, but add up to {sum}"));
        }

        return branches.ToImmutable();
    }
}
