using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Embedded;
using Zhike.Testing;

namespace Zhike.Faults.Tests;

/// <summary>kill -9 at random moments while several sources send events side by side, a journey runs and messages leave.</summary>
public sealed class KillingTheServer(ITestOutputHelper output)
{
    /// <summary>ZHIKE_TEST_KILLS asks for another number, to look at something quickly or for a night.</summary>
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("ZHIKE_TEST_KILLS") ?? "50", CultureInfo.InvariantCulture);

    private const int Seed = 20260630;
    private const int LifeMsMax = 2_500;

    /// <summary>Sources whose senders send as fast as they are answered, beside the one whose events make customers enter the journey.</summary>
    private static readonly string[] Loads = ["fault-app", "fault-page", "fault-core"];

    private const int SendersPerLoad = 2;
    private const int NumbersPerSender = 100_000_000;

    /// <summary>After the last kill: as long as a message counts as being in the hands of the process that was killed, and some.</summary>
    private static readonly TimeSpan LeaseAndSome = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private static readonly Viewer Checking = Viewer.Bank("fault test");

    [Fact]
    public async Task Fifty_kills_lose_no_event_no_step_and_send_no_message_twice()
    {
        var cancel = CancellationToken.None;
        await using var gateway = await Gateway.StartAsync();
        var bank = new FaultBank(TestFolder.New(), gateway.Address);
        var sources = Senders(await bank.SetUpAsync([.. Loads.Prepend("fault")], cancel));
        var source = sources[0];
        var random = new Random(Seed);
        for (var kill = 1; kill <= Kills; kill++)
        {
            await using var server = await ServerProcess.StartAsync(bank.Data, bank.Arguments, cancel);
            using var life = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(50, LifeMsMax)));
            var sending = sources.Select(s => s.SendAsync(server.Address, CancellationToken.None)).ToList();
            await Task.Delay(Timeout.Infinite, life.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            await server.KillAsync();
            await Task.WhenAll(sending);
            output.WriteLine($"kill {kill}: started in {server.StartedIn.TotalSeconds:0.0} s, {sources.Sum(s => s.Acknowledged.Count)} events acknowledged, {gateway.Sent.Count} messages sent");
        }

        await SettleAsync(bank, sources, gateway, cancel);
        using var engine = EmbeddedEngine.Start(Path.Combine(bank.Data, "facts"));
        using var facts = new EmbeddedFacts(engine, "zhike", NullLogger<EmbeddedFacts>.Instance);
        source.Acknowledged.Count.ShouldBeGreaterThan(Kills);
        await EventsAreThereOnceAsync(facts, sources);
        await StepsAreWholeAsync(facts, source);
        await MessagesLeftOnceAsync(facts, gateway);
    }

    /// <summary>Runs undisturbed until everything that was begun has come to its end.</summary>
    private async Task SettleAsync(FaultBank bank, List<EventSource> sources, Gateway gateway, CancellationToken cancel)
    {
        await using var server = await ServerProcess.StartAsync(bank.Data, bank.Arguments, cancel);
        using var sending = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        await Task.WhenAll(sources.Select(s => s.SendAsync(server.Address, sending.Token)));
        var waited = TimeSpan.Zero;
        for (var (sent, quiet) = (-1, TimeSpan.Zero); waited < LeaseAndSome || quiet < Quiet; waited += Pause)
        {
            quiet = gateway.Sent.Count == sent ? quiet + Pause : TimeSpan.Zero;
            sent = gateway.Sent.Count;
            waited.ShouldBeLessThan(TimeSpan.FromMinutes(15), "it never came to rest");
            await Task.Delay(Pause, cancel);
        }

        output.WriteLine($"settled: {sources.Sum(s => s.Acknowledged.Count)} events acknowledged, {sources.Sum(s => s.Refused)} calls told to come again, {gateway.Sent.Count} messages sent");
        await server.StopAsync(cancel);
        foreach (var line in server.Said.Split('\n').Where(l => l.Contains(" fail: ", StringComparison.Ordinal)).Take(5))
        {
            output.WriteLine($"the undisturbed server said: {line}");
        }
    }

    private static List<EventSource> Senders(IReadOnlyList<string> keys)
    {
        var loads = Enumerable.Range(0, Loads.Length * SendersPerLoad).Select(i =>
            new EventSource(keys[1 + (i % Loads.Length)], $"load-{i}", Loads[i % Loads.Length], (i + 1) * NumbersPerSender, triggers: false));
        return [new EventSource(keys[0]), .. loads];
    }

    private static async Task EventsAreThereOnceAsync(EmbeddedFacts facts, List<EventSource> sources)
    {
        sources.ShouldAllBe(s => s.Sent.SetEquals(s.Acknowledged), "after the last, undisturbed run everything was acknowledged");
        var found = await facts.ListAsync(
            Checking,
            new FactsStatement("events", "SELECT toInt64(properties.n), count() FROM events WHERE name IN ('fault_go', 'fault_look') GROUP BY 1"),
            (ref Storage.Facts.Rows.RowReader row) => (Number: (int)(row.Int64OrNull() ?? -1), Times: row.UInt64()),
            CancellationToken.None);

        found.Where(f => f.Times != 1).ShouldBeEmpty("these events are there more than once");
        sources.SelectMany(s => s.Acknowledged).Except(found.Select(f => f.Number)).ShouldBeEmpty("these were acknowledged and are lost");
        found.Select(f => f.Number).Except(sources.SelectMany(s => s.Sent)).ShouldBeEmpty("nobody sent these");
        (await NumberAsync(facts, "SELECT count() FROM events WHERE name IN ('fault_go', 'fault_look')")).ShouldBe(sources.Sum(s => s.Acknowledged.Count));
        (await facts.CountAsync(Checking, new FactsStatement("checksum", $"SELECT sum({EventSource.DigestInSql}) FROM events WHERE name IN ('fault_go', 'fault_look')"), CancellationToken.None))
            .ShouldBe(sources.Aggregate(0UL, (sum, s) => unchecked(sum + s.Checksum)), "the checksum over message ids and content");
    }

    private static async Task StepsAreWholeAsync(EmbeddedFacts facts, EventSource source)
    {
        (await NumberAsync(facts, "SELECT count() - uniqExact(step_id) FROM journey_steps WHERE run = 'live'")).ShouldBe(0, "steps were taken twice");
        (await NumberAsync(facts, "SELECT count() - uniqExact(customer_id) FROM journey_steps WHERE run = 'live' AND from_step_id = 0")).ShouldBe(0, "customers entered twice");
        (await NumberAsync(facts, "SELECT uniqExact(customer_id) FROM journey_steps WHERE run = 'live' AND from_step_id = 0"))
            .ShouldBe(source.Triggered.Count, "everybody who did it has entered");
        (await NumberAsync(facts,
            "SELECT count() FROM journey_steps WHERE run = 'live' AND from_step_id != 0 AND from_step_id NOT IN (SELECT step_id FROM journey_steps WHERE run = 'live')"))
            .ShouldBe(0, "steps hang in the air");
        (await NumberAsync(facts,
            "SELECT count() FROM journey_steps WHERE run = 'live' AND NOT terminal AND node NOT IN ('end', '$holdout') AND step_id NOT IN (SELECT from_step_id FROM journey_steps WHERE run = 'live')"))
            .ShouldBe(0, "customers stand still");
        (await NumberAsync(facts,
            "SELECT count() FROM (SELECT from_step_id FROM journey_steps WHERE run = 'live' AND from_step_id != 0 GROUP BY from_step_id HAVING count() > 1)"))
            .ShouldBe(0, "a step has two followers");
    }

    private static async Task MessagesLeftOnceAsync(EmbeddedFacts facts, Gateway gateway)
    {
        gateway.Sent.Where(s => s.Value > 1).ShouldBeEmpty("these messages were sent twice");
        (await NumberAsync(facts, "SELECT count() - uniqExact(contact_id) FROM contacts WHERE run = 'live'")).ShouldBe(0, "contacts were decided twice");
        (await NumberAsync(facts,
            "SELECT count() FROM journey_steps WHERE run = 'live' AND node IN ('first', 'second') AND step_id NOT IN (SELECT contact_id FROM contacts WHERE run = 'live')"))
            .ShouldBe(0, "nothing was decided about these");
        (await NumberAsync(facts, "SELECT count() - uniqExact(contact_id, outcome) FROM outcomes WHERE run = 'live'")).ShouldBe(0, "outcomes were written twice");
        var planned = await NumberAsync(facts, "SELECT count() FROM contacts WHERE run = 'live' AND decision = 'planned'");
        planned.ShouldBeGreaterThan(0);
        (await NumberAsync(facts,
            "SELECT count() FROM contacts WHERE run = 'live' AND decision = 'planned' AND contact_id NOT IN (SELECT contact_id FROM outcomes WHERE run = 'live' AND outcome IN ('sent', 'uncertain'))"))
            .ShouldBe(0, "planned messages without an end");
        var told = await NumberAsync(facts, "SELECT uniqExact(contact_id) FROM outcomes WHERE run = 'live' AND outcome = 'sent'");
        told.ShouldBeLessThanOrEqualTo(gateway.Sent.Count, "more were reported sent than the gateway sent");
    }

    private static async Task<long> NumberAsync(EmbeddedFacts facts, string sql) => (long)await facts.CountAsync(
        Checking, new FactsStatement("fault check", $"SELECT toUInt64(assumeNotNull(({sql})))"), CancellationToken.None);
}
