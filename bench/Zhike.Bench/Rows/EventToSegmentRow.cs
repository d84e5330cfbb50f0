using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Zhike.Bench.Harness;

namespace Zhike.Bench.Rows;

/// <summary>How long after an event was acknowledged the real-time tag of its customer has its new value, and a segment in real time that
/// reads the tag has its new member, as the HTTP API tells, while two thousand other events arrive a second.</summary>
internal sealed class EventToSegmentRow : IRow
{
    private const int Customers = 10_000;
    private const int EventsPerSecond = 2_000;
    private const int ProbesPerRound = 20;
    private const string Tag = "logged_in_today";
    private const string Segment = "signed-in-today";
    private const double P95SecondsMax = 2;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(60);

    public string Name => "event-to-segment";

    public bool NeedsBank => false;

    public async Task<IReadOnlyList<Line>> RunAsync(Bank bank, int rounds, CancellationToken cancel)
    {
        var night = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().AddHours(8).DateTime).AddDays(-1);
        var server = await EventServer.StartAsync(bank, "live", Customers, night, cancel).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            using var http = new HttpClient { BaseAddress = server.Address };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var load = LoadAsync(server, stop.Token);
            await MembersAsync(http, cancel).ConfigureAwait(false);
            var probes = new List<Probe>();
            for (var i = 0; i <= rounds * ProbesPerRound; i++)
            {
                // The first one waits for the first turn of all. The rest between two moves through the second that lies between turns.
                await Task.Delay(TimeSpan.FromMilliseconds(i * 37 % 500), cancel).ConfigureAwait(false);
                probes.Add(await ProbeAsync(http, server.WriteKey, 2_000 + i, cancel).ConfigureAwait(false));
            }

            await stop.CancelAsync().ConfigureAwait(false);
            var sent = await load.ConfigureAwait(false);
            return [.. Lines([.. probes.Skip(1)], sent)];
        }
    }

    private IEnumerable<Line> Lines(IReadOnlyList<Probe> probes, double eventsPerSecond)
    {
        var (tag, segment) = (new Sample([.. probes.Select(p => p.Tag)]), new Sample([.. probes.Select(p => p.Segment)]));
        string Said(string what, Sample sample) => string.Create(
            CultureInfo.InvariantCulture,
            $"from the acknowledged event to {what}, {Customers:N0} customers, {eventsPerSecond:N0} other events/s (p95 {sample.P95 * 1000:0} ms, p99 {sample.P99 * 1000:0} ms)");
        yield return new Line(Name, Said("the tag's value", tag), "events", 1, tag, null, "", new Bar("p95 2 s") { Also = tag.P95 <= P95SecondsMax });
        yield return new Line(Name, Said("the segment's member", segment), "events", 1, segment, null, "", new Bar("p95 2 s") { Also = segment.P95 <= P95SecondsMax });
    }

    /// <summary>Other customers' events of an earlier day, at their moments, until it is stopped; answers how many a second were taken in.</summary>
    private static async Task<double> LoadAsync(EventServer server, CancellationToken stop)
    {
        using var client = await EventClient.ConnectAsync(server.Address, 16, stop).ConfigureAwait(false);
        var between = TimeSpan.FromSeconds((double)SampleEvents.PerCall / EventsPerSecond);
        var (sent, started) = (0, Stopwatch.GetTimestamp());
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            var calls = Enumerable.Range(0, EventsPerSecond / SampleEvents.PerCall).Select(call => SampleEvents.Call(server.WriteKey, round, call)).ToArray();
            await client.SendAtAsync(calls, between, CancellationToken.None).ConfigureAwait(false);
            sent += calls.Length * SampleEvents.PerCall;
        }

        return sent / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>One customer signs in for the first time today.</summary>
    private static async Task<Probe> ProbeAsync(HttpClient http, string writeKey, int customer, CancellationToken cancel)
    {
        var before = await MembersAsync(http, cancel).ConfigureAwait(false);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/track")
        {
            Content = JsonContent.Create(new { userId = string.Create(CultureInfo.InvariantCulture, $"C{customer:0000000000}"), @event = "app_login" }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{writeKey}:")));
        using var taken = await http.SendAsync(request, cancel).ConfigureAwait(false);
        taken.EnsureSuccessStatusCode();
        var acknowledged = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(
            UntilAsync(acknowledged, () => HasTagAsync(http, customer, cancel), cancel),
            UntilAsync(acknowledged, async () => await MembersAsync(http, cancel).ConfigureAwait(false) > before, cancel)).ConfigureAwait(false);
        return new Probe(times[0], times[1]);
    }

    private static async Task<double> UntilAsync(long since, Func<Task<bool>> seen, CancellationToken cancel)
    {
        while (!await seen().ConfigureAwait(false))
        {
            if (Stopwatch.GetElapsedTime(since) > PatienceMax)
            {
                throw new InvalidOperationException($"An event was not seen within {PatienceMax.TotalSeconds} s.");
            }

            await Task.Delay(Look, cancel).ConfigureAwait(false);
        }

        return Stopwatch.GetElapsedTime(since).TotalSeconds;
    }

    private static async Task<bool> HasTagAsync(HttpClient http, int customer, CancellationToken cancel)
    {
        var tags = await http.GetFromJsonAsync<JsonElement>(string.Create(CultureInfo.InvariantCulture, $"/api/v1/customers/{customer}/tags"), cancel).ConfigureAwait(false);
        return tags.GetProperty("items").EnumerateArray().Any(t => t.GetProperty("key").GetString() == Tag && t.GetProperty("value").ValueKind == JsonValueKind.True);
    }

    private static async Task<long> MembersAsync(HttpClient http, CancellationToken cancel)
    {
        var segment = await http.GetFromJsonAsync<JsonElement>($"/api/v1/segments/{Segment}", cancel).ConfigureAwait(false);
        return segment.GetProperty("customers") is { ValueKind: JsonValueKind.Number } count ? count.GetInt64() : 0;
    }

    /// <summary>Seconds from the acknowledgement.</summary>
    private sealed record Probe(double Tag, double Segment);
}
