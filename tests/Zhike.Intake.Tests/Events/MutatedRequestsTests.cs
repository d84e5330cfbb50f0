using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Zhike.Intake.Tests.Import;

namespace Zhike.Intake.Tests.Events;

/// <summary>A hundred thousand requests that went wrong on the way: each is answered, none by an error of ours, and the memory stays
/// as it was. The seed is fixed, so a failure comes again.</summary>
[Collection(nameof(Alone))]
public sealed class MutatedRequestsTests
{
    private const int Requests = 100_000;
    private const int Senders = 48;
    private const int Seed = 20261122;
    private const long GrowthBytesMax = 96L << 20;

    private static readonly string[] Types = ["track", "identify", "page", "screen", "group", "alias", "batch", "t", "b"];

    private static readonly HttpStatusCode[] Expected =
    [
        HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.RequestEntityTooLarge,
        HttpStatusCode.UnprocessableEntity, HttpStatusCode.TooManyRequests, HttpStatusCode.ServiceUnavailable,
    ];

    private static readonly string[] Bodies =
    [
        """{"event":"apply_loan","userId":"C1","anonymousId":"a-1","messageId":"m-NUMBER","timestamp":"2026-01-31T09:30:00.000Z","properties":{"amount":12.5,"name":"张三","steps":[1,2,{"x":null}]},"context":{"device":{"id":"d1"},"library":{"name":"analytics.js"}}}""",
        """{"userId":"u-NUMBER","traits":{"customerNo":"C1","phone":"13912345678","email":"a@example.com","idNumber":"11010519491231002X"}}""",
        """{"batch":[{"type":"track","event":"x","userId":"1"},{"type":"page","name":"p","anonymousId":"NUMBER"},{"type":"alias","previousId":"a","userId":"b"}],"sentAt":"2026-01-31T09:30:01Z"}""",
        """{"type":"track","event":"$pageview","distinct_id":"d-NUMBER","time":1769851800000,"properties":{"$lib":"js","$is_login_id":true}}""",
    ];

    private static readonly byte[][] Intruders =
    [
        "\0"u8.ToArray(), "🏦🧧"u8.ToArray(), [0xFF, 0xFE], [0xED, 0xA0, 0x80], "\\ud800"u8.ToArray(), "1e999"u8.ToArray(), "-0"u8.ToArray(), "99999999999999999999999"u8.ToArray(),
        "null"u8.ToArray(), "[[[[[[[["u8.ToArray(), "\"1970-01-01\""u8.ToArray(), "\"2099-12-31T00:00:00Z\""u8.ToArray(), "}}"u8.ToArray(), "\"\""u8.ToArray(), "\r\n"u8.ToArray(),
        Encoding.ASCII.GetBytes(new string('[', 600)), Encoding.ASCII.GetBytes(new string('a', 5000)),
    ];

    [Fact]
    public async Task No_request_however_broken_is_answered_with_an_error_of_ours_and_memory_stays_flat()
    {
        await using var server = await IntakeServer.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Senders }) { BaseAddress = server.Address };
        await SendAsync(client, server.Key, 0, Requests / 5);
        var before = Settled();

        var answers = await SendAsync(client, server.Key, Requests / 5, Requests);

        answers.Keys.Except(Expected).ShouldBeEmpty();
        answers[HttpStatusCode.OK].ShouldBeGreaterThan(Requests / 100);
        answers[HttpStatusCode.BadRequest].ShouldBeGreaterThan(Requests / 100);
        (Settled() - before).ShouldBeLessThan(GrowthBytesMax);
        (await server.PostAsync("track", Bodies[0], server.Key)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static long Settled() => GC.GetTotalMemory(forceFullCollection: true);

    private static async Task<Dictionary<HttpStatusCode, int>> SendAsync(HttpClient client, string key, int from, int to)
    {
        var counts = new Dictionary<HttpStatusCode, int>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Senders };
        await Parallel.ForEachAsync(Enumerable.Range(from, to - from), options, async (number, cancel) =>
        {
            using var request = Request(new Random(Seed + number), key, number);
            using var answer = await client.SendAsync(request, cancel);
            lock (counts)
            {
                counts[answer.StatusCode] = counts.GetValueOrDefault(answer.StatusCode) + 1;
            }
        });
        return counts;
    }

    private static HttpRequestMessage Request(Random chance, string key, int number)
    {
        var sensors = chance.Next(8) == 0;
        var body = Mutated(chance, Encoding.UTF8.GetBytes(Bodies[sensors ? 3 : chance.Next(3)].Replace("NUMBER", $"{number}", StringComparison.Ordinal)));
        var path = sensors ? $"/sa?token={key}" : $"/v1/{Types[chance.Next(Types.Length)]}";
        if (sensors)
        {
            var form = $"{(chance.Next(2) == 0 ? "data" : "data_list")}={Uri.EscapeDataString(Convert.ToBase64String(body))}&gzip={chance.Next(3)}";
            body = chance.Next(10) == 0 ? Mutated(chance, Encoding.ASCII.GetBytes(form)) : Encoding.ASCII.GetBytes(form);
        }

        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        if (chance.Next(50) != 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{key}:")));
        }

        if (chance.Next(40) == 0)
        {
            request.Content.Headers.ContentEncoding.Add("gzip");
        }

        return request;
    }

    /// <summary>One to four of: a byte changed, a piece lost, a piece repeated, an intruder, the end cut off. Some stay whole.</summary>
    private static byte[] Mutated(Random chance, byte[] body)
    {
        var bytes = new List<byte>(body);
        for (var times = chance.Next(5); times > 0 && bytes.Count > 1; times--)
        {
            var at = chance.Next(bytes.Count);
            var length = Math.Min(chance.Next(1, 40), bytes.Count - at);
            switch (chance.Next(5))
            {
                case 0:
                    bytes[at] = (byte)chance.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 3:
                    bytes.InsertRange(at, Intruders[chance.Next(Intruders.Length)]);
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }
}
