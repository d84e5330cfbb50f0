using System.Collections.Immutable;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;

namespace Zhike.Customers.Conditions;

/// <summary>Something customers do: rows of a fact table that pass all tests.</summary>
internal sealed record Act(FactTable Table, ImmutableArray<ColumnTest> Where)
{
    /// <summary>Transactions count by business date, events by instant.</summary>
    public bool ByDay => Table == FactTables.Transactions;
}

/// <summary>A condition over what a customer did.</summary>
internal abstract record Behaviour : Condition
{
    public abstract IEnumerable<Act> Acts { get; }

    /// <summary>Rows older than this do not matter; null: all history does.</summary>
    public abstract int? LooksBackDays { get; }
}

/// <param name="WithinDays">Null: ever, up to now.</param>
/// <param name="SinceEnrolment">Only after the instant that the journey binds for each customer.</param>
/// <param name="Never">Turns it round.</param>
internal sealed record Did(Act Act, FigureTest Test, int? WithinDays, bool SinceEnrolment, bool Never) : Behaviour
{
    public override IEnumerable<Act> Acts => [Act];

    public override int? LooksBackDays => WithinDays;
}

/// <summary>The first of all lies within the window.</summary>
internal sealed record FirstTime(Act Act, int WithinDays) : Behaviour
{
    public override IEnumerable<Act> Acts => [Act];

    public override int? LooksBackDays => null;
}

internal enum PeriodUnit
{
    /// <summary>Seven days, the last of which is the as-of date.</summary>
    Weeks,

    /// <summary>From a day of the month to the same day of the next, counted back from the as-of date.</summary>
    Months,
}

/// <summary>In at least so many of the last periods.</summary>
internal sealed record Regularly(Act Act, int AtLeast, int OfLast, PeriodUnit Unit) : Behaviour
{
    public override IEnumerable<Act> Acts => [Act];

    public override int? LooksBackDays => Unit == PeriodUnit.Weeks ? OfLast * 7 : OfLast * 31;
}

/// <summary>Active in the days before the quiet ones, and not once in the quiet ones, which end now.</summary>
internal sealed record Stopped(Act Act, int AtLeast, int ActiveDays, int QuietDays) : Behaviour
{
    public override IEnumerable<Act> Acts => [Act];

    public override int? LooksBackDays => ActiveDays + QuietDays;
}

/// <summary>Active in the last days, not once in the quiet ones before them, and at some time before those.</summary>
internal sealed record Restarted(Act Act, int AtLeast, int ActiveDays, int QuietDays) : Behaviour
{
    public override IEnumerable<Act> Acts => [Act];

    public override int? LooksBackDays => null;
}

/// <summary>One after the other, each at a later instant than the one before; what else happens in between does not matter.</summary>
/// <param name="WithinDays">The steps lie in these last days; null: ever.</param>
/// <param name="SpanMs">From the first step to the last; null: however long it takes.</param>
internal sealed record Sequence(ImmutableArray<SequenceStep> Steps, int? WithinDays, long? SpanMs, bool SinceEnrolment) : Behaviour
{
    public override IEnumerable<Act> Acts => Steps.SelectMany(s => s.Without is { } without ? (Act[])[s.Act, without] : [s.Act]);

    public override int? LooksBackDays => WithinDays;
}

/// <param name="Without">Does not happen after the step before and before this one.</param>
internal sealed record SequenceStep(Act Act, Act? Without);

internal enum Figure
{
    Count,
    Sum,
    Average,
    Min,
    Max,
}

/// <summary>A figure over the rows of an act, between two bounds. Of no rows the count and the sum are 0; the others are absent and pass nothing.</summary>
/// <param name="Column">Null for a count.</param>
internal sealed record FigureTest(Figure Figure, FactColumn? Column, Bounds Bounds)
{
    public static FigureTest Once { get; } = new(Figure.Count, null, new Bounds(1, true, null, true));

    /// <summary>Somebody who did nothing passes.</summary>
    public bool HoldsForNothing => Figure is Figure.Count or Figure.Sum && Bounds.Hold(0m);

    public bool IsMoney => Column?.Type == FieldType.Money;
}

/// <summary>A piece of a number line; null is without end.</summary>
internal sealed record Bounds(decimal? From, bool FromIncluded, decimal? To, bool ToIncluded)
{
    public bool Hold(decimal value) =>
        (From is not { } from || (FromIncluded ? value >= from : value > from)) && (To is not { } to || (ToIncluded ? value <= to : value < to));

    public bool Hold(double value) =>
        (From is not { } from || (FromIncluded ? value >= (double)from : value > (double)from))
        && (To is not { } to || (ToIncluded ? value <= (double)to : value < (double)to));
}
