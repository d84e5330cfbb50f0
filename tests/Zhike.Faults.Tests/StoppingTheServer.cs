using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Embedded;
using Zhike.Testing;

namespace Zhike.Faults.Tests;

/// <summary>SIGTERM while events come in: what was taken is stored and answered, the rest is told to go elsewhere.</summary>
public sealed class StoppingTheServer(ITestOutputHelper output)
{
    private const int Senders = 8;
    private const int AcknowledgedBeforeTheStop = 400;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task A_server_that_is_asked_to_stop_under_load_stores_what_it_took_and_ends_in_time()
    {
        var cancel = CancellationToken.None;
        await using var gateway = await Gateway.StartAsync();
        var bank = new FaultBank(TestFolder.New(), gateway.Address);
        var key = (await bank.SetUpAsync(["fault"], cancel))[0];
        var sources = Enumerable.Range(0, Senders).Select(i => new EventSource(key, $"stop-{i}")).ToList();
        await using (var server = await ServerProcess.StartAsync(bank.Data, bank.Arguments, cancel))
        {
            var sending = sources.Select(s => s.SendAsync(server.Address, CancellationToken.None)).ToList();
            while (sources.Sum(s => s.Acknowledged.Count) < AcknowledgedBeforeTheStop)
            {
                await Task.Delay(Pause, cancel);
            }

            (await server.StopAsync(cancel)).ShouldBe(0);
            await Task.WhenAll(sending);
            server.Said.ShouldNotContain(" fail: ");
        }

        using var engine = EmbeddedEngine.Start(Path.Combine(bank.Data, "facts"));
        using var facts = new EmbeddedFacts(engine, "zhike", NullLogger<EmbeddedFacts>.Instance);
        var stored = await facts.CountAsync(
            Viewer.Bank("stop test"), new FactsStatement("events", "SELECT uniqExact(event_id) FROM events WHERE name IN ('fault_go', 'fault_look')"), cancel);
        var (acknowledged, sent) = ((ulong)sources.Sum(s => s.Acknowledged.Count), (ulong)sources.Sum(s => s.Sent.Count));
        output.WriteLine($"{acknowledged} events acknowledged, {stored} stored, {sent} sent");
        stored.ShouldBeInRange(acknowledged, sent);
    }
}
