using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Zhike.Kernel.Calendar;

/// <summary>Which days are worked. Saturdays and Sundays are not, except those worked instead of another day; holidays are not.
/// Of a year without a published calendar only the statutory days are known: no bridge and no worked weekend.</summary>
public sealed class WorkingDays
{
    private readonly FrozenSet<int> _years;
    private readonly FrozenDictionary<DateOnly, Holiday> _off;
    private readonly FrozenSet<DateOnly> _workedInstead;
    private readonly ConcurrentDictionary<int, FrozenDictionary<DateOnly, Holiday>> _statutory = new();

    /// <param name="years">Whose calendar is published: there the holidays given are all there are.</param>
    public WorkingDays(IEnumerable<int> years, IEnumerable<Holiday> holidays)
    {
        var given = holidays.ToList();
        _years = years.ToFrozenSet();
        _off = ByDay(given);
        _workedInstead = given.SelectMany(h => h.WorkedInstead).ToFrozenSet();
    }

    /// <summary>Nothing but the law.</summary>
    public static WorkingDays Statutory { get; } = new([], []);

    public bool IsPublished(int year) => _years.Contains(year);

    public bool IsWorkingDay(DateOnly day) =>
        HolidayOn(day) is null && (_workedInstead.Contains(day) || day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

    /// <summary>Why everybody is off; null on a working day and on an ordinary weekend.</summary>
    public Holiday? HolidayOn(DateOnly day) =>
        _off.TryGetValue(day, out var holiday) ? holiday
        : _years.Contains(day.Year) || _workedInstead.Contains(day) ? null
        : _statutory.GetOrAdd(day.Year, y => ByDay(StatutoryHolidays.Of(y))).GetValueOrDefault(day);

    /// <summary>The day itself if it is worked, else the next that is.</summary>
    public DateOnly OnOrAfter(DateOnly day)
    {
        while (!IsWorkingDay(day))
        {
            day = day.AddDays(1);
        }

        return day;
    }

    /// <summary>The first working day after a day.</summary>
    public DateOnly Next(DateOnly day) => OnOrAfter(day.AddDays(1));

    /// <summary>So many working days after a day, which itself does not count; 0: the day itself, worked or not.</summary>
    public DateOnly Add(DateOnly day, int workingDays)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workingDays);
        for (var left = workingDays; left > 0; left--)
        {
            day = Next(day);
        }

        return day;
    }

    private static FrozenDictionary<DateOnly, Holiday> ByDay(IEnumerable<Holiday> holidays)
    {
        var days = new Dictionary<DateOnly, Holiday>();
        foreach (var (holiday, day) in holidays.SelectMany(h => h.Days, (h, d) => (h, d)))
        {
            days.TryAdd(day, holiday);
        }

        return days.ToFrozenDictionary();
    }
}
