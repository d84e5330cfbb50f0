using Zhike.Channels.Adapters;
using Zhike.Channels.Queue;
using Zhike.Channels.Tests.World;
using Zhike.Contracts.Channels;
using Zhike.Storage.Relay;

namespace Zhike.Channels.Tests.Queue;

/// <summary>The process ends between any two steps; the next one goes on. Nothing is lost, nothing is sent twice.</summary>
public sealed class CrashTests
{
    private const int Messages = 20;

    private static readonly string[] Stores = ["sqlite", "postgresql"];

    private static readonly (string Step, bool KnowsKeys)[] Moments =
    [
        ("queue inserted", true), ("queue marked", true),
        ("deliver claimed", true), ("deliver marked", true), ("deliver wired", true), ("deliver settled", true),
        ("relay stamped", true), ("relay inserted", true), ("relay deleted", true),
        ("deliver claimed", false), ("deliver marked", false), ("deliver wired", false), ("deliver settled", false),
    ];

    public static TheoryData<string, string, bool> Crashes()
    {
        var cases = new TheoryData<string, string, bool>();
        foreach (var store in Stores)
        {
            foreach (var (step, knowsKeys) in Moments)
            {
                cases.Add(store, step, knowsKeys);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Crashes))]
    public async Task A_crash_on(string store, string step, bool knowsKeys)
    {
        var wire = new ScriptedAdapter(knowsKeys);
        using var world = await ChannelsWorld.NewAsync(sms: wire, store: store);
        await world.CustomersAsync(Messages);
        await world.PlanAsync(Messages, "sms", "welcome");
        CrashOnceAfter(world, step);

        var crashes = 0;
        for (var turn = 0; turn < 5; turn++)
        {
            try
            {
                await world.PumpAsync();
            }
            catch (InvalidOperationException)
            {
                crashes++;
            }

            world.Clock.Advance(new ChannelsOptions().Lease + TimeSpan.FromMinutes(1));
        }

        crashes.ShouldBe(1);
        var messages = await world.MessagesAsync();
        var uncertain = messages.Where(m => m.State == MessageState.Uncertain).ToList();
        messages.Count.ShouldBe(Messages);
        messages.ShouldAllBe(m => m.State == MessageState.Sent || m.State == MessageState.Uncertain);
        if (knowsKeys)
        {
            // The other side may hear twice, but of the same key, and with the same words.
            uncertain.ShouldBeEmpty();
            wire.Seen.DistinctBy(s => s.Key).Count().ShouldBe(Messages);
            wire.Seen.GroupBy(s => s.Key).ShouldAllBe(g => g.Select(s => s.Fields["text"]).Distinct().Count() == 1);
        }
        else
        {
            // The other side hears of each at most once; those that stood at the wire are uncertain, and counted.
            wire.Seen.GroupBy(s => s.Key).ShouldAllBe(g => g.Count() == 1);
            uncertain.Count.ShouldBe(step is "deliver marked" or "deliver wired" ? wire.Parallel : 0);
        }

        var outcomes = await world.OutcomesAsync();
        outcomes.Count.ShouldBe(Messages);
        outcomes.Distinct().Count().ShouldBe(Messages);
        (await world.EventsAsync()).Count.ShouldBe(Messages);
    }

    [Fact]
    public async Task A_local_delivery_and_its_message_are_one_transaction()
    {
        using var world = await ChannelsWorld.NewAsync();
        await world.CustomersAsync(3);
        await world.PlanAsync(3, "sms", "welcome");
        CrashOnceAfter(world, "deliver wired");

        await Should.ThrowAsync<InvalidOperationException>(() => world.PumpAsync());
        (await world.MessagesAsync()).ShouldAllBe(m => m.State == MessageState.Queued);

        world.Clock.Advance(new ChannelsOptions().Lease);
        await world.PumpAsync();
        (await world.MessagesAsync()).ShouldAllBe(m => m.State == MessageState.Delivered);
        (await world.OutcomesAsync()).Count.ShouldBe(6);
    }

    [Fact]
    public async Task The_same_contacts_derived_by_two_processes_are_queued_once()
    {
        using var world = await ChannelsWorld.NewAsync();
        await world.CustomersAsync(500);
        await world.PlanAsync(500, "sms", "welcome");
        var delivery = world.Get<IDelivery>();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => delivery.QueueAsync(CancellationToken.None))));

        (await world.MessagesAsync()).Count.ShouldBe(500);
    }

    private static void CrashOnceAfter(ChannelsWorld world, string step)
    {
        var crashed = false;
        Action<string> At(string part) => at =>
        {
            if (!crashed && $"{part} {at}" == step)
            {
                crashed = true;
                throw new InvalidOperationException("crash");
            }
        };
        world.Get<QueueContacts>().AtStep = At("queue");
        world.Get<DeliverMessages>().AtStep = At("deliver");
        world.Get<FactsRelay>().AtStep = At("relay");
    }
}
