using System.Collections.Immutable;
using Zhike.Customers.Sources;

namespace Zhike.Customers.Tags.Definitions;

internal enum Aggregate
{
    Sum,
    Count,

    /// <summary>A flag: at least one row.</summary>
    Exists,
    Average,
    Min,
    Max,
    Distinct,

    /// <summary>By booking time, then by number.</summary>
    First,
    Last,

    /// <summary>The newest value of each account, summed: a balance.</summary>
    LastPerAccount,
    DaysSinceFirst,
    DaysSinceLast,

    /// <summary>The part of the rows (or of their sum) that passes a second test.</summary>
    Share,

    /// <summary>A window beside the one of the same length before it.</summary>
    Trend,

    /// <summary>Days, weeks or months on end with at least one row.</summary>
    Streak,

    /// <summary>The value that stands in most rows.</summary>
    Preference,

    /// <summary>One thing followed by another in time, or not.</summary>
    Sequence,
}

/// <summary>A figure over the rows of one fact table.</summary>
/// <param name="WindowDays">Half-open: (as_of - lag - window, as_of - lag]; null is all history up to as_of - lag.</param>
internal sealed record Measure(
    FactTable Table, Aggregate Aggregate, FactColumn? Value, int? WindowDays, int LagDays, ImmutableArray<ColumnTest> Where) : TagSource
{
    /// <summary>What the aggregate needs beside its rows; null for those that need nothing.</summary>
    public MeasureShape? Shape { get; init; }

    /// <summary>There need not be a value: no row, nothing to divide by.</summary>
    public bool MayBeAbsent => Aggregate switch
    {
        Aggregate.Sum or Aggregate.Count or Aggregate.Distinct or Aggregate.Exists or Aggregate.LastPerAccount or Aggregate.Streak => false,
        Aggregate.Trend => ((TrendShape)Shape!).AsRatio,
        Aggregate.Sequence => ((SequenceShape)Shape!).Gives == SequenceGives.DaysSinceLast,
        _ => true,
    };

    /// <summary>Grows by one with each day, as long as no fact changes.</summary>
    public bool CountsDays => Aggregate is Aggregate.DaysSinceFirst or Aggregate.DaysSinceLast
        || Shape is SequenceShape { Gives: SequenceGives.DaysSinceLast };
}

internal abstract record MeasureShape;

/// <summary>The rows that pass "where" and this beside it are the part; those that pass "where" are the whole.</summary>
internal sealed record ShareShape(ImmutableArray<ColumnTest> Part) : MeasureShape;

/// <param name="AsRatio">This window divided by the earlier one; else their difference.</param>
internal sealed record TrendShape(bool AsRatio) : MeasureShape;

internal enum Period
{
    Day,

    /// <summary>From Monday to Sunday.</summary>
    Week,
    Month,
}

/// <param name="Current">The run that still goes on; else the longest one.</param>
internal sealed record StreakShape(Period Every, bool Current) : MeasureShape
{
    /// <summary>The number of the period that a day lies in, counted without a gap.</summary>
    public int PeriodOf(DateOnly day) => Every switch
    {
        // 1970-01-01, day 719,162, is a Thursday.
        Period.Day => day.DayNumber - 719_162,
        Period.Week => (day.DayNumber - 719_162 + 3) / 7,
        _ => (day.Year * 12) + day.Month,
    };

    /// <summary>A run that goes on reaches this period: the newest one that is over at the end of that day.</summary>
    public int Reached(DateOnly day) => PeriodOf(day.AddDays(1)) - 1;
}

/// <param name="AtLeast">A value that stands in fewer rows is nobody's preference.</param>
internal sealed record PreferenceShape(int AtLeast) : MeasureShape;

internal enum SequenceGives
{
    Flag,
    Count,
    DaysSinceLast,
}

/// <summary>A row of the first kind is completed by the next row of the second kind behind it, if that comes in time.</summary>
/// <param name="WithinDays">Calendar days between the two, 0 is the same day; exactly one of the two limits is given.</param>
/// <param name="DropOff">Speaks of the rows of the first kind whose time is over and that were not completed.</param>
internal sealed record SequenceShape(
    ImmutableArray<ColumnTest> First, ImmutableArray<ColumnTest> Then, int? WithinDays, int? WithinHours, SequenceGives Gives, bool DropOff) : MeasureShape
{
    /// <summary>Ages in days at which the time of a row of the first kind can run out. An hour more or less covers a change of clocks.</summary>
    public IEnumerable<int> RunsOutAt => WithinDays is { } days
        ? [days]
        : Enumerable.Range((WithinHours!.Value - 1) / 24, ((WithinHours.Value + 1) / 24) + 2 - ((WithinHours.Value - 1) / 24));
}
