using System.Collections.Immutable;
using System.Globalization;
using Zhike.Customers.Conditions;
using Zhike.Customers.Sources;
using Zhike.Customers.Tags.Definitions;

namespace Zhike.Customers.Tags.Compiling;

/// <summary>Measures that look at how rows lie to each other: a streak, a preference, a sequence. The engine collects the few
/// numbers that matter of each customer's rows; the value is then found in that array.</summary>
internal sealed class PatternSql(RowSource rows, DateOnly asOf, ParameterBinder binder)
{
    /// <summary>What is collected of the rows that pass the condition.</summary>
    public string Collected(Measure measure, string condition) => measure.Shape switch
    {
        StreakShape streak => $"arraySort(groupUniqArrayIf({PeriodSql(streak.Every)}, {condition}))",
        PreferenceShape => $"(sumMapIf(map({Code(measure.Value!)}, toUInt64(1)), {condition}), maxMapIf(map({Code(measure.Value!)}, toUInt64({rows.Instant})), {condition}))",
        SequenceShape sequence => Steps(sequence, condition),
        _ => throw new InvalidOperationException(measure.Aggregate.ToString()),
    };

    /// <param name="collected">The name of what <see cref="Collected"/> gave.</param>
    public string Value(Measure measure, string collected) => measure.Shape switch
    {
        StreakShape streak => Streak(streak, collected, asOf.AddDays(-measure.LagDays)),
        PreferenceShape preference => Preference(preference, measure.Value!, collected),
        SequenceShape sequence => Sequence(sequence, collected, asOf.AddDays(-measure.LagDays)),
        _ => throw new InvalidOperationException(measure.Aggregate.ToString()),
    };

    /// <summary>Periods counted without a gap, as <see cref="StreakShape.PeriodOf"/> counts them.</summary>
    private string PeriodSql(Period every) => every switch
    {
        Period.Day => $"toInt32({rows.Day})",
        Period.Week => $"toInt32(intDiv(toInt32({rows.Day}) + 3, 7))",
        _ => $"toInt32(toYear({rows.Day}) * 12 + toMonth({rows.Day}))",
    };

    private static string Streak(StreakShape streak, string periods, DateOnly day)
    {
        var runs = $"arraySplit((period, step) -> step != 1, {periods}, arrayDifference({periods}))";
        return streak.Current
            ? string.Create(CultureInfo.InvariantCulture, $"toUInt32(if({periods}[-1] >= {streak.Reached(day)}, length({runs}[-1]), 0))")
            : $"toUInt32(arrayMax(arrayPushBack(arrayMap(run -> length(run), {runs}), 0)))";
    }

    private static string Code(FactColumn column) => column.IsEnumerable ? $"toInt8({column.Sql})" : $"toString({column.Sql})";

    private static string Preference(PreferenceShape preference, FactColumn column, string collected)
    {
        var codes = column.IsEnumerable
            ? string.Create(CultureInfo.InvariantCulture, $"arrayMap(code -> [{string.Join(", ", column.Words.Select(w => $"'{w}'"))}][code - {column.Codes[0].Code - 1}], mapKeys({collected}.1))")
            : $"mapKeys({collected}.1)";
        var best = $"arraySort(word -> (-toInt64(word.2), -toInt64(word.3), word.1), arrayZip({codes}, mapValues({collected}.1), mapValues({collected}.2)))[1]";
        return string.Create(CultureInfo.InvariantCulture, $"if({best}.2 < {preference.AtLeast}, NULL, {best}.1)");
    }

    /// <summary>Steps in time: (instant, number, day, is first, is then). At one instant without numbers to tell, "then" comes before
    /// "first": it does not follow.</summary>
    private string Steps(SequenceShape sequence, string condition)
    {
        var (first, then) = (Passes(sequence.First), Passes(sequence.Then));
        return $"arraySort(groupArrayIf((toInt64({rows.Instant}), toUInt64({rows.Number}), toInt32({rows.Day}), toUInt8({first}), toUInt8({then})), {condition} AND (({first}) OR ({then}))))";
    }

    private string Passes(ImmutableArray<ColumnTest> tests) => tests.IsEmpty ? "1" : TestSql.Of(tests, asOf, binder);

    private string Sequence(SequenceShape sequence, string steps, DateOnly day)
    {
        // Beside each step stands the next "then" behind it, or a step of zeros.
        var next = $"arrayShiftLeft(arrayReverseFill(step -> step.5 = 1, {steps}), 1, (toInt64(0), toUInt64(0), toInt32(0), toUInt8(0), toUInt8(0)))";
        var inTime = sequence.WithinDays is { } days
            ? string.Create(CultureInfo.InvariantCulture, $"then.3 - step.3 <= {days}")
            : string.Create(CultureInfo.InvariantCulture, $"then.1 - step.1 <= {sequence.WithinHours!.Value * 3_600_000L}");
        var completed = $"then.5 = 1 AND {inTime}";
        var runsOut = sequence.WithinDays is { } calendarDays
            ? string.Create(CultureInfo.InvariantCulture, $"step.3 + {calendarDays}")
            : string.Create(CultureInfo.InvariantCulture, $"toInt32(toDate(fromUnixTimestamp64Milli(step.1 + {sequence.WithinHours!.Value * 3_600_000L}), {rows.Zone}))");
        var wanted = sequence.DropOff
            ? $"step.4 = 1 AND NOT ({completed}) AND {runsOut} <= toInt32({binder.Add(day)})"
            : $"step.4 = 1 AND {completed}";
        var newest = $"arrayMax(arrayPushBack(arrayMap((step, then) -> if({wanted}, {(sequence.DropOff ? runsOut : "then.3")}, -1), {steps}, {next}), -1))";
        return sequence.Gives switch
        {
            SequenceGives.Flag => $"arrayExists((step, then) -> {wanted}, {steps}, {next})",
            SequenceGives.Count => $"toUInt32(arrayCount((step, then) -> {wanted}, {steps}, {next}))",
            _ => $"if({newest} < 0, NULL, toInt32(toInt32({binder.Add(asOf)}) - {newest}))",
        };
    }
}
