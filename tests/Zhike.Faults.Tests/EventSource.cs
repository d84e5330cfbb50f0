using System.Buffers.Binary;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;

namespace Zhike.Faults.Tests;

/// <summary>Sends events in batches as an SDK does: what was not acknowledged is sent again, under the same message ids.</summary>
/// <param name="source">Whose write key it is.</param>
/// <param name="first">Number of its first event; senders that run side by side have numbers of their own.</param>
/// <param name="triggers">Whether the first event of each batch makes its customer enter the journey.</param>
internal sealed class EventSource(string writeKey, string name = "fault", string source = "fault", int first = 0, bool triggers = true)
{
    private const int EventsPerBatch = 20;
    private static readonly TimeSpan ComeAgain = TimeSpan.FromMilliseconds(100);
    private readonly Queue<Batch> _unacknowledged = new();
    private int _batches;

    /// <summary>Numbers of the events that the server said it has.</summary>
    public HashSet<int> Acknowledged { get; } = [];

    /// <summary>Every number that ever left, acknowledged or not.</summary>
    public HashSet<int> Sent { get; } = [];

    /// <summary>Customers whose triggering event was acknowledged.</summary>
    public HashSet<int> Triggered { get; } = [];

    /// <summary>Over what was acknowledged: the sum of <see cref="DigestOf"/> of its events, over 2^64.</summary>
    public ulong Checksum { get; private set; }

    /// <summary>Answers that were no success: the server asked to come again.</summary>
    public int Refused { get; private set; }

    /// <summary>The first eight bytes of SHA-256, in the engine's words, of a text made of the event's id and of everything it says.</summary>
    public const string DigestInSql =
        "reinterpretAsUInt64(SHA256(concat(toString(event_id), ' ', source, ' ', name, ' ', user_id, ' ', toString(toInt64(properties.n)), ' ', toString(toInt64(properties.check)))))";

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
                    Checksum = batch.Events.Aggregate(Checksum, (sum, e) => unchecked(sum + DigestOf(e)));
                    if (triggers)
                    {
                        Triggered.Add(batch.Customer);
                    }
                }
                else
                {
                    Refused++;
                    await Task.Delay(ComeAgain, CancellationToken.None);
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
        var customer = 1 + _batches % 1_000;
        var user = string.Create(CultureInfo.InvariantCulture, $"C{customer:0000000000}");
        var events = Enumerable.Range(first + (_batches++ * EventsPerBatch), EventsPerBatch)
            .Select((n, i) => new Sample(string.Create(CultureInfo.InvariantCulture, $"{name}-{n}"), user, i == 0 && triggers ? "fault_go" : "fault_look", n)).ToArray();
        var body = new { batch = events.Select(e => new { type = "track", messageId = e.MessageId, userId = e.User, @event = e.Name, properties = new { n = e.Number, check = Check(e.Number) } }) };
        return new Batch(customer, events, [.. events.Select(e => e.Number)], body);
    }

    /// <summary>The id that an event must have: of the first half of SHA-256 over source, a zero, and message id.</summary>
    private ulong DigestOf(Sample sample)
    {
        var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{source}\0{sample.MessageId}")).AsSpan(0, 16), bigEndian: true);
        var text = string.Create(CultureInfo.InvariantCulture, $"{id} {source} {sample.Name} {sample.User} {sample.Number} {Check(sample.Number)}");
        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private sealed record Sample(string MessageId, string User, string Name, int Number);

    private sealed record Batch(int Customer, Sample[] Events, int[] Numbers, object Body);
}
