using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Zhike.Journeys.Documents;
using Zhike.Kernel;
using Zhike.Kernel.Calendar;

namespace Zhike.Journeys.Calendar;

/// <summary>One year's days off and worked weekends, as a document of kind "calendar".</summary>
/// <param name="Source">Which notice says so.</param>
internal sealed record CalendarYear(int Year, string Source, ImmutableArray<Holiday> Holidays)
{
    public const int YearMin = 1950;
    public const int YearMax = 2100;

    private static DateOnly NoDay => default;

    /// <summary>Usable only when no error is answered.</summary>
    public static (CalendarYear Calendar, IReadOnlyList<FieldError> Errors) Read(string key, JsonElement json)
    {
        var errors = new List<FieldError>();
        if (json.ValueKind != JsonValueKind.Object)
        {
            return (new CalendarYear(0, "", []), [new FieldError("", "must be an object")]);
        }

        var reader = new FieldReader(json, "", errors);
        if (reader.Text("key", key) is var named && named != key)
        {
            reader.Refuse("key", $"must be \"{key}\", under which it is saved, but is \"{named}\"");
        }

        reader.WordsOf("name");
        reader.WordsOrNull("description");
        var year = reader.Whole("year", YearMin, YearMax);
        var source = reader.Text("source");
        var holidays = reader.Objects("holidays", 1).Select(h => (Holiday: ReadHoliday(h, year), Reader: h)).ToList();
        reader.RefuseUnknown("owner");
        RefuseClashes(holidays);
        return (new CalendarYear(year, source, [.. holidays.Select(h => h.Holiday)]), errors);
    }

    public static CalendarYear ReadSaved(string key, string document)
    {
        using var json = JsonDocument.Parse(document);
        var (calendar, errors) = Read(key, json.RootElement);
        return errors.Count == 0 ? calendar : throw new ProblemException(Problem.Invalid(errors.Select(e => e with { Field = $"calendar {key}: {e.Field}" })));
    }

    private static Holiday ReadHoliday(FieldReader reader, int year)
    {
        var name = reader.WordsOf("name");
        var from = Day(reader, "from", year);
        var to = reader.Has("to") ? Day(reader, "to", year) : from;
        if (from != NoDay && to != NoDay && (to < from || to.DayNumber - from.DayNumber > 30))
        {
            reader.Refuse("to", $"must lie on or after from ({Word(from)}) and at most 30 days later, but is {Word(to)}");
            to = from;
        }

        var worked = reader.Days("worked_instead");
        foreach (var (day, i) in worked.Select((d, i) => (d, i)))
        {
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            {
                reader.Refuse($"worked_instead[{i}]", $"must be a Saturday or a Sunday, but {Word(day)} is a {day.DayOfWeek}");
            }
        }

        reader.RefuseUnknown();
        return new Holiday(name.Zh, name.En, from, to, worked);
    }

    /// <summary>Of the year, or of the December before it: New Year's days off may begin there.</summary>
    private static DateOnly Day(FieldReader reader, string field, int year)
    {
        if (reader.Day(field) is not { } day)
        {
            return NoDay;
        }

        if (day.Year != year && (day.Year != year - 1 || day.Month != 12))
        {
            reader.Refuse(field, $"must lie in {year} or in December {year - 1}, but is {Word(day)}");
        }

        return day;
    }

    private static void RefuseClashes(IReadOnlyList<(Holiday Holiday, FieldReader Reader)> holidays)
    {
        var off = new Dictionary<DateOnly, Holiday>();
        foreach (var (holiday, reader) in holidays.Where(h => h.Holiday.From != NoDay && h.Holiday.To >= h.Holiday.From))
        {
            if (holiday.Days.FirstOrDefault(d => !off.TryAdd(d, holiday)) is var twice && twice != default)
            {
                reader.Refuse("from", $"takes {Word(twice)}, which is a day of {off[twice].NameEn} already");
            }
        }

        foreach (var (holiday, reader) in holidays)
        {
            foreach (var (day, i) in holiday.WorkedInstead.Select((d, i) => (d, i)).Where(d => off.ContainsKey(d.d)))
            {
                reader.Refuse($"worked_instead[{i}]", $"names {Word(day)}, which is a day off for {off[day].NameEn}");
            }
        }
    }

    private static string Word(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
