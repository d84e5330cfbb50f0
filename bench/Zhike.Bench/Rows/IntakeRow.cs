using System.Diagnostics;
using System.Globalization;
using Zhike.Bench.Harness;
using Zhike.Storage.Facts;

namespace Zhike.Bench.Rows;

/// <summary>Events over HTTP into the real server, in batches of a hundred, each answered when it is on the disk. The client runs
/// on the same cores.</summary>
internal sealed class IntakeRow : IRow
{
    private const int Calls = 2_000;
    private const int Connections = 128;
    private const int RowsPerInsert = 10_000;

    private TimeSpan _client;
    private TimeSpan _server;
    private int _rounds;

    public string Name => "intake";

    public async Task<IReadOnlyList<Line>> RunAsync(Bank bank, int rounds, CancellationToken cancel)
    {
        var server = await EventServer.StartAsync(bank, cancel).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            using var client = await EventClient.ConnectAsync(server.Address, Connections, cancel).ConfigureAwait(false);
            var (ours, reference) = await Alternating.RunTimedAsync(
                rounds, c => OursAsync(server, client, c), c => ReferenceAsync(bank, c), cancel).ConfigureAwait(false);
            var processors = string.Create(CultureInfo.InvariantCulture, $"processor time a run: client {_client.TotalSeconds / _rounds:0.00} s, server {_server.TotalSeconds / _rounds:0.00} s");
            return
            [
                new Line(
                    Name, $"durable events over HTTP, batches of {SampleEvents.PerCall} ({processors})", "events", Calls * SampleEvents.PerCall, ours, reference,
                    $"raw engine insert of the same rows, {RowsPerInsert} at once", new Bar("50,000 events/s, ratio ≤ 2", RatioMax: 2, PerSecondMin: 50_000)),
            ];
        }
    }

    private async Task<TimeSpan> OursAsync(EventServer server, EventClient client, CancellationToken cancel)
    {
        var round = ++_rounds;
        var calls = Enumerable.Range(0, Calls).Select(call => SampleEvents.Call(server.WriteKey, round, call)).ToArray();
        var (ofClient, ofServer) = (Environment.CpuUsage.TotalTime, server.ProcessorTime);
        var started = Stopwatch.GetTimestamp();
        await client.SendAsync(calls, cancel).ConfigureAwait(false);
        var took = Stopwatch.GetElapsedTime(started);
        (_client, _server) = (_client + Environment.CpuUsage.TotalTime - ofClient, _server + server.ProcessorTime - ofServer);
        return took;
    }

    private static async Task<TimeSpan> ReferenceAsync(Bank bank, CancellationToken cancel)
    {
        var empty = await bank.EmptyAsync(cancel).ConfigureAwait(false);
        await using (empty.ConfigureAwait(false))
        {
            var blocks = Enumerable.Range(0, Calls * SampleEvents.PerCall / RowsPerInsert).Select(b => SampleEvents.Rows(b * RowsPerInsert, RowsPerInsert)).ToArray();
            var started = Stopwatch.GetTimestamp();
            foreach (var block in blocks)
            {
                var insert = new FactsInsert("raw events", "events (event_id, ts, received_at, customer_id, name, type, user_id, source, properties, context)", "JSONEachRow");
                await empty.Facts.InsertAsync(insert, Once(block), cancel).ConfigureAwait(false);
            }

            return Stopwatch.GetElapsedTime(started);
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Once(byte[] bytes)
    {
        yield return bytes;
        await Task.CompletedTask.ConfigureAwait(false);
    }
}
