using System.Collections.Immutable;
using Zhike.Customers.Conditions;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;
using Zhike.Kernel;

namespace Zhike.Customers.Tags.Definitions;

/// <summary>The fields that only one aggregate has: the part of a share, the change of a trend, the period of a streak, the
/// two steps of a sequence.</summary>
internal sealed class ShapeReader(FieldReader fields, List<FieldError> errors)
{
    /// <summary>A year and a day.</summary>
    private const int HoursMax = 366 * 24;

    private static readonly Dictionary<string, Period> Periods = new() { ["day"] = Period.Day, ["week"] = Period.Week, ["month"] = Period.Month };

    /// <summary>Null for an aggregate without fields of its own, and where they are wrong (recorded).</summary>
    public MeasureShape? Read(Aggregate aggregate, FactTable table, int? windowDays) => aggregate switch
    {
        Aggregate.Share => Where("part", table) is { } part ? new ShareShape(part) : null,
        Aggregate.Trend => Trend(windowDays),
        Aggregate.Streak => Streak(),
        Aggregate.Preference => new PreferenceShape(fields.Whole("at_least", 1, 1_000_000) ?? 1),
        Aggregate.Sequence => Sequence(table),
        _ => null,
    };

    private TrendShape? Trend(int? windowDays)
    {
        var change = fields.Choice("change", ["ratio", "difference"], required: true);
        if (windowDays is null && fields.Optional("window_days") is null)
        {
            fields.Refuse("window_days", "is missing: a trend compares a window with the one of the same length before it");
        }

        return change is null || windowDays is null ? null : new TrendShape(change == "ratio");
    }

    private StreakShape? Streak()
    {
        var every = fields.Choice("every", Periods.Keys, required: true);
        var run = fields.Choice("run", ["longest", "current"]) ?? "longest";
        return every is null ? null : new StreakShape(Periods[every], run == "current");
    }

    private SequenceShape? Sequence(FactTable table)
    {
        var first = Where("first", table);
        var then = Where("then", table);
        var days = fields.Whole("within_days", 0, MeasureReader.WindowDaysMax);
        var hours = fields.Whole("within_hours", 1, HoursMax);
        var gives = fields.Choice("gives", ["flag", "count", "days_since_last"]) ?? "flag";
        var dropOff = fields.Flag("drop_off") ?? false;
        if (fields.Optional("within_days") is null == fields.Optional("within_hours") is null)
        {
            fields.Refuse("within_days", "or within_hours must be given, and not both: how soon \"then\" must follow \"first\"");
        }

        if (hours is not null && table != FactTables.Events)
        {
            fields.Refuse("within_hours", $"has no meaning for {table.Name}, which are booked by the day: only events have a time; use within_days");
        }

        return first is null || then is null || (days is null && hours is null)
            ? null
            : new SequenceShape(first.Value, then.Value, days, hours, GivesOf(gives), dropOff);
    }

    private static SequenceGives GivesOf(string word) => word switch
    {
        "count" => SequenceGives.Count,
        "days_since_last" => SequenceGives.DaysSinceLast,
        _ => SequenceGives.Flag,
    };

    private ImmutableArray<ColumnTest>? Where(string name, FactTable table)
    {
        var before = errors.Count;
        var tests = WhereReader.Read(fields.Required(name), table, fields.PathOf(name), errors);
        if (tests.IsEmpty && errors.Count == before)
        {
            fields.Refuse(name, "must name at least one column: it says which rows are meant");
        }

        return errors.Count > before ? null : tests;
    }
}
