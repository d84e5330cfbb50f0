using Zhike.Intake.Plan;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Quality.Days;

/// <summary>Answers how good a day's events were. Counts only: nobody's events are shown.</summary>
internal sealed class QualityQuery(IFacts facts, BankClock clock, LivePlans plans, LostEvents lostEvents)
{
    private const int HoursOfDay = 24;
    private const int DaysShown = 28;
    private static readonly Viewer Counting = Viewer.Bank("tracking quality");

    public async Task<QualityDay> DayAsync(DateOnly day, CancellationToken cancel)
    {
        var hours = HoursOver(day);
        var before = Baseline.DaysBefore(day);
        var counts = await CountsAsync([day, .. before], hours, cancel).ConfigureAwait(false);
        var firstDays = await FirstDaysAsync(cancel).ConfigureAwait(false);
        var events = counts.GroupBy(c => (c.Source, c.Name, c.Type)).Select(g => Event(g.Key.Source, g.Key.Name, g.Key.Type, [.. g])).OrderByDescending(e => e.Events).ThenBy(e => e.Name, StringComparer.Ordinal).ToList();
        var lost = await lostEvents.OfDayAsync(day, cancel).ConfigureAwait(false);
        var sources = events.GroupBy(e => e.Source).Select(g => Source(g.Key, [.. g], lost.GetValueOrDefault(g.Key)))
            .Concat(lost.Where(l => events.All(e => e.Source != l.Key)).Select(l => Source(l.Key, [], l.Value)))
            .OrderByDescending(s => s.Events).ToList();
        return new QualityDay(day, day == clock.Today(), hours, sources, events);

        EventQuality Event(string source, string name, string type, List<DayCount> rows)
        {
            var today = rows.FirstOrDefault(r => r.Day == day) ?? new DayCount(day, source, name, type, 0, 0, 0, 0, 0, 0, 0);
            // A day before the event was ever seen is not a day without it.
            var firstDay = firstDays.GetValueOrDefault((source, name), day);
            var (expected, low, high) = Baseline.Of([.. before.Where(d => d >= firstDay).Select(d => rows.FirstOrDefault(r => r.Day == d)?.Compared ?? 0)]);
            var planned = plans.Current.Find(source, name);
            return new EventQuality(
                source, name, type, planned?.NameZh ?? "", planned?.NameEn ?? "", planned?.Owner ?? "", planned is not null || type != "track",
                today.Events, today.Compared, expected, low, high, today.Violating, today.Late, today.Skewed, today.Unplanned, today.Quarantined);
        }
    }

    public async Task<VolumeSeries> VolumeAsync(DateOnly day, string source, string name, CancellationToken cancel)
    {
        var before = Baseline.DaysBefore(day);
        var rows = await facts.ListAsync(
            Counting,
            Statement("HourCounts.sql", source, name).With("days", [.. Texts([day, .. before])]),
            (ref RowReader row) => (Day: row.Date(), Hour: row.UInt8(), Events: (long)row.UInt64()),
            cancel).ConfigureAwait(false);
        var known = rows.Select(r => r.Day).ToHashSet();
        var begun = day < clock.Today() ? HoursOfDay : HoursOver(day) + 1;
        var hours = Enumerable.Range(0, HoursOfDay).Select(hour =>
        {
            var (expected, low, high) = Baseline.Of([.. before.Where(known.Contains).Select(d => At(d, hour))]);
            return new HourVolume(hour, hour < begun ? At(day, hour) : null, expected, low, high);
        }).ToList();
        var days = await facts.ListAsync(
            Counting,
            Statement("DailyCounts.sql", source, name).With("first", day.AddDays(1 - DaysShown)).With("last", day),
            (ref RowReader row) => new DayVolume(row.Date(), (long)row.UInt64(), (long)row.UInt64()),
            cancel).ConfigureAwait(false);
        return new VolumeSeries(hours, [.. Enumerable.Range(0, DaysShown).Select(i => day.AddDays(1 - DaysShown + i)).Select(d => days.FirstOrDefault(v => v.Day == d) ?? new DayVolume(d, 0, 0))]);

        long At(DateOnly d, int hour) => rows.Where(r => r.Day == d && r.Hour == hour).Sum(r => r.Events);
    }

    public async Task<IReadOnlyList<DayViolation>> ViolationsAsync(DateOnly day, string source, string name, CancellationToken cancel) => await facts.ListAsync(
        Counting,
        Statement("DayViolations.sql", source, name).With("day", day),
        (ref RowReader row) => new DayViolation(row.Text(), row.Text(), row.Text(), (long)row.UInt64(), row.Texts()),
        cancel).ConfigureAwait(false);

    private Task<List<DayCount>> CountsAsync(IEnumerable<DateOnly> days, int hours, CancellationToken cancel) => facts.ListAsync(
        Counting,
        new FactsStatement("day counts", SqlFile.Beside<QualityQuery>("DayCounts.sql")).With("zone", clock.Zone.Id).With("days", [.. Texts(days)]).With("hours", (ulong)hours),
        (ref RowReader row) => new DayCount(row.Date(), row.Text(), row.Text(), row.Text(), Whole(ref row), Whole(ref row), Whole(ref row), Whole(ref row), Whole(ref row), Whole(ref row), Whole(ref row)),
        cancel);

    private async Task<Dictionary<(string, string), DateOnly>> FirstDaysAsync(CancellationToken cancel)
    {
        var rows = await facts.ListAsync(
            Counting,
            new FactsStatement("first days", SqlFile.Beside<QualityQuery>("FirstDays.sql")).With("zone", clock.Zone.Id),
            (ref RowReader row) => (Source: row.Text(), Name: row.Text(), Day: row.Date()),
            cancel).ConfigureAwait(false);
        return rows.ToDictionary(r => (r.Source, r.Name), r => r.Day);
    }

    private static SourceQuality Source(string source, IReadOnlyList<EventQuality> events, Lost lost) => new(
        source, events.Sum(e => e.Events), events.Sum(e => e.Compared), events.Any(e => e.Expected is not null) ? events.Sum(e => e.Expected ?? 0) : null,
        events.Sum(e => e.Violating), events.Sum(e => e.Late), lost.Duplicates, events.Sum(e => e.Skewed), events.Sum(e => e.Unplanned), events.Sum(e => e.Quarantined), lost.Refused);

    /// <summary>Whole hours of a day that are over.</summary>
    private int HoursOver(DateOnly day) => day == clock.Today() ? TimeZoneInfo.ConvertTime(clock.GetUtcNow(), clock.Zone).Hour : HoursOfDay;

    private FactsStatement Statement(string file, string source, string name) =>
        new FactsStatement(file, SqlFile.Beside<QualityQuery>(file)).With("zone", clock.Zone.Id).With("source", source).With("name", name);

    private static IEnumerable<string> Texts(IEnumerable<DateOnly> days) => days.Select(d => d.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    private static long Whole(ref RowReader row) => (long)row.UInt64();

    private sealed record DayCount(DateOnly Day, string Source, string Name, string Type, long Events, long Compared, long Violating, long Late, long Skewed, long Unplanned, long Quarantined);
}
