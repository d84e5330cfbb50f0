using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Intake.Events.Refusals;
using Zhike.Intake.Sensors;

namespace Zhike.Intake.Tests.Events;

/// <summary>The Sensors format as a sender sees it, over a real socket.</summary>
public sealed class SensorsTests
{
    private const string Good = """{"type":"track","event":"apply_loan","distinct_id":"d-1","_track_id":TRACK,"time":1769851800000,"properties":{"$lib":"js"}}""";

    [Fact]
    public async Task Of_a_list_with_bad_messages_the_good_are_kept_and_the_bad_are_named_and_counted()
    {
        await using var server = await IntakeServer.StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };
        var list = $"[{Good.Replace("TRACK", "1")},{{\"type\":\"item_set\",\"distinct_id\":\"d-1\"}},7,{{\"type\":\"track\",\"distinct_id\":\"d-1\"}},"
            + $"{{\"type\":\"track\",\"event\":\"\\ud800\",\"distinct_id\":\"d-1\"}},{Good.Replace("TRACK", "2")}]";

        using var answer = await client.PostAsync(new Uri($"/sa?token={server.Key}", UriKind.Relative), Form("data_list", list));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var said = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        said.RootElement.GetProperty("rejected").EnumerateArray()
            .Select(r => $"{r.GetProperty("index").GetInt32()} {r.GetProperty("errors")[0].GetProperty("field").GetString()}")
            .ShouldBe(["1 type", "2 data", "3 event", "4 data"]);
        (await server.CountAsync()).ShouldBe(2ul);
        await server.Services.GetRequiredService<RefusalCounts>().WriteAsync();
        (await server.Services.TextsAsync("SELECT concat(reason, ' ', field, ' ', toString(sum(events))) AS r FROM event_refusals GROUP BY reason, field ORDER BY r"))
            .ShouldBe(["malformed data 2", "malformed event 1", "malformed type 1"]);
    }

    [Fact]
    public async Task A_list_without_a_good_message_is_refused_with_every_place_named()
    {
        await using var server = await IntakeServer.StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };

        using var answer = await client.PostAsync(new Uri($"/sa?token={server.Key}", UriKind.Relative), Form("data_list", """[{"type":"item_set"},{"type":"track","distinct_id":"d"}]"""));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var text = await answer.Content.ReadAsStringAsync();
        text.ShouldContain("data_list[0].type");
        text.ShouldContain("data_list[1].event");
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_413_packed_or_not_and_is_counted()
    {
        await using var server = await IntakeServer.StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };
        var large = $"\"{new string('a', SensorsBody.JsonBytesMax)}\"";

        using var plain = await client.PostAsync(new Uri($"/sa?token={server.Key}", UriKind.Relative), Form("data", large));
        using var packed = await client.PostAsync(new Uri($"/sa?token={server.Key}", UriKind.Relative), Form("data", large, gzip: true));

        plain.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        packed.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        await server.Services.GetRequiredService<RefusalCounts>().WriteAsync();
        (await server.Services.TextsAsync("SELECT concat(reason, ' ', toString(sum(events))) AS r FROM event_refusals GROUP BY reason")).ShouldBe(["body_too_large 2"]);
    }

    private static FormUrlEncodedContent Form(string field, string json, bool gzip = false)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        if (gzip)
        {
            using var packed = new MemoryStream();
            using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
            {
                zip.Write(bytes);
            }

            bytes = packed.ToArray();
        }

        return new FormUrlEncodedContent([new(field, Convert.ToBase64String(bytes)), new("gzip", gzip ? "1" : "0")]);
    }
}
