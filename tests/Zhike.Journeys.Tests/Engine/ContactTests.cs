using Zhike.Contracts.Bank;
using Zhike.Journeys.Engine;
using Zhike.Journeys.Tests.World;
using Zhike.Storage.Facts;
using Zhike.Testing;

namespace Zhike.Journeys.Tests.Engine;

/// <summary>What is decided at the moment of contact.</summary>
public sealed class ContactTests
{
    private const string Listed = "INSERT INTO suppression_versions (entry_id, customer_id, list, channels, starts_at, recorded_at, version) VALUES ";
    private const string End = """{"id": "end", "kind": "exit"}""";

    [Theory]
    [InlineData("sms", "sms-hello", "DELETE", "no_consent")]
    [InlineData("sms", "sms-hello", "refused", "no_consent")]
    [InlineData("sms", "sms-hello", "refused then granted", "planned")]
    [InlineData("sms", "sms-hello", "granted tomorrow", "no_consent")]
    [InlineData("sms", "sms-hello", "refused everything", "no_consent")]
    [InlineData("sms", "sms-hello", "deceased", "suppressed")]
    [InlineData("sms", "sms-hello", "deceased tomorrow", "planned")]
    [InlineData("sms", "sms-hello", "rm_managed for calls", "planned")]
    [InlineData("sms", "sms-hello", "no phone", "no_address")]
    [InlineData("email", "email-hello", "no phone", "planned")]
    [InlineData("in_app", "inapp-hello", "no phone", "planned")]
    [InlineData("email", "email-hello", "", "planned")]
    public async Task Consent_suppression_and_address_decide_and_doubt_means_no(string channel, string template, string answer, string decision)
    {
        var bank = await SmallBank.OpenAsync(2);
        var answers = "INSERT INTO consents (customer_id, channel, granted, decided_at, source) VALUES (1, '" + channel;
        await bank.Facts.RunAsync(answer switch
        {
            "DELETE" => "ALTER TABLE consents DELETE WHERE customer_id = 1 SETTINGS mutations_sync = 2;",
            "refused" => $"{answers}', false, '1994-02-01', 'test');",
            "refused then granted" => $"{answers}', false, '1994-02-01', 'test'), (1, '{channel}', true, '1994-02-02', 'test');",
            "granted tomorrow" => $"ALTER TABLE consents DELETE WHERE customer_id = 1 SETTINGS mutations_sync = 2;\n{answers}', true, '1994-03-02', 'test');",
            "refused everything" => "INSERT INTO consents (customer_id, channel, granted, decided_at, source) VALUES (1, 'all', false, '1994-02-01', 'test');",
            "deceased" => $"{Listed}(1, 1, 'deceased', [], '1994-02-01', '1994-02-01', 1);",
            "deceased tomorrow" => $"{Listed}(1, 1, 'deceased', [], '1994-03-02', '1994-02-01', 1);",
            "rm_managed for calls" => $"{Listed}(1, 1, 'rm_managed', ['call'], '1994-02-01', '1994-02-01', 1);",
            "no phone" => "INSERT INTO customer_secret_versions (customer_id, phone_sealed, email_sealed, version) VALUES (1, '', 'sealed', 2);",
            _ => "SELECT 1;",
        });

        await bank.TickAsync(Sending(channel, template), 1);

        (await bank.ContactsAsync()).ShouldBe([$"1 m {decision}", "2 m planned"]);
        (await bank.WhereAsync()).ShouldBe(["1 end", "2 end"]);
    }

    [Fact]
    public async Task The_banks_cap_counts_messages_and_work_orders_of_every_journey_together()
    {
        var bank = await SmallBank.OpenAsync(1, new BankOptions { CapContacts = 2, CapDays = 7 });
        var journey = SmallBank.Journey(
            $$"""
            {"id": "a", "kind": "send", "channel": "sms", "template": "sms-a", "next": "b"},
            {"id": "b", "kind": "work_order", "template": "call-b", "next": "c"},
            {"id": "c", "kind": "send", "channel": "email", "template": "email-c", "next": "w"},
            {"id": "w", "kind": "wait", "days": 7, "next": "d"},
            {"id": "d", "kind": "send", "channel": "email", "template": "email-d", "next": "end"}, {{End}}
            """,
            "a");
        await bank.TickAsync(journey, 1);
        (await bank.ContactsAsync()).ShouldBe(["1 a planned", "1 b planned", "1 c cap"]);

        var other = JourneyInForce.Of(journey.Versions[1] with { Key = "other" }, 1);
        await bank.TickAsync(other, 2);
        (await bank.CountAsync("SELECT countIf(decision = 'cap') FROM contacts WHERE journey_id = 'other'")).ShouldBe(3ul);

        await bank.TickAsync(journey, 8);
        (await bank.CountAsync("SELECT countIf(decision = 'planned') FROM contacts WHERE node = 'd'")).ShouldBe(1ul);
    }

    [Fact]
    public async Task A_journeys_own_cap_is_tighter_than_the_banks()
    {
        var bank = await SmallBank.OpenAsync(1);
        var journey = SmallBank.Journey(
            $$"""
            {"id": "a", "kind": "send", "channel": "sms", "template": "sms-a", "next": "b"},
            {"id": "b", "kind": "send", "channel": "email", "template": "email-b", "next": "end"}, {{End}}
            """,
            "a",
            more: "\"cap\": {\"contacts\": 1, \"days\": 3},");
        await bank.TickAsync(journey, 1);

        (await bank.ContactsAsync()).ShouldBe(["1 a planned", "1 b cap"]);
    }

    [Theory]
    [InlineData("sms", "sms-hello", 1, 9, 1, 9)]
    [InlineData("sms", "sms-hello", 1, 20, 1, 20)]
    [InlineData("sms", "sms-hello", 1, 21, 2, 9)]
    [InlineData("sms", "sms-hello", 1, 23, 2, 9)]
    [InlineData("sms", "sms-hello", 2, 3, 2, 9)]
    [InlineData("sms", "sms-hello", 2, 8, 2, 9)]
    [InlineData("in_app", "inapp-hello", 1, 23, 1, 23)]
    public async Task Quiet_hours_move_a_contact_to_the_morning(string channel, string template, int day, int hour, int expectedDay, int expectedHour)
    {
        var bank = await SmallBank.OpenAsync(1);
        await bank.TickAsync(Sending(channel, template), day, hour);

        var expected = bank.At(expectedDay, expectedHour).ToUnixTimeMilliseconds();
        (await bank.CountAsync($"SELECT count() FROM contacts WHERE decision = 'planned' AND not_before = fromUnixTimestamp64Milli({expected})")).ShouldBe(1ul);
    }

    [Fact]
    public async Task Nobody_is_given_more_work_orders_a_day_than_they_can_do_and_the_rest_wait_for_the_next_morning()
    {
        var bank = await SmallBank.OpenAsync(20, new BankOptions { ManagerDailyCapacity = 4 });
        var journey = SmallBank.Journey($$"""{"id": "o", "kind": "work_order", "template": "call-a", "priority": 1, "due_days": 3, "next": "end"}, {{End}}""", "o");

        await bank.TickAsync(journey, 1);
        (await bank.CountAsync("SELECT countIf(decision = 'planned') FROM contacts WHERE manager_id = 'm1'")).ShouldBe(4ul);
        (await bank.CountAsync("SELECT countIf(decision = 'no_capacity') FROM contacts WHERE manager_id = 'm1'")).ShouldBe(6ul);
        await bank.TickAsync(journey, 1, hour: 15);
        await bank.TickAsync(journey, 2);
        await bank.TickAsync(journey, 3);

        (await bank.CountAsync("SELECT countIf(decision = 'planned') FROM contacts")).ShouldBe(20ul);
        (await bank.CountAsync("SELECT max(n) FROM (SELECT count() AS n FROM contacts WHERE decision = 'planned' GROUP BY manager_id, toDate(decided_at))")).ShouldBe(4ul);
        (await bank.CountAsync("SELECT count() FROM contacts WHERE decision = 'planned' AND priority = 1 AND due_days = 3 AND org_path = '/hq/north/d01/'")).ShouldBe(20ul);
        (await bank.WhereAsync()).ShouldAllBe(line => line.EndsWith(" end"));
    }

    [Fact]
    public async Task A_work_order_that_nobody_can_take_for_days_is_let_go()
    {
        var bank = await SmallBank.OpenAsync(1, new BankOptions { ManagerDailyCapacity = 0 });
        var journey = SmallBank.Journey($$"""{"id": "o", "kind": "work_order", "template": "call-a", "next": "end"}, {{End}}""", "o");
        for (var day = 1; day <= Route.WorkOrderTries + 2; day++)
        {
            await bank.TickAsync(journey, day);
        }

        (await bank.ContactsAsync()).ShouldBe([.. Enumerable.Repeat("1 o no_capacity", Route.WorkOrderTries)]);
        (await bank.WhereAsync()).ShouldBe(["1 end"]);
    }

    [Fact]
    public async Task The_held_out_are_never_contacted()
    {
        var bank = await SmallBank.OpenAsync(1000);
        var journey = SmallBank.Journey($$"""{"id": "m", "kind": "send", "channel": "sms", "template": "sms-hello", "next": "end"}, {{End}}""", "m", holdout: 20);
        await bank.TickAsync(journey, 1);

        (await bank.CountAsync("SELECT count() FROM contacts WHERE customer_id IN (SELECT customer_id FROM journey_steps WHERE arm = 'holdout')")).ShouldBe(0ul);
        var heldOut = await bank.CountAsync("SELECT count() FROM journey_steps WHERE node = '$holdout'");
        heldOut.ShouldBeInRange(150ul, 250ul);
        (await bank.CountAsync("SELECT count() FROM contacts")).ShouldBe(1000 - heldOut);
    }

    private static JourneyInForce Sending(string channel, string template) => SmallBank.Journey(
        $$"""{"id": "m", "kind": "send", "channel": "{{channel}}", "template": "{{template}}", "next": "end"}, {{End}}""", "m");
}
