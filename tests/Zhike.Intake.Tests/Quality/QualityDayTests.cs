using Zhike.Contracts.Http;
using Zhike.Intake.Plan;
using Zhike.Intake.Quality.Days;
using Zhike.Kernel;
using Zhike.Testing;

namespace Zhike.Intake.Tests.Quality;

public sealed class QualityDayTests
{
    [Theory]
    [InlineData(new long[] { 5 }, null, null, null)]
    [InlineData(new long[] { 9, 3 }, 6d, 3L, 9L)]
    [InlineData(new long[] { 9, 3, 100 }, 9d, 3L, 100L)]
    [InlineData(new long[] { 0, 10, 20, 30 }, 15d, 0L, 30L)]
    public void What_to_expect_is_the_median_of_the_same_weekdays(long[] known, double? expected, long? low, long? high) =>
        Baseline.Of(known).ShouldBe((expected, low, high));

    [Fact]
    public async Task Volume_is_compared_over_the_hours_that_are_over_with_the_same_weekdays()
    {
        await using var stage = await QualityStage.NewAsync();
        foreach (var week in (int[])[1, 2, 3])
        {
            await stage.ArriveAsync(QualityStage.Today.AddDays(-7 * week), 9, 100 * week);
            // After ten o'clock: not compared with a day of which ten hours are over.
            await stage.ArriveAsync(QualityStage.Today.AddDays(-7 * week), 11, 1000);
            await stage.ArriveAsync(QualityStage.Today.AddDays((-7 * week) + 1), 9, 5000);
        }

        await stage.ArriveAsync(QualityStage.Today, 9, 40, violations: "['type:method']", late: "7200");
        await stage.LookAsync();

        var day = await stage.Get<QualityQuery>().DayAsync(QualityStage.Today, CancellationToken.None);
        var login = day.Events.Single();
        var volume = await stage.Get<QualityQuery>().VolumeAsync(QualityStage.Today, "app", "app_login", CancellationToken.None);
        var wrong = await stage.Get<QualityQuery>().ViolationsAsync(QualityStage.Today, "", "", CancellationToken.None);

        (day.Hours, login.Events, login.Compared, login.Expected, login.Low, login.High, login.Violating, login.Late).ShouldBe((10, 40, 40, 200, 100, 300, 40, 40));
        volume.Hours[9].ShouldBe(new HourVolume(9, 40, 200, 100, 300));
        volume.Hours[11].ShouldBe(new HourVolume(11, null, 1000, 1000, 1000));
        volume.Days.Count.ShouldBe(28);
        volume.Days[^1].ShouldBe(new DayVolume(QualityStage.Today, 40, 40));
        wrong.ShouldHaveSingleItem().ShouldSatisfyAllConditions(w => w.Violation.ShouldBe("type:method"), w => w.Events.ShouldBe(40));
    }

    [Fact]
    public async Task An_alert_opens_is_acknowledged_closes_by_itself_and_stays_closed_when_a_person_closed_it()
    {
        await using var stage = await QualityStage.NewAsync();
        await stage.ArriveAsync(QualityStage.Today.AddDays(-7), 9, 400);
        await stage.ArriveAsync(QualityStage.Today.AddDays(-14), 9, 400);
        await stage.ArriveAsync(QualityStage.Today, 9, 150, violations: "['type:method']");
        var alerts = stage.Get<QualityAlerts>();
        await stage.LookAsync();
        (await OpenAsync(alerts)).ShouldBe(["app_login Violations 1 Open", "app_login VolumeLow 150 Open"], ignoreOrder: true);

        var low = (await alerts.ListAsync(null, new PageRequest(1, 50), CancellationToken.None)).Items.Single(a => a.Measure == QualityMeasure.VolumeLow);
        var wrong = (await alerts.ListAsync(null, new PageRequest(1, 50), CancellationToken.None)).Items.Single(a => a.Measure == QualityMeasure.Violations);
        (await alerts.DecideAsync(low.Id, AlertState.Acknowledged, "holiday", "wang.lan", CancellationToken.None)).Ok.ShouldBeTrue();
        (await alerts.DecideAsync(wrong.Id, AlertState.Closed, "mended in 8.4.2", "wang.lan", CancellationToken.None)).Ok.ShouldBeTrue();
        (await alerts.DecideAsync(wrong.Id, AlertState.Acknowledged, "", "li.wei", CancellationToken.None)).Problem!.Code.ShouldBe("alert_closed");
        await stage.ArriveAsync(QualityStage.Today, 8, 300, violations: "['type:method']");
        stage.Get<FakeClock>().Advance(TimeSpan.FromMinutes(2));
        await stage.LookAsync();
        // Received before the last look ended: the watch goes forward only.
        (await OpenAsync(alerts)).ShouldBe(["app_login VolumeLow 150 Acknowledged"]);
        await stage.ArriveAsync(QualityStage.Today, 10, 100);
        stage.Get<FakeClock>().Advance(TimeSpan.FromMinutes(70));
        await stage.LookAsync();

        (await OpenAsync(alerts)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_not_taken_is_counted_by_source_and_named_by_its_field()
    {
        await using var stage = await QualityStage.NewAsync();
        await stage.Facts.RunAsync(
            """
            CREATE TABLE IF NOT EXISTS event_refusals (minute DateTime('UTC'), source String, reason String, field String, sample String, events UInt64) ENGINE = MergeTree ORDER BY minute;
            INSERT INTO event_refusals VALUES ('1994-03-31 01:58:00', 'app', 'duplicate', '', '', 7), ('1994-03-31 01:58:00', 'app', 'malformed', 'event', '{"event":9}', 2), ('1994-03-30 01:58:00', 'app', 'malformed', 'event', '', 99);
            """);

        var day = await stage.Get<QualityQuery>().DayAsync(QualityStage.Today, CancellationToken.None);
        var lately = await stage.Get<LostEvents>().SinceAsync(TestServices.Start.AddMinutes(-15), "", CancellationToken.None);

        day.Sources.ShouldHaveSingleItem().ShouldSatisfyAllConditions(s => s.Duplicates.ShouldBe(7), s => s.Refused.ShouldBe(2));
        lately.Select(r => $"{r.Source} {r.Reason} {r.Field} {r.Events} {string.Join(' ', r.Samples)}").ShouldBe(["app duplicate  7 ", "app malformed event 2 {\"event\":9}"]);
    }

    [Fact]
    public void Limits_name_what_is_beyond_them()
    {
        var day = new QualityDay(QualityStage.Today, true, 10, [new SourceQuality("app", 1000, 1000, null, 0, 300, 200, 60, 60, 0, 0), new SourceQuality("tiny", 50, 50, null, 50, 50, 40, 50, 50, 0, 0)], []);

        Breaches.Of(day, _ => AlertLimits.Default).Select(b => $"{b.Source} {b.Measure}").ShouldBe(["app Late", "app Duplicates", "app Skewed", "app Unknown"]);
    }

    private static async Task<IEnumerable<string>> OpenAsync(QualityAlerts alerts) =>
        (await alerts.ListAsync(null, new PageRequest(1, 50), CancellationToken.None)).Items.Select(a => $"{a.Event} {a.Measure} {a.Value:0.##} {a.State}");
}
