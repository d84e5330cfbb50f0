using System.Globalization;
using Zhike.Bench.Harness;

namespace Zhike.Bench.Rows;

/// <summary>How long a call of a hundred events waits for its answer at half the rate that the server must bear, and how much memory
/// the server takes meanwhile. Calls come at fixed moments, however slow the answers are.</summary>
internal sealed class IntakeLatencyRow : IRow
{
    private const int EventsPerSecond = 25_000;
    private const int SecondsPerRound = 10;
    private const int Connections = 128;
    private const double MemoryBytesMax = 1.5 * (1L << 30);

    public string Name => "intake-latency";

    public async Task<IReadOnlyList<Line>> RunAsync(Bank bank, int rounds, CancellationToken cancel)
    {
        var server = await EventServer.StartAsync(bank, cancel).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            using var client = await EventClient.ConnectAsync(server.Address, Connections, cancel).ConfigureAwait(false);
            var between = TimeSpan.FromSeconds((double)SampleEvents.PerCall / EventsPerSecond);
            var perRound = EventsPerSecond * SecondsPerRound / SampleEvents.PerCall;
            var seconds = new List<double>();

            // The first round warms the server up and is not counted.
            DiskProbe? probe = null;
            for (var round = 0; round <= rounds; round++)
            {
                probe ??= round > 0 ? new DiskProbe(bank.WorkFolder) : null;
                var calls = Enumerable.Range(0, perRound).Select(call => SampleEvents.Call(server.WriteKey, round, call)).ToArray();
                var took = await client.SendAtAsync(calls, between, cancel).ConfigureAwait(false);
                seconds.AddRange(round == 0 ? [] : took);
            }

            var disk = await probe!.StopAsync().ConfigureAwait(false);
            var sample = new Sample(seconds);
            var memory = server.PeakMemory;
            var said = string.Create(
                CultureInfo.InvariantCulture,
                $"a call of {SampleEvents.PerCall} events at {EventsPerSecond:N0} events/s (p99 {sample.P99 * 1000:0} ms, the disk's {disk.P99 * 1000:0} ms, server {memory / (double)(1L << 30):0.00} GiB resident at most)");
            return
            [
                new Line(
                    Name, said, "events a call", SampleEvents.PerCall, sample, disk, "64 KiB to the disk, meanwhile",
                    new Bar("p99 250 ms, 1.5 GiB", P99SecondsMax: 0.25) { Also = memory <= MemoryBytesMax }),
            ];
        }
    }
}
