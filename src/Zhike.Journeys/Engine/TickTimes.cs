using Zhike.Contracts.Bank;
using Zhike.Journeys.Documents;
using Zhike.Kernel;
using Zhike.Kernel.Calendar;

namespace Zhike.Journeys.Engine;

/// <summary>Every instant a tick needs, counted on the bank's clock and calendar: one value for the whole set of people, so
/// that no SQL knows of time zones.</summary>
internal sealed class TickTimes(BankClock clock, BankOptions bank)
{
    /// <summary>A work order that found its manager fully booked is tried again on the next morning at this time.</summary>
    public static readonly TimeOnly Morning = new(9, 0);

    /// <summary>Later than the end of any goal's window, and still an instant of the engine's.</summary>
    public static readonly DateTimeOffset Never = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>When one who enters the node now may move on. Nothing is due later than the end of the goal's window, which
    /// the statement sees to: an exit keeps people until then.</summary>
    public DateTimeOffset DueAt(JourneyNode node, DateTimeOffset now, WorkingDays calendar) => node switch
    {
        WaitNode wait => WaitEnd(wait.Span, now, calendar),
        EventWaitNode wait => WaitEnd(wait.TimeOut, now, calendar),
        ExitNode => Never,
        _ => now,
    };

    public DateTimeOffset NextMorning(DateTimeOffset now) => clock.InstantOf(clock.DayOf(now).AddDays(1), Morning);

    /// <summary>Of the bank's zone, as the engine's SQL names it.</summary>
    public string Zone => clock.Zone.Id;

    public DateOnly DayOf(DateTimeOffset at) => clock.DayOf(at);

    public DateTimeOffset HourStart(DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, clock.Zone);
        return now.AddTicks(-(local.Ticks % TimeSpan.TicksPerHour));
    }

    public DateTimeOffset DayStart(DateTimeOffset now) => clock.InstantOf(clock.DayOf(now), TimeOnly.MinValue);

    /// <summary>Facts up to the end of a business date are known when its nightly batch has run.</summary>
    public DateTimeOffset EndOf(DateOnly businessDate) => clock.InstantOf(businessDate.AddDays(1), TimeOnly.MinValue).AddMilliseconds(-1);

    /// <summary>When the bank opens with the figures of a business date.</summary>
    public DateTimeOffset MorningAfter(DateOnly businessDate) => clock.InstantOf(businessDate.AddDays(1), Morning);

    /// <summary>The goal's window: so many whole business days after the business date of entry.</summary>
    public DateTimeOffset WindowEnd(DateOnly entered, int days) => clock.InstantOf(entered.AddDays(1 + days), TimeOnly.MinValue);

    /// <summary>The business day from which a window counts: that of the entry, or yesterday where the nightly batch has not run
    /// for some days. A window that began in the past of the clock might be over before anybody moved.</summary>
    public DateOnly WindowStart(DateOnly businessDate, DateTimeOffset now)
    {
        var yesterday = clock.DayOf(now).AddDays(-1);
        return yesterday > businessDate ? yesterday : businessDate;
    }

    /// <summary>Now, or the end of the quiet hours that now falls into. An in-app message waits for the customer anyway.</summary>
    public DateTimeOffset NotBefore(string channel, DateTimeOffset now)
    {
        var local = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, clock.Zone).DateTime);
        // TRICKY: IsBetween includes its start, excludes its end and passes midnight; two equal times mean no quiet hours.
        if (channel == "in_app" || bank.QuietFrom == bank.QuietTo || !local.IsBetween(bank.QuietFrom, bank.QuietTo))
        {
            return now;
        }

        var today = clock.DayOf(now);
        return clock.InstantOf(local < bank.QuietTo ? today : today.AddDays(1), bank.QuietTo);
    }

    private DateTimeOffset WaitEnd(WaitSpan span, DateTimeOffset now, WorkingDays calendar)
    {
        var local = TimeZoneInfo.ConvertTime(now, clock.Zone).DateTime;
        var from = calendar.Add(DateOnly.FromDateTime(local), span.WorkingDays).AddDays(span.Days);
        var over = clock.InstantOf(from, TimeOnly.FromDateTime(local)).AddHours(span.Hours).AddMinutes(span.Minutes);
        if (span.Until is null && span.On.IsEmpty && !span.OnWorkingDay)
        {
            return over;
        }

        var last = clock.DayOf(over);
        for (var day = last; ; day = day.AddDays(1))
        {
            var at = span.Until is { } time ? clock.InstantOf(day, time) : day == last ? over : clock.InstantOf(day, TimeOnly.MinValue);
            if (at >= over && at > now && (span.On.IsEmpty || span.On.Contains(day.DayOfWeek)) && (!span.OnWorkingDay || calendar.IsWorkingDay(day)))
            {
                return at;
            }
        }
    }
}
