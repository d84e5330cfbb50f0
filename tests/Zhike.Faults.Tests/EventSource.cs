using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace Zhike.Faults.Tests;

/// <summary>Sends events in batches as an SDK does: what was not acknowledged is sent again, under the same message ids.</summary>
internal sealed class EventSource(string writeKey, string name = "fault")
{
    private const int EventsPerBatch = 20;
    private readonly Queue<Batch> _unacknowledged = new();
    private int _batches;

    /// <summary>Numbers of the events that the server said it has.</summary>
    public HashSet<int> Acknowledged { get; } = [];

    /// <summary>Every number that ever left, acknowledged or not.</summary>
    public HashSet<int> Sent { get; } = [];

    /// <summary>Customers whose triggering event was acknowledged.</summary>
    public HashSet<int> Triggered { get; } = [];

    /// <summary>Sends until the server is gone or the time is over; a batch that is under way then is waited for.</summary>
    public async Task SendAsync(Uri server, CancellationToken until)
    {
        using var http = new HttpClient { BaseAddress = server };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{writeKey}:")));
        try
        {
            while (!until.IsCancellationRequested)
            {
                if (_unacknowledged.Count == 0)
                {
                    _unacknowledged.Enqueue(Next());
                }

                var batch = _unacknowledged.Peek();
                Sent.UnionWith(batch.Numbers);
                using var answer = await http.PostAsJsonAsync("/v1/batch", batch.Body, CancellationToken.None);
                if (answer.IsSuccessStatusCode)
                {
                    _unacknowledged.Dequeue();
                    Acknowledged.UnionWith(batch.Numbers);
                    Triggered.Add(batch.Customer);
                }
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
            // The server was killed under the request: the batch stays unacknowledged and is sent again.
        }
    }

    /// <summary>What an event must still say when it is read back: (n² mod a prime), which no other event of a run says by accident.</summary>
    public static long Check(long n) => n * n % 1_000_000_007;

    /// <summary>One customer enters the journey by its first event and looks around with the others.</summary>
    private Batch Next()
    {
        var first = _batches++ * EventsPerBatch;
        var customer = 1 + (_batches - 1) % 1_000;
        var numbers = Enumerable.Range(first, EventsPerBatch).ToArray();
        var events = numbers.Select((n, i) => new
        {
            type = "track",
            messageId = string.Create(CultureInfo.InvariantCulture, $"{name}-{n}"),
            userId = string.Create(CultureInfo.InvariantCulture, $"C{customer:0000000000}"),
            @event = i == 0 ? "fault_go" : "fault_look",
            properties = new { n, check = Check(n) },
        });
        return new Batch(customer, numbers, new { batch = events });
    }

    private sealed record Batch(int Customer, int[] Numbers, object Body);
}
