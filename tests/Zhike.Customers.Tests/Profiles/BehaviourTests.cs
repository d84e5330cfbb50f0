using Zhike.Contracts.Http;
using Zhike.Customers.Profiles.Behaviour;
using Zhike.Customers.Profiles.Stages;

namespace Zhike.Customers.Tests.Profiles;

public sealed class BehaviourTests
{
    private const string Tag =
        "{key: stage, name: {zh: 阶段, en: stage}, dimension: lifecycle, kind: rule, type: text, values: [{code: new, zh: 新, en: new}, {code: old, zh: 老, en: old}], rule: [{when: {tag: open_days, op: at_most, value: 300}, value: new}], otherwise: old}";

    [Fact]
    public async Task A_session_is_one_row_and_a_contact_carries_what_came_of_it()
    {
        var stage = await StageAsync();

        var page = await ReadAsync(stage, null);

        page.Items.Select(i => (i.Type, i.Key.Length > 10 ? "" : i.Key, i.EventCount)).ShouldBe([("session", "s1", 3L), ("work_order", "6", 0L), ("event", "", 1L), ("contact", "5", 0L)]);
        page.Items[0].Steps.Select(s => s.Name).ShouldBe(["app_opened", "app_login", "product_viewed"]);
        (page.Items[0].Ended - page.Items[0].Began).ShouldBe(TimeSpan.FromMinutes(12));
        page.Items[1].Steps.Select(s => (s.Name, s.Detail)).ShouldBe([("accepted", ""), ("done", "interested")]);
        (page.Items[3].Journey, page.Items[3].Version, page.Items[3].Decision, page.Items[3].Steps.Select(s => s.Name).Single()).ShouldBe(("j", 1, "planned", "delivered"));
    }

    [Fact]
    public async Task Types_narrow_and_unknown_ones_are_refused()
    {
        var stage = await StageAsync();

        (await ReadAsync(stage, "behaviour")).Items.Select(i => i.Type).ShouldBe(["session", "event"]);
        (await ReadAsync(stage, "work_order")).Items.Select(i => i.Type).ShouldBe(["work_order"]);
        (await ReadAsync(stage, "contact")).Total.ShouldBe(2);
        (await stage.Get<BehaviourQuery>().ReadAsync(ProfileStage.Prague, 1, "gossip", new PageRequest(1, 20), CancellationToken.None)).Problem!.Errors.Single().Field.ShouldBe("type");
    }

    [Fact]
    public async Task Events_are_named_by_the_tracking_plan_in_force()
    {
        var stage = await StageAsync();
        await stage.InstallAsync(
            "tracking_plan",
            "{key: app, name: {zh: 方案, en: plan}, events: [{event: product_viewed, name: {zh: 看产品, en: Product seen}, properties: [{property: product, name: {zh: 产品, en: Product}, type: text}]}]}");

        var page = await ReadAsync(stage, "behaviour");

        page.Items[0].Steps[2].ShouldSatisfyAllConditions(s => s.NameZh.ShouldBe("看产品"), s => s.Detail.ShouldContain("loan"));
        page.Properties.Single().Zh.ShouldBe("产品");
    }

    [Fact]
    public async Task Tiers_over_time_follow_from_the_recorded_changes()
    {
        var stage = await ProfileStage.NewAsync();
        await stage.InstallAsync("tag", "{key: open_days, name: {zh: 天, en: days}, dimension: lifecycle, kind: attribute, attribute: opened_on, as: days_since, type: days}", Tag);
        await stage.InstallAsync("tiering", "{key: stages, name: {zh: 阶段, en: stages}, tag: stage}");
        await stage.TagAsync(new DateOnly(1994, 1, 31));
        await stage.TagAsync(new DateOnly(1994, 3, 1));
        await stage.TagAsync(new DateOnly(1994, 3, 31));

        var history = (await stage.Get<StageQuery>().HistoryAsync(ProfileStage.Prague, 1, CancellationToken.None)).Single();
        var unmoved = (await stage.Get<StageQuery>().HistoryAsync(ProfileStage.South, 3, CancellationToken.None)).Single();

        // Opened on 1993-05-01: 275, 304 and 334 days.
        history.Spans.ShouldBe([new StageSpan("new", null, new DateOnly(1994, 3, 1)), new StageSpan("old", new DateOnly(1994, 3, 1), null)]);
        (history.Now.Tier, history.Now.TierZh, history.Now.Since, history.Now.Days).ShouldBe(("old", "老", new DateOnly(1994, 3, 1), 30));
        (unmoved.Now.Tier, unmoved.Now.Since, unmoved.Spans.Single()).ShouldBe(("old", null, new StageSpan("old", null, null)));
    }

    private static async Task<BehaviourPage> ReadAsync(ProfileStage stage, string? type) =>
        (await stage.Get<BehaviourQuery>().ReadAsync(ProfileStage.Prague, 1, type, new PageRequest(1, 20), CancellationToken.None)).OrThrow();

    private static async Task<ProfileStage> StageAsync()
    {
        var stage = await ProfileStage.NewAsync();
        await stage.RunAsync("""
            INSERT INTO events (event_id, ts, received_at, name, type, customer_id, session_id, channel, properties, context) VALUES
                (generateUUIDv4(), '1994-03-02 10:00:00', '1994-03-02 10:00:00', 'app_opened', 'track', 1, 's1', 'app', '{}', '{}'),
                (generateUUIDv4(), '1994-03-02 10:12:00', '1994-03-02 10:12:00', 'product_viewed', 'track', 1, 's1', 'app', '{"product":"loan"}', '{}'),
                (generateUUIDv4(), '1994-03-02 10:01:00', '1994-03-02 10:01:00', 'app_login', 'track', 1, 's1', 'app', '{}', '{}'),
                (generateUUIDv4(), '1994-03-03 10:01:00', '1994-03-02 10:01:00', 'message_delivered', 'system', 1, '', 'system', '{}', '{}');
            INSERT INTO contacts (run, contact_id, journey_id, version, enrolment_id, customer_id, node, channel, template, decision, decided_at, not_before) VALUES
                ('live', 6, 'j', 1, 1, 1, 'n2', 'work_order', 'call', 'planned', '1994-03-01 10:00:00', '1994-03-01 10:00:00');
            INSERT INTO outcomes (run, contact_id, customer_id, outcome, label, happened_at) VALUES
                ('live', 6, 1, 'done', 'interested', '1994-03-01 14:00:00'), ('live', 6, 1, 'accepted', '', '1994-03-01 11:00:00'), ('live', 5, 1, 'delivered', '', '1994-02-01 10:01:00');
            """);
        return stage;
    }
}
