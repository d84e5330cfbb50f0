using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Access;
using Zhike.Journeys.Engine;
using Zhike.Journeys.Requests;
using Zhike.Journeys.Tests.World;
using Zhike.Kernel;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;
using Zhike.Testing;

namespace Zhike.Journeys.Tests.Engine;

/// <summary>Every way in: who enters when, whether again, and never twice for one cause.</summary>
public sealed class EntryTests
{
    private const string Rest = """{"id": "w", "kind": "wait", "days": 1, "next": "end"}, {"id": "end", "kind": "exit"}""";

    [Fact]
    public async Task An_event_lets_in_whoever_does_it_from_now_on_and_once()
    {
        var bank = await SmallBank.OpenAsync(4);
        await bank.EventAsync("apply", 1, bank.At(1, 8).AddDays(-3));
        var journey = Journey("\"event\": {\"event\": \"apply\"}");

        (await bank.TickAsync(journey, 1)).Enrolled.ShouldBe(0);
        await bank.EventAsync("apply", 2, bank.At(1, 12));
        await bank.EventAsync("other", 3, bank.At(1, 12));
        (await bank.TickAsync(journey, 1, hour: 13)).Enrolled.ShouldBe(1);
        await bank.EventAsync("apply", 2, bank.At(2, 12));
        await bank.EventAsync("apply", 4, bank.At(2, 12));
        (await bank.TickAsync(journey, 3)).Enrolled.ShouldBe(1);

        (await bank.WhereAsync()).ShouldBe(["2 end", "4 w"]);
    }

    [Fact]
    public async Task An_event_lets_in_again_only_after_the_last_time_ended_and_never_for_the_same_one()
    {
        var bank = await SmallBank.OpenAsync(1);
        var journey = Journey("\"event\": {\"event\": \"apply\"}, \"reentry\": \"always\"", window: 30);
        await bank.TickAsync(journey, 1);
        await bank.EventAsync("apply", 1, bank.At(1, 12));
        (await bank.TickAsync(journey, 1, hour: 13)).Enrolled.ShouldBe(1);
        await bank.EventAsync("apply", 1, bank.At(2, 8));
        (await bank.TickAsync(journey, 2)).Enrolled.ShouldBe(0);

        // It ends by the goal; what came before does not let in again, also not to an engine that remembers nothing.
        await bank.EventAsync("bought", 1, bank.At(2, 10));
        (await bank.TickAsync(journey, 2, hour: 11)).Enrolled.ShouldBe(0);
        await bank.Facts.ExecuteAsync(Viewer.Bank("test"), new FactsStatement("lose", "TRUNCATE TABLE journey_ticks"), CancellationToken.None);
        bank.Engine.Forget("live");
        (await bank.TickAsync(journey, 2, hour: 12)).Enrolled.ShouldBe(0);
        await bank.EventAsync("apply", 1, bank.At(2, 13));
        (await bank.TickAsync(journey, 2, hour: 14)).Enrolled.ShouldBe(1);
        (await bank.TickAsync(journey, 2, hour: 15)).Enrolled.ShouldBe(0);

        (await bank.CountAsync("SELECT uniqExact(enrolment_id) FROM journey_steps")).ShouldBe(2ul);
        (await bank.CountAsync("SELECT count() FROM journey_steps WHERE outcome = 'goal'")).ShouldBe(1ul);
    }

    [Fact]
    public async Task A_segment_kept_in_real_time_lets_in_who_comes_into_it()
    {
        var bank = await SmallBank.OpenAsync(3);
        await bank.Facts.RunAsync("CREATE TABLE segment_changes (segment_id LowCardinality(String), version UInt64, as_of Date, changed_at DateTime64(3, 'UTC'), customer_id UInt64, change Enum8('left' = 0, 'entered' = 1)) ENGINE = MergeTree ORDER BY (segment_id, changed_at, customer_id);");
        var journey = Journey("\"segment\": \"rich\", \"when\": \"entered\"");
        await bank.TickAsync(journey, 1);
        await ChangeAsync("rich", 1, "entered", 11);
        await ChangeAsync("rich", 2, "entered", 11);
        await ChangeAsync("rich", 2, "left", 12);
        await ChangeAsync("poor", 3, "entered", 12);
        await bank.EventAsync("x", 3, bank.At(1, 12));

        (await bank.TickAsync(journey, 1, hour: 13)).Enrolled.ShouldBe(1);
        (await bank.WhereAsync()).ShouldBe(["1 w"]);

        Task ChangeAsync(string segment, int customer, string change, int hour) => bank.Facts.RunAsync(
            $"INSERT INTO segment_changes VALUES ('{segment}', {hour}, '1994-03-01', '{bank.At(1, hour).UtcDateTime:yyyy-MM-dd HH:mm:ss}', {customer}, '{change}');");
    }

    [Fact]
    public async Task A_birthday_lets_in_on_its_morning_and_every_year_again()
    {
        var bank = await SmallBank.OpenAsync(3);
        await bank.Facts.RunAsync("""
            INSERT INTO customer_versions (customer_id, customer_no, opened_on, birth_date, org_path, version) VALUES
                (1, 'C1', '1994-02-20', '1960-03-04', '/hq/north/d01/', 2), (2, 'C2', '1994-02-20', '1956-02-29', '/hq/north/d01/', 2);
            """);
        var journey = Journey("\"date\": {\"attribute\": \"birth_date\", \"every\": \"year\", \"offset_days\": -1, \"at\": \"08:00\"}, \"reentry\": \"always\"", window: 20);

        (await bank.TickAsync(journey, 2)).Enrolled.ShouldBe(0);
        (await bank.TickAsync(journey, 3, hour: 7)).Enrolled.ShouldBe(0);
        (await bank.TickAsync(journey, 3, hour: 8, minute: 1)).Enrolled.ShouldBe(1);
        (await bank.TickAsync(journey, 4)).Enrolled.ShouldBe(0);
        await bank.TickAsync(journey, 300);
        (await bank.TickAsync(journey, 364, hour: 9)).Enrolled.ShouldBe(1);
        (await bank.TickAsync(journey, 368, hour: 9)).Enrolled.ShouldBe(1);

        (await bank.CountAsync("SELECT count() FROM journey_steps WHERE from_step_id = 0 AND customer_id = 1")).ShouldBe(2ul);
    }

    [Fact]
    public async Task Another_system_names_customers_and_hears_who_is_refused_and_why()
    {
        var bank = await SmallBank.OpenAsync(4, also: services => services.AddSingleton<ICurrentViewer>(new Asker()));
        var definitions = bank.Services.GetRequiredService<IDefinitions>();
        (await definitions.InstallAsync("journey", "j", """
            {"name": {"zh": "旅程", "en": "Journey"}, "entry": {"api": true, "reentry": "always"}, "holdout_percent": 0, "holdout_reason": "test", "start": "w",
             "goal": {"name": {"zh": "购买", "en": "Bought"}, "within_days": 5, "condition": {"did_since": "bought"}}, "nodes": [{"id": "w", "kind": "wait", "days": 1, "next": "end"}, {"id": "end", "kind": "exit"}]}
            """, CancellationToken.None)).OrThrow();
        var (enter, clock) = (bank.Services.GetRequiredService<EnterCustomers>(), bank.Services.GetRequiredService<FakeClock>());
        var answer = await AskAsync("order-1", "C1", "C2", "C9", "C1");
        answer.Accepted.ShouldBe(2);
        answer.Refused.Select(r => $"{r.CustomerNo} {r.Reason}").ShouldBe(["C9 unknown_customer", "C1 named_twice"]);
        (await TickAsync()).ShouldBe(2);
        (await TickAsync()).ShouldBe(0);

        answer = await AskAsync("order-2", "C1", "C3");
        answer.Refused.Select(r => r.Reason).ShouldBe(["inside"]);
        (await AskAsync("order-2", "C3")).Refused.Select(r => r.Reason).ShouldBe(["same_cause"]);
        (await TickAsync()).ShouldBe(1);
        (await enter.RunAsync(new Asker(), "j", new EntryRequest([], ""), CancellationToken.None)).Problem!.Errors.Select(e => e.Field).ShouldBe(["customers", "cause"]);
        (await enter.RunAsync(new Asker(), "j", new EntryRequest(["C1", null!, ""], "why"), CancellationToken.None)).Problem!.Errors.Select(e => e.Field).ShouldBe(["customers[1]", "customers[2]"]);

        async Task<EntryAnswer> AskAsync(string cause, params string[] customers)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            return (await enter.RunAsync(new Asker(), "j", new EntryRequest(customers, cause), CancellationToken.None)).Value;
        }

        async Task<long> TickAsync()
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return (await bank.Engine.TickAsync("live", bank.Clock.GetUtcNow(), new DateOnly(1994, 3, 30), CancellationToken.None)).Enrolled;
        }
    }

    [Fact]
    public async Task A_journey_hands_people_over_to_another()
    {
        var bank = await SmallBank.OpenAsync(3);
        var giving = SmallBank.Journey("""{"id": "h", "kind": "hand_over", "journey": "taking", "next": "end"}, {"id": "end", "kind": "exit"}""", "h");
        var taking = Journey("\"handed_over\": true") with { Key = "taking", HandedOverBy = [("j", "h")] };

        await TickAsync(1);
        await TickAsync(2);
        await TickAsync(3);

        (await bank.CountAsync("SELECT count() FROM journey_steps WHERE journey_id = 'taking' AND from_step_id = 0")).ShouldBe(3ul);
        HandOvers.Known([giving, taking with { HandedOverBy = [] }])[1].HandedOverBy.ShouldBe([("j", "h")]);

        Task TickAsync(int hour) => bank.Engine.TickAsync([giving, taking], "live", bank.At(1, hour), new DateOnly(1994, 2, 28), CancellationToken.None);
    }

    [Fact]
    public async Task A_rule_leads_people_out_of_a_wait_and_they_are_measured_on()
    {
        var bank = await SmallBank.OpenAsync(4);
        var journey = SmallBank.Journey(
            """{"id": "w", "kind": "wait", "days": 3, "next": "m"}, {"id": "m", "kind": "send", "channel": "sms", "template": "sms-a", "next": "end"}, {"id": "end", "kind": "exit"}""",
            "w", more: "\"exits\": [{\"event\": {\"event\": \"complained\"}}, {\"condition\": {\"list\": \"4\"}}],");
        await bank.TickAsync(journey, 1);
        await bank.EventAsync("complained", 1, bank.At(2, 8));
        await bank.EventAsync("complained", 2, bank.At(4, 8));

        await bank.TickAsync(journey, 2);
        (await bank.WhereAsync()).ShouldBe(["1 $left", "2 w", "3 w", "4 $left"]);
        await bank.TickAsync(journey, 4);
        (await bank.WhereAsync()).ShouldBe(["1 $left", "2 $left", "3 end", "4 $left"]);
        (await bank.ContactsAsync()).ShouldBe(["3 m planned"]);
        await bank.EventAsync("bought", 1, bank.At(5));
        await bank.TickAsync(journey, 6);
        await bank.TickAsync(journey, 32);
        (await bank.WhereAsync()).ShouldBe(["1 $goal", "2 $ended", "3 $ended", "4 $ended"]);
    }

    [Fact]
    public async Task A_customer_left_alone_by_the_draw_is_not_led_out()
    {
        var bank = await SmallBank.OpenAsync(40);
        var journey = SmallBank.Journey(Rest, "w", holdout: 50, more: "\"exits\": [{\"condition\": {\"did\": \"x\"}}],");
        await bank.TickAsync(journey, 1);
        await bank.Facts.RunAsync($"INSERT INTO events (event_id, ts, received_at, name, customer_id, properties, context) SELECT generateUUIDv4(), '1994-03-01 05:00:00', '1994-03-01 05:00:00', 'x', number + 1, '{{}}', '{{}}' FROM numbers(40);");
        await bank.TickAsync(journey, 1, hour: 15);

        (await bank.CountAsync("SELECT count() FROM journey_steps WHERE node = '$left' AND arm = 'holdout'")).ShouldBe(0ul);
        (await bank.CountAsync("SELECT count() FROM journey_steps WHERE node = '$left'")).ShouldBe(await bank.CountAsync("SELECT count() FROM journey_steps WHERE node = 'w'"));
    }

    [Theory]
    [InlineData("\"segment\": \"a\", \"event\": {\"event\": \"x\"}", "entry.segment")]
    [InlineData("\"segment\": \"a\", \"when\": \"sometimes\"", "entry.when")]
    [InlineData("\"event\": {\"name\": \"x\"}", "entry.event.event entry.event.name")]
    [InlineData("\"tag_changed\": {\"tag\": \"stage\"}", "entry.tag_changed.from")]
    [InlineData("\"api\": false", "entry.api")]
    [InlineData("\"date\": {\"at\": \"noon\"}", "entry.date.attribute entry.date.at")]
    [InlineData("\"list\": \"L 1\", \"reentry\": \"often\"", "entry.list entry.reentry")]
    public void Every_wrong_field_of_an_entry_is_named(string entry, string fields) =>
        SmallBank.Errors(Rest, "w", entry: entry).Select(e => e.Field).Order(StringComparer.Ordinal).ShouldBe(fields.Split(' ').Order(StringComparer.Ordinal));

    [Fact]
    public void Every_wrong_field_of_an_exit_is_named() =>
        SmallBank.Errors(Rest, "w", more: "\"exits\": [{}, {\"condition\": {\"woman\": true}, \"event\": {\"event\": \"x\"}}, {\"event\": {}}, {\"left\": {\"segment\": \"A\"}, \"hm\": 1}],")
            .Select(e => e.Field).ShouldBe(["exits[0].condition", "exits[1].condition", "exits[2].event.event", "exits[3].left.segment", "exits[3].hm"]);

    private static JourneyInForce Journey(string entry, int window = 30) => SmallBank.Journey(Rest, "w", window: window, entry: entry);

    private sealed class Asker : ICurrentViewer
    {
        public string Staff => "system";

        public string NameZh => "系统";

        public IReadOnlySet<Permission> Permissions { get; } = new HashSet<Permission>();

        public Viewer Viewer(string purpose) => new("system", OrgPath.Of("/hq/"), "", false, purpose);

        public Result<Viewer> UnmaskingViewer(string purpose) => throw new NotSupportedException();
    }
}
