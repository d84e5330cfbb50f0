namespace Zhike.Intake.Quality.Days;

/// <summary>How good a day's events were.</summary>
/// <param name="Hours">Whole hours that volumes are compared over: 24 for a day that is over.</param>
internal sealed record QualityDay(DateOnly Day, bool IsToday, int Hours, IReadOnlyList<SourceQuality> Sources, IReadOnlyList<EventQuality> Events);

/// <param name="Duplicates">Repetitions that were dropped.</param>
/// <param name="Refused">Events and calls that were not taken.</param>
internal sealed record SourceQuality(
    string Source, long Events, long Compared, double? Expected, long Violating, long Late, long Duplicates, long Skewed, long Unplanned, long Quarantined, long Refused);

/// <param name="Compared">Of the hours that are over.</param>
/// <param name="Expected">Median of the same hours of the last four same weekdays; null while fewer than two are known.</param>
/// <param name="Low">The least of them.</param>
/// <param name="High">The most of them.</param>
internal sealed record EventQuality(
    string Source, string Name, string Type, string NameZh, string NameEn, string Owner, bool IsPlanned,
    long Events, long Compared, double? Expected, long? Low, long? High,
    long Violating, long Late, long Skewed, long Unplanned, long Quarantined);

/// <param name="Hours">24, of the day; the expected band from the last four same weekdays.</param>
internal sealed record VolumeSeries(IReadOnlyList<HourVolume> Hours, IReadOnlyList<DayVolume> Days);

/// <param name="Events">Null for an hour that has not begun.</param>
internal sealed record HourVolume(int Hour, long? Events, double? Expected, long? Low, long? High);

internal sealed record DayVolume(DateOnly Day, long Events, long Violating);

internal sealed record DayViolation(string Source, string Name, string Violation, long Events, IReadOnlyList<string> Samples);
