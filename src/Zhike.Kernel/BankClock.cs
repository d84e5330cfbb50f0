namespace Zhike.Kernel;

/// <summary>The bank's clock: an instant (shifted from the wall by a fixed offset on a demo bank, so that history can go on
/// in real time) and the zone its business days are counted in. Everything that asks for the time asks this.</summary>
public sealed class BankClock(TimeProvider wall, TimeZoneInfo zone) : TimeProvider
{
    private long _offsetTicks;

    /// <summary>Bank time minus wall time; zero on a real bank.</summary>
    public TimeSpan Offset
    {
        get => new(Interlocked.Read(ref _offsetTicks));
        set => Interlocked.Exchange(ref _offsetTicks, value.Ticks);
    }

    public TimeZoneInfo Zone { get; } = zone;

    public override TimeZoneInfo LocalTimeZone => Zone;

    public override long TimestampFrequency => wall.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => wall.GetUtcNow() + Offset;

    public override long GetTimestamp() => wall.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        wall.CreateTimer(callback, state, dueTime, period);

    /// <summary>The calendar day it is now at the bank.</summary>
    public DateOnly Today() => DayOf(GetUtcNow());

    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);

    /// <summary>The instant of a local time on a day; a local time that a clock change skips is moved on by the gap.</summary>
    public DateTimeOffset InstantOf(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        if (Zone.IsInvalidTime(local))
        {
            local = local.AddHours(1);
        }

        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
