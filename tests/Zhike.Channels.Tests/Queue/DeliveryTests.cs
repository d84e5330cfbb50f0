using Zhike.Channels.Adapters;
using Zhike.Channels.Queue;
using Zhike.Channels.Tests.World;
using Zhike.Testing;

namespace Zhike.Channels.Tests.Queue;

/// <summary>What happens to planned messages, from contact to outcome, on real stores.</summary>
public sealed class DeliveryTests
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task A_planned_message_is_sent_once_and_told_to_the_facts(string store)
    {
        var wire = new ScriptedAdapter(knowsKeys: true);
        using var world = await ChannelsWorld.NewAsync(sms: wire, store: store);
        await world.CustomersAsync(450);
        await world.PlanAsync(450, "sms", "welcome");

        (await world.PumpAsync()).ShouldBe(450);
        (await world.PumpAsync()).ShouldBe(0);

        wire.Seen.Select(s => s.Key).Distinct().Count().ShouldBe(450);
        wire.Seen.Count.ShouldBe(450);
        var messages = await world.MessagesAsync();
        messages.Select(m => m.State).Distinct().ShouldBe([MessageState.Sent]);
        messages[0].ProviderId.ShouldBe("p-zhike-1001");
        messages[0].ShownTo.ShouldBe("138****0001");
        messages[0].ShownContent.ShouldBe("""{"text":"王女士您好。拒收请回复R【知客示例银行】"}""");
        messages[0].ContentSealed.ShouldNotContain("13800000001");
        wire.Seen.Single(s => s.Key == "zhike-1001").Address.ShouldBe("13800000001");
        var outcomes = await world.OutcomesAsync();
        outcomes.Count.ShouldBe(450);
        outcomes[0].ShouldBe("1001 sent");
        (await world.EventsAsync()).Count(e => e.EndsWith("message_sent", StringComparison.Ordinal)).ShouldBe(450);
    }

    [Fact]
    public async Task The_local_outbox_is_a_delivery_of_its_own()
    {
        using var world = await ChannelsWorld.NewAsync();
        await world.CustomersAsync(1);
        await world.PlanAsync(1, "sms", "welcome");

        await world.PumpAsync();

        (await world.OneAsync()).State.ShouldBe(MessageState.Delivered);
        (await world.OutcomesAsync()).ShouldBe(["1001 delivered", "1001 sent"]);
    }

    [Fact]
    public async Task Contacts_of_other_runs_refusals_and_work_orders_are_left_alone()
    {
        using var world = await ChannelsWorld.NewAsync();
        await world.CustomersAsync(1);
        await world.Facts.RunAsync(
            """
            INSERT INTO contacts (run, contact_id, journey_id, version, enrolment_id, customer_id, node, channel, template, decision, decided_at, not_before)
            VALUES ('replay-1', 1, 'hundred-days', 1, 1, 1, 'n1', 'sms', 'welcome', 'planned', '1994-03-31 02:00:00', '1994-03-31 02:00:00'),
                   ('live', 2, 'hundred-days', 1, 1, 1, 'n1', 'sms', 'welcome', 'cap', '1994-03-31 02:00:00', '1994-03-31 02:00:00'),
                   ('live', 3, 'hundred-days', 1, 1, 1, 'n1', 'work_order', 'call', 'planned', '1994-03-31 02:00:00', '1994-03-31 02:00:00');
            """);

        await world.PumpAsync();

        (await world.MessagesAsync()).ShouldBeEmpty();
    }

    /// <summary>Doubt means no: each row is a reason why nothing leaves.</summary>
    [Theory]
    [InlineData("INSERT INTO consents (customer_id, channel, granted, decided_at, source) VALUES (1, 'sms', false, '1994-03-30 00:00:00', 'app')", "no_consent")]
    [InlineData("INSERT INTO consents (customer_id, channel, granted, decided_at, source) VALUES (1, 'all', false, '1994-03-30 00:00:00', 'manager')", "no_consent")]
    [InlineData("INSERT INTO consents (customer_id, channel, granted, decided_at, source) VALUES (1, 'sms', false, '1993-05-01 00:00:00', 'other')", "no_consent")]
    [InlineData("ALTER TABLE consents DELETE WHERE customer_id = 1 SETTINGS mutations_sync = 2", "no_consent")]
    [InlineData("ALTER TABLE customer_versions DELETE WHERE customer_id = 1 SETTINGS mutations_sync = 2", "customer_unknown")]
    [InlineData("INSERT INTO suppression_versions (entry_id, customer_id, list, starts_at, recorded_at, version) VALUES (1, 1, 'deceased', '1994-03-30', '1994-03-30', 1)", "suppressed:deceased")]
    [InlineData("INSERT INTO suppression_versions (entry_id, customer_id, list, purposes, starts_at, recorded_at, version) VALUES (1, 1, 'opt_out', ['marketing'], '1994-03-30', '1994-03-30', 1)", "suppressed:opt_out")]
    public async Task What_the_facts_say_at_the_moment_of_contact_counts(string change, string reason)
    {
        var wire = new ScriptedAdapter(knowsKeys: true);
        using var world = await ChannelsWorld.NewAsync(sms: wire);
        await world.CustomersAsync(1);
        await world.PlanAsync(1, "sms", "welcome");
        await world.Facts.RunAsync(change + ";\n");

        await world.PumpAsync();

        wire.Seen.ShouldBeEmpty();
        var message = await world.OneAsync();
        (message.State, message.Reason).ShouldBe((MessageState.Suppressed, reason));
        (await world.OutcomesAsync()).ShouldBe(["1001 suppressed"]);
    }

    [Fact]
    public async Task A_stopped_journey_sends_nothing_more()
    {
        var wire = new ScriptedAdapter(knowsKeys: true);
        using var world = await ChannelsWorld.NewAsync(sms: wire);
        await world.CustomersAsync(1);
        await world.PlanAsync(1, "sms", "welcome");
        (await world.Definitions.StopAsync("journey", "hundred-days", "admin", CancellationToken.None)).OrThrow();

        await world.PumpAsync();

        wire.Seen.ShouldBeEmpty();
        (await world.OneAsync()).Reason.ShouldBe("journey_stopped");
    }

    [Fact]
    public async Task Nobody_without_a_phone_number_gets_a_short_message()
    {
        using var world = await ChannelsWorld.NewAsync();
        world.People.Known[1] = new("王芳", "", "", "", "");
        await world.CustomersAsync(1);
        await world.PlanAsync(1, "sms", "welcome");

        await world.PumpAsync();

        (await world.OneAsync()).Reason.ShouldBe("no_address");
    }

    [Fact]
    public async Task A_text_with_a_hole_in_it_is_not_sent()
    {
        using var world = await ChannelsWorld.NewAsync();
        await world.InstallAsync("template", "balance", """{"key":"balance","channel":"sms","name":"余额","text":"余额{{money tags.balance}}。拒收请回复R【{{bank.name}}】"}""");
        world.Tags.Values[2] = new() { ["balance"] = 1234.5m };
        await world.CustomersAsync(2);
        await world.PlanAsync(2, "sms", "balance");

        await world.PumpAsync();

        var messages = await world.MessagesAsync();
        (messages[0].State, messages[0].Reason).ShouldBe((MessageState.Suppressed, "missing_value:tags.balance"));
        messages[1].ShownContent.ShouldBe("""{"text":"余额1,234.50元。拒收请回复R【知客示例银行】"}""");
    }

    [Fact]
    public async Task In_quiet_hours_a_message_waits_for_the_morning()
    {
        var wire = new ScriptedAdapter(knowsKeys: true);
        using var world = await ChannelsWorld.NewAsync(sms: wire);
        await world.CustomersAsync(1);
        await world.PlanAsync(1, "sms", "welcome");
        world.Clock.Set(new DateTimeOffset(1994, 3, 31, 14, 30, 0, TimeSpan.Zero)); // 22:30 in Shanghai

        await world.PumpAsync();
        wire.Seen.ShouldBeEmpty();
        (await world.OneAsync()).NextAttemptAt.ShouldBe(new DateTimeOffset(1994, 4, 1, 1, 0, 0, TimeSpan.Zero));

        world.Clock.Set(new DateTimeOffset(1994, 4, 1, 1, 0, 0, TimeSpan.Zero)); // 09:00
        await world.PumpAsync();
        wire.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_waits_for_the_instant_that_its_journey_set()
    {
        var wire = new ScriptedAdapter(knowsKeys: true);
        using var world = await ChannelsWorld.NewAsync(sms: wire);
        await world.CustomersAsync(1);
        await world.PlanAsync(1, "sms", "welcome", notBefore: "1994-03-31 03:00:00");

        await world.PumpAsync();
        wire.Seen.ShouldBeEmpty();

        world.Clock.Advance(TimeSpan.FromHours(1));
        await world.PumpAsync();
        wire.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_gateway_that_says_later_is_asked_again_and_given_up_in_the_end()
    {
        var wire = new ScriptedAdapter(knowsKeys: true, (_, _) => new HandOverResult(HandOverKind.TryLater, "busy"));
        using var world = await ChannelsWorld.NewAsync(sms: wire, options: new ChannelsOptions { AttemptsMax = 3 });
        await world.CustomersAsync(1);
        await world.PlanAsync(1, "sms", "welcome");

        for (var i = 0; i < 6; i++)
        {
            await world.PumpAsync();
            world.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        wire.Seen.Count.ShouldBe(3);
        wire.Seen.Select(s => s.Key).Distinct().ShouldHaveSingleItem();
        var message = await world.OneAsync();
        (message.State, message.Reason).ShouldBe((MessageState.Failed, "given up after 3 attempts: busy"));
        (await world.OutcomesAsync()).ShouldBe(["1001 failed"]);
    }

    [Fact]
    public async Task Without_keys_a_lost_answer_is_uncertain_and_never_sent_again()
    {
        var wire = new ScriptedAdapter(knowsKeys: false, (_, _) => new HandOverResult(HandOverKind.Unknown, "no answer"));
        using var world = await ChannelsWorld.NewAsync(email: wire);
        await world.CustomersAsync(1);
        await world.PlanAsync(1, "email", "letter");

        await world.PumpAsync();
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.PumpAsync();

        wire.Seen.Count.ShouldBe(1);
        (await world.OneAsync()).State.ShouldBe(MessageState.Uncertain);
        (await world.OutcomesAsync()).ShouldBe(["1001 uncertain"]);
    }

    [Fact]
    public async Task A_repetition_says_the_same_words_whatever_the_tags_say_by_then()
    {
        var wire = new ScriptedAdapter(knowsKeys: true, (_, nth) => nth == 1 ? new HandOverResult(HandOverKind.Unknown, "no answer") : new HandOverResult(HandOverKind.Accepted));
        using var world = await ChannelsWorld.NewAsync(sms: wire);
        await world.InstallAsync("template", "balance", """{"key":"balance","channel":"sms","name":"余额","text":"余额{{tags.balance}}。拒收请回复R【{{bank.name}}】"}""");
        await world.CustomersAsync(1);
        await world.PlanAsync(1, "sms", "balance");
        world.Tags.Values[1] = new() { ["balance"] = 100m };

        await world.PumpAsync();
        world.Tags.Values[1]["balance"] = 999m;
        world.Clock.Advance(TimeSpan.FromMinutes(2));
        await world.PumpAsync();

        wire.Seen.Select(s => s.Fields["text"]).Distinct().ShouldHaveSingleItem().ShouldStartWith("余额100。");
        (await world.OneAsync()).State.ShouldBe(MessageState.Sent);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Two_workers_at_once_share_the_messages_and_send_each_once(string store)
    {
        var wire = new ScriptedAdapter(knowsKeys: false);
        using var world = await ChannelsWorld.NewAsync(email: wire, store: store);
        await world.CustomersAsync(300);
        await world.PlanAsync(300, "email", "letter");
        await world.Get<Zhike.Contracts.Channels.IDelivery>().QueueAsync(CancellationToken.None);
        var deliver = world.Get<DeliverMessages>();

        async Task WorkAsync()
        {
            while ((await deliver.BatchAsync("email", wire, RetryLimits.Default, CancellationToken.None)).Claimed > 0)
            {
            }
        }

        await Task.WhenAll(WorkAsync(), WorkAsync(), WorkAsync());

        wire.Seen.Count.ShouldBe(300);
        wire.Seen.Select(s => s.Key).Distinct().Count().ShouldBe(300);
    }
}
