using System.Collections.Immutable;
using System.Globalization;

namespace Zhike.Kernel;

/// <summary>A crontab line of five fields: minute, hour, day of the month, month, day of the week (0 and 7 are Sunday), each "*", a number,
/// a range "1-5", a step "*/15" or "1-31/2", or a list of these. As crontab has it: where both days are given, either will do.</summary>
public sealed record Cron(string Text, ImmutableArray<bool> Minutes, ImmutableArray<bool> Hours, ImmutableArray<bool> Days, ImmutableArray<bool> Months, ImmutableArray<bool> WeekDays)
{
    /// <summary>29 February on a Monday comes at most 28 years after the last, or 40 around a century.</summary>
    private const int YearsMax = 41;

    private static readonly (string Name, int From, int To)[] Fields =
        [("minute", 0, 59), ("hour", 0, 23), ("day of the month", 1, 31), ("month", 1, 12), ("day of the week", 0, 7)];

    private bool AnyDay => Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2].StartsWith('*');

    private bool AnyWeekDay => Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4].StartsWith('*');

    public static Result<Cron> Parse(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != Fields.Length)
        {
            return Problem.Invalid("cron", $"must have five fields (minute hour day month weekday), such as \"30 2 * * *\", but has {words.Length}");
        }

        var errors = new List<FieldError>();
        var sets = words.Select((word, i) => Set(word, Fields[i], errors)).ToList();
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        var week = sets[4];
        return new Cron(string.Join(' ', words), sets[0], sets[1], sets[2], sets[3], week.SetItem(0, week[0] || week[7]));
    }

    /// <summary>The first instant after this one that the line names, on the bank's wall clock. A time that a change of the clock leaves
    /// out comes when the clock has changed; one that it repeats comes once. Null when no day fits, such as 30 February.</summary>
    public DateTimeOffset? After(DateTimeOffset instant, BankClock clock)
    {
        var first = clock.DayOf(instant);
        for (var day = first; day.Year - first.Year < YearsMax; day = day.AddDays(1))
        {
            if (!Fits(day))
            {
                continue;
            }

            for (var minute = 0; minute < 24 * 60; minute++)
            {
                if (Hours[minute / 60] && Minutes[minute % 60] && clock.InstantOf(day, new TimeOnly(minute / 60, minute % 60)) is var at && at > instant)
                {
                    return at;
                }
            }
        }

        return null;
    }

    private bool Fits(DateOnly day)
    {
        var (byDay, byWeek) = (Days[day.Day], WeekDays[(int)day.DayOfWeek]);
        return Months[day.Month] && (AnyDay || AnyWeekDay ? byDay && byWeek : byDay || byWeek);
    }

    private static ImmutableArray<bool> Set(string word, (string Name, int From, int To) field, List<FieldError> errors)
    {
        var set = new bool[field.To + 1];
        foreach (var part in word.Split(','))
        {
            if (Range(part, field) is var (from, to, step))
            {
                for (var value = from; value <= to; value += step)
                {
                    set[value] = true;
                }
            }
            else
            {
                errors.Add(new FieldError("cron", string.Create(
                    CultureInfo.InvariantCulture, $"has \"{part}\" for the {field.Name}, which must be * or lie between {field.From} and {field.To}, with - for a range and / for a step")));
            }
        }

        return [.. set];
    }

    private static (int From, int To, int Step)? Range(string part, (string Name, int From, int To) field)
    {
        var slash = part.Split('/');
        var step = 1;
        if (slash.Length > 2 || (slash.Length == 2 && !(Number(slash[1], out step) && step > 0)))
        {
            return null;
        }

        if (slash[0] == "*")
        {
            return (field.From, field.To, step);
        }

        var ends = slash[0].Split('-');
        if (ends.Length > 2 || !Number(ends[0], out var from))
        {
            return null;
        }

        var to = from;
        if (ends.Length == 2 ? !Number(ends[1], out to) : slash.Length == 2)
        {
            return null;
        }

        return from >= field.From && to <= field.To && from <= to ? (from, to, step) : null;
    }

    private static bool Number(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
