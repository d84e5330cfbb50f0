using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Zhike.Bench.Harness;
using Zhike.Storage.Facts;
using Zhike.Testing;

namespace Zhike.Bench.Rows;

/// <summary>Events over HTTP into the real server, in batches of a hundred, each answered when it is on the disk. The client runs
/// on the same cores.</summary>
internal sealed class IntakeRow : IRow
{
    private const int EventsPerBatch = 100;
    private const int Batches = 2_000;
    private const int Connections = 32;
    private const int RowsPerInsert = 10_000;

    private static readonly string[] Arguments = ["--no-demo", "--set", "Bank:NightlyAt=", "--set", "Logging:LogLevel:Default=Warning"];

    private int _rounds;

    public string Name => "intake";

    public async Task<IReadOnlyList<Line>> RunAsync(Bank bank, int rounds, CancellationToken cancel)
    {
        var data = Path.Combine(bank.WorkFolder, "intake");
        if (!Directory.Exists(data))
        {
            await ServerProcess.RunAsync(data, ["synth", "--customers", "1000"], cancel).ConfigureAwait(false);
        }

        var server = await ServerProcess.StartAsync(data, Arguments, cancel).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            using var http = await SourceAsync(server, data, cancel).ConfigureAwait(false);
            var (ours, reference) = await Alternating.RunTimedAsync(
                rounds, c => OursAsync(http, c), c => ReferenceAsync(bank, c), cancel).ConfigureAwait(false);
            return
            [
                new Line(
                    Name, "durable events over HTTP, batches of 100", "events", Batches * EventsPerBatch, ours, reference,
                    $"raw engine insert of the same rows, {RowsPerInsert} at once", new Bar("50,000 events/s, ratio ≤ 2", RatioMax: 2, PerSecondMin: 50_000)),
            ];
        }
    }

    private static async Task<HttpClient> SourceAsync(ServerProcess server, string data, CancellationToken cancel)
    {
        var said = await ServerProcess.RunAsync(data, ["token", "--user", "admin"], cancel).ConfigureAwait(false);
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections }) { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", said.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[^1]);
        var name = string.Create(CultureInfo.InvariantCulture, $"bench-{Stopwatch.GetTimestamp()}");
        using var made = await http.PostAsJsonAsync("/api/v1/sources", new { name }, cancel).ConfigureAwait(false);
        made.EnsureSuccessStatusCode();
        var key = (await made.Content.ReadFromJsonAsync<JsonElement>(cancel).ConfigureAwait(false)).GetProperty("writeKey").GetString();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:")));
        return http;
    }

    private async Task<TimeSpan> OursAsync(HttpClient http, CancellationToken cancel)
    {
        var round = ++_rounds;
        var bodies = Enumerable.Range(0, Batches).Select(b => Body(round, b)).ToArray();
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancel }, async (body, c) =>
        {
            using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var answer = await http.PostAsync(new Uri("/v1/batch", UriKind.Relative), content, c).ConfigureAwait(false);
            answer.EnsureSuccessStatusCode();
        }).ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(started);
    }

    private static async Task<TimeSpan> ReferenceAsync(Bank bank, CancellationToken cancel)
    {
        var empty = await bank.EmptyAsync(cancel).ConfigureAwait(false);
        await using (empty.ConfigureAwait(false))
        {
            var blocks = Enumerable.Range(0, Batches * EventsPerBatch / RowsPerInsert).Select(Rows).ToArray();
            var started = Stopwatch.GetTimestamp();
            foreach (var block in blocks)
            {
                var insert = new FactsInsert("raw events", "events (event_id, ts, received_at, name, type, user_id, anonymous_id, channel, source, properties)", "JSONEachRow");
                await empty.Facts.InsertAsync(insert, Once(block), cancel).ConfigureAwait(false);
            }

            return Stopwatch.GetElapsedTime(started);
        }
    }

    private static byte[] Body(int round, int batch) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        batch = Enumerable.Range(batch * EventsPerBatch, EventsPerBatch).Select(n => new
        {
            type = "track",
            messageId = string.Create(CultureInfo.InvariantCulture, $"{round}-{n}"),
            userId = User(n),
            @event = NameOf(n),
            timestamp = "2026-06-30T03:00:00.000Z",
            properties = new { n, page = "/accounts", amount = n % 1000 },
            context = new { channel = "app" },
        }),
    });

    private static byte[] Rows(int block)
    {
        var rows = new StringBuilder();
        for (var n = block * RowsPerInsert; n < (block + 1) * RowsPerInsert; n++)
        {
            rows.Append(JsonSerializer.Serialize(new
            {
                event_id = string.Create(CultureInfo.InvariantCulture, $"00000000-0000-0000-0000-{n:x12}"),
                ts = "2026-06-30 03:00:00.000",
                received_at = "2026-06-30 03:00:00.000",
                name = NameOf(n),
                type = "track",
                user_id = User(n),
                anonymous_id = "",
                channel = "app",
                source = "bench",
                properties = new { n, page = "/accounts", amount = n % 1000 },
            })).Append('\n');
        }

        return Encoding.UTF8.GetBytes(rows.ToString());
    }

    private static string User(int n) => string.Create(CultureInfo.InvariantCulture, $"C{1 + (n % 1000):0000000000}");

    private static string NameOf(int n) => (n % 4) switch { 0 => "app_login", 1 => "page_viewed", 2 => "product_viewed", _ => "transfer_started" };

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Once(byte[] bytes)
    {
        yield return bytes;
        await Task.CompletedTask.ConfigureAwait(false);
    }
}
