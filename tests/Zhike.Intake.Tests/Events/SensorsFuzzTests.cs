using System.Net;
using System.Text;

namespace Zhike.Intake.Tests.Events;

/// <summary>Messages of the Sensors format that went wrong on the way, over a real socket: each is answered, none by an error of ours.
/// The seed is fixed, so a failure comes again.</summary>
public sealed class SensorsFuzzTests
{
    private const int Requests = 20_000;
    private const int Senders = 48;
    private const int Seed = 20261122;

    private static readonly HttpStatusCode[] Expected =
    [
        HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.RequestEntityTooLarge,
        HttpStatusCode.UnprocessableEntity, HttpStatusCode.TooManyRequests, HttpStatusCode.ServiceUnavailable,
    ];

    private static readonly string[] Bodies =
    [
        """{"type":"track","event":"$pageview","distinct_id":"d-NUMBER","time":1769851800000,"_flush_time":1769851800500,"properties":{"$lib":"js","$is_login_id":true,"$device_id":"e1"}}""",
        """[{"type":"track_signup","distinct_id":"u-NUMBER","original_id":"a-1","properties":{"$lib":"Node"}},{"type":"profile_set","login_id":"u-NUMBER","properties":{"plan":"金卡"}}]""",
        """{"type":"track","event":"apply_loan","identities":{"$identity_login_id":"C1","$identity_cookie_id":"c-NUMBER"},"lib":{"$lib":"MiniProgram"},"properties":{"amount":12.5}}""",
    ];

    private static readonly byte[][] Intruders =
    [
        "\0"u8.ToArray(), "🏦🧧"u8.ToArray(), [0xFF, 0xFE], [0xED, 0xA0, 0x80], "\\ud800"u8.ToArray(), "1e999"u8.ToArray(), "-0"u8.ToArray(), "99999999999999999999999"u8.ToArray(),
        "null"u8.ToArray(), "[[[[[[[["u8.ToArray(), "\"1970-01-01\""u8.ToArray(), "\"2099-12-31T00:00:00Z\""u8.ToArray(), "}}"u8.ToArray(), "\"\""u8.ToArray(), "\r\n"u8.ToArray(),
        Encoding.ASCII.GetBytes(new string('[', 600)), Encoding.ASCII.GetBytes(new string('a', 5000)),
    ];

    [Fact]
    public async Task No_message_however_broken_is_answered_with_an_error_of_ours()
    {
        await using var server = await IntakeServer.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Senders }) { BaseAddress = server.Address };

        var answers = await SendAsync(client, server.Key);

        answers.Keys.Except(Expected).ShouldBeEmpty();
        answers[HttpStatusCode.OK].ShouldBeGreaterThan(Requests / 100);
        answers[HttpStatusCode.BadRequest].ShouldBeGreaterThan(Requests / 100);
    }

    private static async Task<Dictionary<HttpStatusCode, int>> SendAsync(HttpClient client, string key)
    {
        var counts = new Dictionary<HttpStatusCode, int>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Senders };
        await Parallel.ForEachAsync(Enumerable.Range(0, Requests), options, async (number, cancel) =>
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
        var message = Mutated(chance, Encoding.UTF8.GetBytes(Bodies[chance.Next(Bodies.Length)].Replace("NUMBER", $"{number}", StringComparison.Ordinal)));
        var form = Encoding.ASCII.GetBytes($"{(chance.Next(2) == 0 ? "data" : "data_list")}={Uri.EscapeDataString(Convert.ToBase64String(message))}&gzip={chance.Next(3)}");
        return new HttpRequestMessage(HttpMethod.Post, chance.Next(50) == 0 ? "/sa" : $"/sa?token={key}")
        {
            Content = new ByteArrayContent(chance.Next(10) == 0 ? Mutated(chance, form) : form),
        };
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
