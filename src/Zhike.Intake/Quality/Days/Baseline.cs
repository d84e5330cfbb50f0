namespace Zhike.Intake.Quality.Days;

/// <summary>What to expect of a day, from the same weekday of the four weeks before.</summary>
internal static class Baseline
{
    public const int Weeks = 4;

    /// <summary>Fewer known days tell nothing.</summary>
    public const int DaysMin = 2;

    public static IReadOnlyList<DateOnly> DaysBefore(DateOnly day) => [.. Enumerable.Range(1, Weeks).Select(w => day.AddDays(-7 * w))];

    /// <summary>Median, least and most; nulls while fewer than <see cref="DaysMin"/> are known.</summary>
    public static (double? Expected, long? Low, long? High) Of(IReadOnlyCollection<long> known)
    {
        if (known.Count < DaysMin)
        {
            return (null, null, null);
        }

        var sorted = known.Order().ToArray();
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2d;
        return (median, sorted[0], sorted[^1]);
    }
}
