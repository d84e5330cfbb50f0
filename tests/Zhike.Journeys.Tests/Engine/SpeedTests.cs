using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;
using Zhike.Journeys.Engine;
using Zhike.Journeys.Tests.World;
using Zhike.Storage.Facts;

namespace Zhike.Journeys.Tests.Engine;

/// <summary>A million people through the engine: all of them, once each. What it took is printed, not judged: the benchmarks
/// judge, beside their reference.</summary>
public sealed class SpeedTests(ITestOutputHelper output)
{
    private const long People = 1_000_000;

    [Fact]
    public async Task A_million_people_walk_and_nobody_is_lost_or_doubled()
    {
        var bank = await SmallBank.OpenAsync((int)People);
        var journey = SmallBank.Journey(
            """
            {"id": "w1", "kind": "wait", "days": 1, "next": "s"},
            {"id": "s", "kind": "split", "branches": [{"when": {"woman": true}, "next": "p"}], "otherwise": "w2"},
            {"id": "p", "kind": "percent", "branches": [{"percent": 50, "next": "m"}, {"percent": 50, "next": "w2"}]},
            {"id": "m", "kind": "send", "channel": "sms", "template": "sms-a", "next": "w2"},
            {"id": "w2", "kind": "wait", "days": 1, "next": "end"},
            {"id": "end", "kind": "exit"}
            """,
            "w1",
            holdout: 10);

        await TickAsync(bank, journey, 1);
        await TickAsync(bank, journey, 2);
        await TickAsync(bank, journey, 3);

        (await bank.CountAsync("SELECT count() FROM journey_steps WHERE from_step_id = 0")).ShouldBe((ulong)People);
        (await bank.CountAsync("SELECT toUInt64(count() - uniqExact(step_id)) FROM journey_steps")).ShouldBe(0ul);
        var walking = await bank.CountAsync("SELECT count() FROM journey_steps WHERE node = 'w1'");
        (await bank.CountAsync("SELECT count() FROM journey_steps WHERE node = 'end'")).ShouldBe(walking);
        (await bank.CountAsync("SELECT count() FROM contacts")).ShouldBe(await bank.CountAsync("SELECT count() FROM journey_steps WHERE node = 'm'"));
    }

    [Fact]
    public async Task People_are_moved_in_slices_that_together_are_everybody()
    {
        var bank = await SmallBank.OpenAsync(3000);
        var facts = bank.Facts;
        await bank.TickAsync(SmallBank.Journey("""{"id": "w", "kind": "wait", "days": 1, "next": "end"}, {"id": "end", "kind": "exit"}""", "w"), 1);
        var statement = new FactsStatement("sliced", "INSERT INTO outcomes (run, contact_id, customer_id, outcome, happened_at) SELECT 'x', enrolment_id, customer_id, 'x', entered_at FROM journey_steps WHERE enrolment_id % {chunks:UInt64} = {chunk:UInt64}");

        var written = await Slices.AppendAsync(facts, statement, (JourneyTick.PeoplePerStatementMax * 3) + 1, CancellationToken.None);

        written.ShouldBe(3000ul);
        (await bank.CountAsync("SELECT uniqExact(contact_id) FROM outcomes")).ShouldBe(3000ul);
    }

    private async Task TickAsync(SmallBank bank, JourneyInForce journey, int day)
    {
        var (watch, processor) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        var tick = await bank.TickAsync(journey, day);
        var seconds = watch.Elapsed.TotalSeconds;
        var busy = (Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"tick {day}: {tick.Steps} steps, {tick.Contacts} contacts in {seconds:0.0} s: {tick.Steps / seconds:0} steps/s; {busy:0.0} s of processor time: {tick.Steps / busy:0} steps a processor second"));
    }
}
