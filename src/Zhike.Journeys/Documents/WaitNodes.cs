using System.Collections.Immutable;
using System.Text.Json;

namespace Zhike.Journeys.Documents;

/// <summary>How long: working days, then days, hours and minutes, then on to the next day of the kind named and the next such
/// time of day, on the bank's clock and calendar.</summary>
/// <param name="WorkingDays">0: none are counted.</param>
/// <param name="On">Week days to go on at; empty: any.</param>
/// <param name="OnWorkingDay">Goes on at a working day only.</param>
internal sealed record WaitSpan(int WorkingDays, int Days, int Hours, int Minutes, TimeOnly? Until, ImmutableArray<DayOfWeek> On, bool OnWorkingDay)
{
    public bool IsNothing => WorkingDays + Days + Hours + Minutes == 0 && Until is null && On.IsEmpty && !OnWorkingDay;
}

/// <summary>Time passes.</summary>
internal sealed record WaitNode(string Id, Words? Label, WaitSpan Span, string Next) : JourneyNode(Id, Label)
{
    public override string Kind => "wait";

    public override ImmutableArray<Way> Ways => [new Way(Next, "next")];

    public override ImmutableArray<Way> AtOnce => [];
}

/// <summary>Until a date of the customer's own, read when they come here; whoever has none, or has it behind them, goes the other way at once.</summary>
internal sealed record DateWaitNode(string Id, Words? Label, CustomerDate Date, string Next, string Otherwise) : JourneyNode(Id, Label)
{
    public override string Kind => "wait";

    public override ImmutableArray<Way> Ways => [new Way(Next, "next"), new Way(Otherwise, "otherwise", "no_date")];

    public override ImmutableArray<Way> AtOnce => [new Way(Otherwise, "otherwise")];
}

/// <summary>Until something holds, but no longer than a span.</summary>
/// <param name="Condition">An event as the condition that it was done since.</param>
/// <param name="IsEvent">Counts only what came after they came here; a condition may hold at once.</param>
internal sealed record EventWaitNode(string Id, Words? Label, JsonElement Condition, bool IsEvent, WaitSpan TimeOut, string Next, string Otherwise) : JourneyNode(Id, Label)
{
    public override string Kind => "wait";

    public override ImmutableArray<Way> Ways => [new Way(Next, "next", IsEvent ? "event" : "holds"), new Way(Otherwise, "otherwise", "timed_out")];

    public override ImmutableArray<Way> AtOnce => IsEvent ? [] : [new Way(Next, "next")];

    /// <summary>Bookings carry a day, and often no time of it.</summary>
    public bool IsBooking => IsEvent && Condition.GetProperty("did").GetProperty("event").ValueEquals("transaction");
}

/// <summary>Lets so many on in a stretch of time, in the order in which they come; the others get a later stretch.</summary>
/// <param name="PerDay">The stretch: a day, else an hour.</param>
internal sealed record LimitNode(string Id, Words? Label, int AtMost, bool PerDay, string Next) : JourneyNode(Id, Label)
{
    public override string Kind => "limit";

    public override ImmutableArray<Way> Ways => [new Way(Next, "next")];
}

/// <summary>Where ways come together again.</summary>
internal sealed record JoinNode(string Id, Words? Label, string Next) : JourneyNode(Id, Label)
{
    public override string Kind => "join";

    public override ImmutableArray<Way> Ways => [new Way(Next, "next")];
}

/// <summary>Lets people into another strategy, whose entry is "handed_over", and on in this one.</summary>
internal sealed record HandOverNode(string Id, Words? Label, string Journey, string Next) : JourneyNode(Id, Label)
{
    public override string Kind => "hand_over";

    public override ImmutableArray<Way> Ways => [new Way(Next, "next")];
}

internal enum DateSource
{
    /// <summary>birth_date, opened_on, or attributes.NAME.</summary>
    Attribute,

    /// <summary>A tag of type date; with "every month" also a number, the day of the month.</summary>
    Tag,

    /// <summary>The next maturity of a holding of a kind.</summary>
    Maturity,
}

internal enum DateEvery
{
    Once,
    Month,
    Year,
}

/// <summary>A date of the customer's own. 29 February falls on the 28th in a year without one, and so does any day that a month has not.</summary>
/// <param name="OffsetDays">Days after it; negative: before it.</param>
internal sealed record CustomerDate(DateSource Source, string Name, DateEvery Every, int OffsetDays, TimeOnly At);
