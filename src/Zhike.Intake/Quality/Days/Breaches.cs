using Zhike.Intake.Plan;

namespace Zhike.Intake.Quality.Days;

/// <summary>What of a day lies beyond the limits. Pure: counts and limits in, breaches out.</summary>
internal static class Breaches
{
    public static IReadOnlyList<Breach> Of(QualityDay day, Func<string, AlertLimits> limitsOf) =>
        [.. day.Events.SelectMany(e => OfEvent(e, limitsOf(e.Source))), .. day.Sources.SelectMany(s => OfSource(s, limitsOf(s.Source)))];

    private static IEnumerable<Breach> OfEvent(EventQuality e, AlertLimits limits)
    {
        if (e.Expected is { } expected && expected >= limits.EventsMin && e.Compared < expected * limits.VolumeLow)
        {
            yield return new Breach(e.Source, e.Name, QualityMeasure.VolumeLow, e.Compared, expected * limits.VolumeLow, expected, e.Compared);
        }

        // What was hardly there before has no volume to exceed; it is new, and shown as such.
        if (e.Expected is { } usual && usual >= limits.EventsMin && e.Compared > usual * limits.VolumeHigh)
        {
            yield return new Breach(e.Source, e.Name, QualityMeasure.VolumeHigh, e.Compared, usual * limits.VolumeHigh, usual, e.Compared);
        }

        if (Share(e.Source, e.Name, QualityMeasure.Violations, e.Violating - e.Unplanned, e.Events, limits.Violations, limits) is { } violations)
        {
            yield return violations;
        }
    }

    private static IEnumerable<Breach> OfSource(SourceQuality s, AlertLimits limits) =>
        new[]
        {
            Share(s.Source, "", QualityMeasure.Late, s.Late, s.Events, limits.Late, limits),
            Share(s.Source, "", QualityMeasure.Duplicates, s.Duplicates, s.Events + s.Duplicates, limits.Duplicates, limits),
            Share(s.Source, "", QualityMeasure.Skewed, s.Skewed, s.Events, limits.Skewed, limits),
            Share(s.Source, "", QualityMeasure.Unknown, s.Unplanned, s.Events, limits.Unknown, limits),
        }.OfType<Breach>();

    private static Breach? Share(string source, string name, QualityMeasure measure, long part, long whole, double limit, AlertLimits limits) =>
        whole >= limits.EventsMin && part > whole * limit ? new Breach(source, name, measure, (double)part / whole, limit, null, whole) : null;
}

/// <param name="Value">A share, or a volume.</param>
/// <param name="Events">That it was measured over.</param>
internal sealed record Breach(string Source, string Event, QualityMeasure Measure, double Value, double Limit, double? Expected, long Events);
