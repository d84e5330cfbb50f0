using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;
using Zhike.Intake.Events;

namespace Zhike.Intake.Tests.Events;

/// <summary>Requests that were right once, changed by chance.</summary>
[Collection(nameof(Import.Alone))]
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Requests = 100_000;
    private const int AtOnce = 200;
    private const int Seed = 20260630;
    private const long GrowthMax = 96 << 20;

    private static readonly string[] Types = ["track", "identify", "page", "screen", "group", "alias", "batch"];

    private static readonly string[] Right =
    [
        """{"event":"login","userId":"C1","messageId":"m1","timestamp":"1994-03-31T02:00:00Z","properties":{"a":1,"b":"x","c":[1,{"d":null}]},"context":{"library":{"name":"analytics.js"},"ip":"1.2.3.4"}}""",
        """{"userId":"C1","anonymousId":"a1","traits":{"customerNo":"C1","phone":"13812345678","email":"a@b.cn","tier":"gold"}}""",
        """{"userId":"C1","previousId":"a1","context":{"device":{"id":"d1"},"userAgent":"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) MicroMessenger/8.0"}}""",
        """{"batch":[{"type":"track","event":"x","userId":"1","sentAt":"1994-03-31T02:00:00Z"},{"type":"page","anonymousId":"a","name":"首页"},{"type":"group","userId":"1","groupId":"g","traits":{}}],"sentAt":"1994-03-31T02:00:00Z","integrations":{"All":true}}""",
    ];

    private static readonly string[] Odd =
    [
        "\0", "\\u0000", "\\ud800", "\"", "{", "}", "[", "]", ",", ":", "null", "1e999", "-0", "99999999999999999999", "😀", "\u202e", "\\", "true", "\"type\":", "\"batch\":[", "\"properties\":{",
        "\"timestamp\":\"2099-01-01\"", "\"timestamp\":\"0001-01-01T00:00:00Z\"", "\"userId\":{}", "\"context\":{\"device\":7}", new string('[', 300), new string('x', 3_000),
    ];

    [Fact]
    public async Task A_hundred_thousand_changed_requests_break_nothing_and_leave_no_memory_behind()
    {
        await using var app = await StartAsync();
        using var client = app.GetTestClient();
        var key = (await app.Services.GetRequiredService<WriteKeys>().CreateAsync(new NewSourceRequest("app"), "admin", CancellationToken.None)).OrThrow().WriteKey;
        var answers = new ConcurrentDictionary<HttpStatusCode, int>();

        await SendAsync(client, key, 0, Requests / 4, answers);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await SendAsync(client, key, Requests / 4, Requests, answers);
        var after = GC.GetTotalMemory(forceFullCollection: true);

        output.WriteLine($"{string.Join(", ", answers.OrderBy(a => a.Key).Select(a => $"{(int)a.Key}: {a.Value}"))}; {before >> 20} MiB, then {after >> 20} MiB");
        answers.Values.Sum().ShouldBe(Requests);
        answers.Keys.Where(s => (int)s >= 500).ShouldBeEmpty();
        answers.Keys.ShouldContain(HttpStatusCode.OK);
        answers.Keys.ShouldContain(HttpStatusCode.BadRequest);
        (after - before).ShouldBeLessThan(GrowthMax);
        app.Services.GetRequiredService<CallMemory>().Taken.ShouldBe(0);
        (await client.SendAsync(Request(new Random(1), key, "track", Encoding.UTF8.GetBytes(Right[0])))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static Task SendAsync(HttpClient client, string key, int from, int to, ConcurrentDictionary<HttpStatusCode, int> answers) =>
        Parallel.ForAsync(from, to, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, cancel) =>
        {
            var random = new Random(Seed + number);
            using var request = Request(random, key, Types[random.Next(Types.Length)], Changed(random));
            using var answer = await client.SendAsync(request, cancel);
            answers.AddOrUpdate(answer.StatusCode, 1, (_, count) => count + 1);
        });

    private static HttpRequestMessage Request(Random random, string key, string type, byte[] body)
    {
        var packed = random.Next(20) == 0;
        var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/{type}") { Content = new ByteArrayContent(packed ? Packed(body) : body) };
        if (packed || random.Next(50) == 0)
        {
            request.Content.Headers.ContentEncoding.Add("gzip");
        }

        var sent = random.Next(50) == 0 ? $"{key}x" : key;
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", random.Next(100) == 0 ? "%%%" : Convert.ToBase64String(Encoding.UTF8.GetBytes($"{sent}:")));
        return request;
    }

    private static byte[] Changed(Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(Right[random.Next(Right.Length)]).ToList();
        for (var change = random.Next(4); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 30), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, length); break;
                case 2: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 3: bytes.RemoveRange(at, bytes.Count - at); break;
                case 4: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Right[random.Next(Right.Length)])); break;
                default: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Odd[random.Next(Odd.Length)])); break;
            }
        }

        return [.. bytes];
    }

    private static byte[] Packed(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            zip.Write(body);
        }

        return packed.ToArray();
    }

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        foreach (var service in await IntakeStage.RegisterAsync())
        {
            builder.Services.Add(service);
        }

        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.MapEvents();
        await app.StartAsync();
        return app;
    }
}
