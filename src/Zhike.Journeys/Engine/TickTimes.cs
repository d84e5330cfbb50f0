using Zhike.Contracts.Bank;
using Zhike.Journeys.Documents;
using Zhike.Kernel;

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
    public DateTimeOffset DueAt(JourneyNode node, DateTimeOffset now) => node switch
    {
        WaitNode wait => WaitEnd(wait, now),
        ExitNode => Never,
        _ => now,
    };

    public DateTimeOffset NextMorning(DateTimeOffset now) => clock.InstantOf(clock.DayOf(now).AddDays(1), Morning);

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

    private DateTimeOffset WaitEnd(WaitNode wait, DateTimeOffset now)
    {
        var waited = TimeZoneInfo.ConvertTime(now, clock.Zone).DateTime.AddDays(wait.Days);
        var until = clock.InstantOf(DateOnly.FromDateTime(waited), TimeOnly.FromDateTime(waited)).AddHours(wait.Hours);
        if (wait.Until is not { } time)
        {
            return until;
        }

        var day = clock.DayOf(until);
        var at = clock.InstantOf(day, time);
        return at >= until && at > now ? at : clock.InstantOf(day.AddDays(1), time);
    }
}
