using System.Globalization;

namespace Zhike.Kernel.Calendar;

/// <summary>The days of the festivals that follow the moon or the sun, 1901 to 2100 (what the lunisolar calendar knows).</summary>
public static class LunarFestivals
{
    public const int FirstYear = 1902;
    public const int LastYear = 2100;

    private const double QingmingLongitude = 15;
    private static readonly DateTime NoonOf2000 = new(2000, 1, 1, 12, 0, 0);

    public static bool Knows(int year) => year is >= FirstYear and <= LastYear;

    /// <summary>The first day of the first lunar month.</summary>
    public static DateOnly SpringFestival(int year) => Lunar(year, 1, 1);

    /// <summary>The fifth of the fifth lunar month.</summary>
    public static DateOnly DragonBoat(int year) => Lunar(year, 5, 5);

    /// <summary>The fifteenth of the eighth lunar month.</summary>
    public static DateOnly MidAutumn(int year) => Lunar(year, 8, 15);

    /// <summary>The day, in China, on which the sun's apparent longitude reaches 15 degrees.</summary>
    public static DateOnly Qingming(int year)
    {
        var day = new DateOnly(year, 4, 3);
        while (SunLongitude(day.AddDays(1).ToDateTime(TimeOnly.MinValue).AddHours(-8)) < QingmingLongitude)
        {
            day = day.AddDays(1);
        }

        return day;
    }

    private static DateOnly Lunar(int year, int month, int day)
    {
        var calendar = new ChineseLunisolarCalendar();

        // TRICKY: a leap month takes a number of its own, and every month after it counts one more.
        var leap = calendar.GetLeapMonth(year);
        return DateOnly.FromDateTime(calendar.ToDateTime(year, leap > 0 && month >= leap ? month + 1 : month, day, 0, 0, 0, 0));
    }

    /// <summary>Degrees, to about 0.01 (a quarter of an hour): Meeus, Astronomical Algorithms, chapter 25, lower accuracy.</summary>
    private static double SunLongitude(DateTime utc)
    {
        var t = (utc - NoonOf2000).TotalDays / 36525;
        var mean = 280.46646 + (t * (36000.76983 + (t * 0.0003032)));
        var anomaly = Radians(357.52911 + (t * (35999.05029 - (t * 0.0001537))));
        var centre = ((1.914602 - (t * (0.004817 + (t * 0.000014)))) * Math.Sin(anomaly))
            + ((0.019993 - (t * 0.000101)) * Math.Sin(2 * anomaly)) + (0.000289 * Math.Sin(3 * anomaly));
        var apparent = mean + centre - 0.00569 - (0.00478 * Math.Sin(Radians(125.04 - (1934.136 * t))));
        return ((apparent % 360) + 360) % 360;
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
