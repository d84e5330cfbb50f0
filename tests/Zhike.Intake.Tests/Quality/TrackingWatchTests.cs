using Zhike.Intake.Plan;
using Zhike.Intake.Quality.Discovered;
using Zhike.Intake.Tests.Plan;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Testing;

namespace Zhike.Intake.Tests.Quality;

public sealed class TrackingWatchTests
{
    private const string Counted = "SELECT concat(name, ' ', toString(sum(events)), ' ', toString(sum(violating)), ' ', toString(sum(late)), ' ', toString(sum(skewed))) FROM event_counts GROUP BY name ORDER BY name";

    [Fact]
    public async Task Arrivals_are_counted_once_however_often_one_looks()
    {
        await using var stage = await QualityStage.NewAsync();
        await stage.ArriveAsync(QualityStage.Today, 8, 50, violations: "['missing:method']", late: "7200");
        await stage.ArriveAsync(QualityStage.Today, 9, 30, "search");
        await stage.ArriveAsync(QualityStage.Today, 9, 5, "ahead", late: "-3600");

        (await stage.LookAsync()).ShouldBe(85);
        (await stage.LookAsync()).ShouldBe(0);
        await stage.ArriveAsync(QualityStage.Today, 9, 0);
        stage.Get<FakeClock>().Advance(TimeSpan.FromHours(1));
        await stage.ArriveAsync(QualityStage.Today, 10, 10);
        (await stage.LookAsync()).ShouldBe(10);

        (await stage.TextsAsync(Counted)).ShouldBe(["ahead 5 0 0 5", "app_login 60 50 50 0", "search 30 0 0 0"]);
    }

    [Fact]
    public async Task A_look_that_was_killed_is_repeated_and_counts_nothing_twice()
    {
        await using var stage = await QualityStage.NewAsync();
        await stage.ArriveAsync(QualityStage.Today, 8, 50);
        await stage.LookAsync();
        // As if it had been killed before its last step.
        await stage.Facts.RunAsync("ALTER TABLE tracking_looks DELETE WHERE state = 'done' SETTINGS mutations_sync = 2");

        await stage.LookAsync();

        (await stage.TextsAsync(Counted)).ShouldBe(["app_login 50 0 0 0"]);
        (await stage.TextsAsync("SELECT toString(sum(events)) FROM property_counts")).ShouldBe(["50"]);
    }

    [Fact]
    public async Task Copies_and_the_programs_own_events_are_not_arrivals()
    {
        await using var stage = await QualityStage.NewAsync();
        await stage.ArriveAsync(QualityStage.Today, 8, 3);
        await stage.Facts.RunAsync("INSERT INTO events (event_id, ts, received_at, name, type, source, is_copy, properties) SELECT event_id, ts, received_at, name, type, source, true, '{}' FROM events");
        await stage.Facts.RunAsync("INSERT INTO events (event_id, ts, received_at, name, type, source, properties) SELECT event_id, ts, received_at, name, 'system', source, '{}' FROM events");

        (await stage.LookAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task Events_and_properties_are_discovered_with_types_samples_and_whether_they_are_planned()
    {
        await using var stage = await QualityStage.NewAsync();
        stage.Use(PlanStage.Shipped());
        await stage.ArriveAsync(QualityStage.Today, 8, 3);
        await stage.ArriveAsync(QualityStage.Today, 9, 2, properties: "{\"method\":7,\"device\":{\"os\":\"iOS\"},\"note\":\"13812345678\",\"at\":\"2026-01-01T00:00:00Z\",\"list\":[1]}");
        await stage.ArriveAsync(QualityStage.Today, 9, 1, "homemade");
        await stage.LookAsync();
        var query = stage.Get<DiscoveredQuery>();

        var events = await query.EventsAsync(CancellationToken.None);
        var shape = await query.ShapeAsync("", "app_login", CancellationToken.None);

        var login = events.Single(e => e.Name == "app_login");
        (login.IsPlanned, login.NameZh, login.Events, login.Lately[^1]).ShouldBe((true, "登录", 5, 5));
        events.Single(e => e.Name == "homemade").IsPlanned.ShouldBeFalse();
        events.Single(e => e.Name == "wealth_bought").ShouldSatisfyAllConditions(e => e.IsPlanned.ShouldBeTrue(), e => e.FirstSeen.ShouldBeNull());
        shape.Properties.Select(p => $"{p.Property} {string.Join('|', p.Types)} {p.Events} {p.Planned?.Type}").ShouldBe(
        [
            "method integer|text 5 text", "at instant 2 ", "device.os text 2 ", "list list 2 ", "note text 2 ", "success  0 flag", "fail_reason  0 text",
        ], ignoreOrder: true);
        shape.Properties.Single(p => p.Property == "note").Samples.ShouldBe(["138****5678"]);
        shape.Properties.Single(p => p.Property == "method").Samples.ShouldBe(["face", "7"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_no_plan_names_is_offered_to_the_plan_with_the_one_type_that_fits()
    {
        await using var stage = await QualityStage.NewAsync();
        stage.Use(PlanStage.Shipped());
        await stage.ArriveAsync(QualityStage.Today, 8, 3);
        await stage.ArriveAsync(QualityStage.Today, 9, 2, properties: "{\"method\":\"face\",\"score\":1,\"at\":\"2026-01-01\"}");
        await stage.ArriveAsync(QualityStage.Today, 9, 1, properties: "{\"method\":\"face\",\"score\":1.5,\"at\":\"soon\"}");
        await stage.ArriveAsync(QualityStage.Today, 9, 4, "homemade", properties: "{\"phone\":\"13812345678\"}");
        await stage.ArriveAsync(QualityStage.Today, 9, 1, "bare", properties: "{}");
        await stage.LookAsync();

        var found = await stage.Get<UnplannedQuery>().ListAsync(CancellationToken.None);

        found.Select(e => $"{e.Name} {e.IsPlanned} {e.Events}: {string.Join(", ", e.Properties.Select(p => $"{p.Property} {p.Type} {p.Events} {string.Join('|', p.Samples)}"))}").ShouldBe(
        [
            "homemade False 4: phone text 4 138****5678", "bare False 1: ", "app_login True 6: at text 3 2026-01-01|soon, score number 3 1|1.5",
        ]);
    }

    [Fact]
    public async Task Examples_of_violations_go_to_the_disk_with_the_next_look()
    {
        await using var stage = await QualityStage.NewAsync();
        stage.Use(PlanStage.Shipped());
        stage.Get<IEventJudge>().Judge("app", "track", "app_login", "{\"method\":\"carrier pigeon\"}"u8).Violations.ShouldBe(["value:method"]);

        await stage.LookAsync();

        (await stage.TextsAsync("SELECT concat(name, ' ', violation, ' ', sample) FROM violation_samples")).ShouldBe(["app_login value:method carrier pigeon"]);
    }
}
