using Zhike.Contracts.Intake;
using Zhike.Testing;
using Zhike.Intake.Quality.Arrivals;
using Zhike.Intake.Quality.Quarantine;
using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Intake.Tests.Quality;

public sealed class QuarantineDeskTests
{
    private const string Strict =
        """
        key: strict
        name: {zh: 严, en: Strict}
        owner: 数据部
        events: [{event: pay, name: {zh: 付, en: Pay}, properties: [{property: amount, type: number, required: true, on_violation: quarantine}]}]
        """;

    private static readonly string Mended = Strict.Replace("type: number", "type: money", StringComparison.Ordinal);

    [Fact]
    public async Task What_a_mended_plan_takes_goes_to_the_events_and_the_rest_stays()
    {
        await using var stage = await StageAsync();
        await stage.Get<IWriteKeys>().InstallAsync("app", "key-of-the-app", namesCustomers: true, CancellationToken.None);
        var desk = stage.Get<QuarantineDesk>();
        stage.Use(Strict);
        (await DecideAsync(desk, QuarantineDecision.Requeue)).ShouldBe(new QuarantineOutcome(0, 3));
        stage.Use(Mended);

        (await DecideAsync(desk, QuarantineDecision.Requeue)).ShouldBe(new QuarantineOutcome(2, 1));

        (await stage.TextsAsync("SELECT concat(name, ' ', user_id, ' ', toString(properties.amount), ' ', toString(customer_id)) FROM events ORDER BY user_id")).ShouldBe(["pay C7 1.50 7", "pay u2 2.50 0"]);
        (await desk.GroupsAsync("", "", CancellationToken.None)).ShouldHaveSingleItem().Events.ShouldBe(1);
    }

    [Fact]
    public async Task A_decision_that_was_killed_may_be_repeated_and_writes_no_event_twice()
    {
        await using var stage = await StageAsync();
        stage.Use(Strict);
        var desk = stage.Get<QuarantineDesk>();
        (await DecideAsync(desk, QuarantineDecision.Release)).Settled.ShouldBe(3);
        await stage.Facts.RunAsync("TRUNCATE TABLE quarantine_decisions");

        (await DecideAsync(desk, QuarantineDecision.Release)).Settled.ShouldBe(3);

        (await stage.TextsAsync("SELECT concat(toString(count()), ' ', toString(uniqExact(event_id)), ' ', toString(countIf(notEmpty(violations)))) FROM events")).ShouldBe(["3 3 3"]);
    }

    [Fact]
    public async Task What_is_discarded_stays_with_its_reason_and_waits_no_longer()
    {
        await using var stage = await StageAsync();
        var desk = stage.Get<QuarantineDesk>();

        (await DecideAsync(desk, QuarantineDecision.Discard)).Settled.ShouldBe(3);

        (await stage.TextsAsync("SELECT toString(count()) FROM events")).ShouldBe(["0"]);
        (await desk.GroupsAsync("", "", CancellationToken.None)).ShouldBeEmpty();
        (await stage.TextsAsync("SELECT DISTINCT concat(decision, ' ', reason, ' ', decided_by) FROM quarantine_decisions")).ShouldBe(["discarded because wang.lan"]);
        (await desk.DecideAsync(new QuarantineRequest("app", "", QuarantineDecision.Discard, null), "wang.lan", CancellationToken.None)).Problem!.Errors.Select(e => e.Field).ShouldBe(["name", "reason"]);
    }

    [Fact]
    public async Task The_live_view_shows_each_arrival_with_its_verdict_and_within_the_viewers_scope()
    {
        await using var stage = await StageAsync();
        await stage.ArriveAsync(QualityStage.Today, 9, 0);
        await stage.Facts.RunAsync("INSERT INTO events (event_id, ts, received_at, name, source, user_id, customer_id, violations, properties) VALUES (generateUUIDv4(), '1994-03-31 01:59:00', '1994-03-31 01:59:00', 'app_login', 'app', 'C7', 7, ['value:method'], '{\"note\":\"13812345678\"}'), (generateUUIDv4(), '1994-03-31 01:58:00', '1994-03-31 01:58:00', 'app_login', 'app', '', 0, [], '{}')");
        var query = stage.Get<ArrivalsQuery>();
        var everywhere = new Viewer("wang.lan", OrgPath.Root, "", false, "test");
        var elsewhere = everywhere with { Scope = OrgPath.Parse("/hq/south/").Value };

        var all = await query.LatelyAsync(everywhere, null, null, null, null, CancellationToken.None);
        var scoped = await query.LatelyAsync(elsewhere, null, "LOGIN", null, null, CancellationToken.None);
        var one = await query.LatelyAsync(everywhere, "app", null, "C7", "marked", CancellationToken.None);

        all.Items.Select(a => a.Verdict).Distinct().ShouldBe(["marked", "kept", "quarantined"], ignoreOrder: true);
        scoped.Items.ShouldHaveSingleItem().CustomerId.ShouldBe("");
        one.Items.ShouldHaveSingleItem().Properties.ShouldContain("138****5678");
    }

    private static async Task<QuarantineOutcome> DecideAsync(QuarantineDesk desk, QuarantineDecision decision) =>
        (await desk.DecideAsync(new QuarantineRequest("app", "pay", decision, "because"), "wang.lan", CancellationToken.None)).OrThrow();

    private static async Task<QualityStage> StageAsync()
    {
        var stage = await QualityStage.NewAsync();
        await stage.Facts.RunAsync(
            """
            INSERT INTO customer_versions (customer_id, customer_no, opened_on, org_path, version) VALUES (7, 'C7', '1993-01-01', '/hq/north/', 1);
            INSERT INTO quarantined_events (event_id, ts, received_at, name, type, user_id, source, properties, context, violations) VALUES
            (generateUUIDv4(), '1994-03-31 01:50:00', '1994-03-31 01:50:00', 'pay', 'track', 'C7', 'app', '{"amount":"1.50"}', '{}', ['type:amount']),
            (generateUUIDv4(), '1994-03-31 01:50:00', '1994-03-31 01:51:00', 'pay', 'track', 'u2', 'app', '{"amount":"2.50"}', '{}', ['type:amount']),
            (generateUUIDv4(), '1994-03-31 01:50:00', '1994-03-31 01:52:00', 'pay', 'track', 'u3', 'app', '{"amount":"none"}', '{}', ['type:amount']);
            """);
        return stage;
    }
}
