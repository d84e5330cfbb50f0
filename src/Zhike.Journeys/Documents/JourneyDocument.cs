using System.Collections.Immutable;
using System.Text.Json;

namespace Zhike.Journeys.Documents;

/// <summary>One version of a journey, read and checked.</summary>
/// <param name="HoldoutPercent">Of the customers who enter, never contacted and measured alike; 0 only with a reason.</param>
/// <param name="Salt">What arms and percentages are drawn with; the key unless the document names another.</param>
/// <param name="Priority">Journeys with a smaller number decide first when contacts are scarce.</param>
internal sealed record JourneyDocument(
    string Key,
    Words Name,
    JourneyEntry Entry,
    decimal HoldoutPercent,
    string Salt,
    JourneyGoal Goal,
    JourneyCap? Cap,
    int Priority,
    ImmutableArray<JourneyNode> Nodes,
    string Start)
{
    /// <summary>In force at every moment, also inside a wait.</summary>
    public ImmutableArray<ExitRule> Exits { get; init; } = [];

    public IEnumerable<CustomerDate> Dates => Nodes.OfType<DateWaitNode>().Select(n => n.Date).Concat(Entry.Date is { } date ? [date] : []);

    public JourneyNode Node(string id) => Nodes.First(n => n.Id == id);

    /// <summary>Every condition that is asked on the way, the entry's and the goal's among them, and of a tag's date that it is there.</summary>
    public IReadOnlyList<JsonElement> Conditions =>
    [
        .. Entry.Conditions,
        Goal.Condition,
        .. Exits.Select(e => e.Condition),
        .. Nodes.OfType<EventWaitNode>().Select(n => n.Condition),
        .. Dates.Where(d => d.Source == DateSource.Tag).Select(d => JsonSerializer.SerializeToElement(new { tag = d.Name, op = "not_null" }, JsonSerializerOptions.Web)),
        .. Nodes.OfType<SplitNode>().SelectMany(n => n.Branches).Select(b => b.When),
        .. Nodes.OfType<GoalNode>().Select(n => n.Condition).OfType<JsonElement>(),
    ];
}

internal sealed record Words(string Zh, string En);

/// <summary>What counts as success, within so many whole business days after the one of entry.</summary>
internal sealed record JourneyGoal(Words Name, int WithinDays, JsonElement Condition);

/// <summary>The journey's own limit, beside the bank's.</summary>
internal sealed record JourneyCap(int Contacts, int Days);

/// <summary>A place in the graph.</summary>
internal abstract record JourneyNode(string Id, Words? Label)
{
    public abstract string Kind { get; }

    /// <summary>Where one may go from here, with a word for the way ("" for the only one).</summary>
    public abstract ImmutableArray<Way> Ways { get; }

    /// <summary>Of these, the ones that somebody who has just come may take in the same tick.</summary>
    public virtual ImmutableArray<Way> AtOnce => Ways;
}

/// <param name="Field">The document's field below the node, such as "branches[1].next".</param>
internal sealed record Way(string To, string Field, string Label = "");

/// <summary>The first branch whose condition holds.</summary>
internal sealed record SplitNode(string Id, Words? Label, ImmutableArray<SplitBranch> Branches, string Otherwise) : JourneyNode(Id, Label)
{
    public override string Kind => "split";

    public override ImmutableArray<Way> Ways =>
        [.. Branches.Select((b, i) => new Way(b.Next, $"branches[{i}].next", $"{i + 1}")), new Way(Otherwise, "otherwise", "otherwise")];
}

internal sealed record SplitBranch(JsonElement When, string Next);

/// <summary>A lasting draw: the same customer always goes the same way.</summary>
internal sealed record PercentNode(string Id, Words? Label, ImmutableArray<PercentBranch> Branches) : JourneyNode(Id, Label)
{
    public override string Kind => "percent";

    public override ImmutableArray<Way> Ways =>
        [.. Branches.Select((b, i) => new Way(b.Next, $"branches[{i}].next", FormattableString.Invariant($"{b.Percent:0.##} %")))];
}

internal sealed record PercentBranch(decimal Percent, string Next);

internal sealed record SendNode(string Id, Words? Label, string Channel, string Template, string Next) : JourneyNode(Id, Label)
{
    public override string Kind => "send";

    public override ImmutableArray<Way> Ways => [new Way(Next, "next")];
}

/// <param name="DueDays">0: the template says.</param>
internal sealed record WorkOrderNode(string Id, Words? Label, string Template, int Priority, int DueDays, string Next) : JourneyNode(Id, Label)
{
    public override string Kind => "work_order";

    public override ImmutableArray<Way> Ways => [new Way(Next, "next")];
}

/// <summary>A milestone on the way; without a condition of its own it asks the journey's goal.</summary>
internal sealed record GoalNode(string Id, Words? Label, JsonElement? Condition, string NextReached, string Next) : JourneyNode(Id, Label)
{
    public override string Kind => "goal";

    public override ImmutableArray<Way> Ways => [new Way(NextReached, "next_reached", "reached"), new Way(Next, "next", "otherwise")];
}

/// <summary>Nothing more is done; the goal is still measured to the end of its window.</summary>
internal sealed record ExitNode(string Id, Words? Label) : JourneyNode(Id, Label)
{
    public override string Kind => "exit";

    public override ImmutableArray<Way> Ways => [];
}
