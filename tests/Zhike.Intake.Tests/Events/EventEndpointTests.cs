using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Intake.Events;
using Zhike.Intake.Events.Refusals;
using Zhike.Testing;

namespace Zhike.Intake.Tests.Events;

/// <summary>The protocol as a sender sees it, over a real socket.</summary>
public sealed class EventEndpointTests
{
    private const string Login = """{"event":"login","userId":"C1","messageId":"m1"}""";

    [Fact]
    public async Task A_call_with_a_write_key_is_taken_packed_or_not_with_the_key_in_front_or_in_the_body()
    {
        await using var server = await IntakeServer.StartAsync();

        (await server.PostAsync("track", Login, server.Key)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.PostAsync("track", Login.Replace("m1", "m2", StringComparison.Ordinal), server.Key, gzip: true)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.PostAsync("identify", """{"writeKey":"KEY","userId":"C1","traits":{"tier":"gold"}}""".Replace("KEY", server.Key, StringComparison.Ordinal), key: null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.PostAsync("track", Login, server.Key)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await server.CountAsync()).ShouldBe(3ul);
    }

    [Fact]
    public async Task An_unknown_or_revoked_key_is_refused()
    {
        await using var server = await IntakeServer.StartAsync();

        (await server.PostAsync("track", Login, "nobody")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await server.PostAsync("track", Login, key: null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await server.RevokeAsync();
        (await server.PostAsync("track", Login, server.Key)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        (await server.CountAsync()).ShouldBe(0ul);
    }

    [Fact]
    public async Task Of_a_batch_the_good_are_kept_and_the_bad_named()
    {
        await using var server = await IntakeServer.StartAsync();

        var answer = await server.PostAsync("batch", """
            {"batch":[{"type":"track","event":"x","userId":"1"},{"type":"track","userId":"1","messageId":"m9"},7,{"type":"page","userId":"1","context":{"a":DEEP}}, {"type":"page","userId":"2"}]}
            """.Replace("DEEP", new string('[', 100) + new string(']', 100), StringComparison.Ordinal), server.Key);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var said = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        said.GetProperty("success").GetBoolean().ShouldBeTrue();
        said.GetProperty("rejected").EnumerateArray().Select(r => $"{r.GetProperty("index").GetInt32()} {r.GetProperty("messageId").GetString()} {r.GetProperty("errors")[0].GetProperty("field").GetString()}")
            .ShouldBe(["1 m9 event", "2  ", "3  context"]);
        (await server.CountAsync()).ShouldBe(2ul);
    }

    [Fact]
    public async Task What_is_malformed_or_too_large_as_a_whole_is_refused_and_nothing_is_kept()
    {
        await using var server = await IntakeServer.StartAsync();

        var malformed = await server.PostAsync("batch", """{"batch":[{"type":"track","userId":"1"},{"type":"dance","userId":"1"}]}""", server.Key);
        var single = await server.PostAsync("track", """{"userId":"1"}""", server.Key);
        var large = await server.PostAsync("track", Login + new string(' ', EventReader.CallBytesMax), server.Key);
        var larger = await server.PostAsync("batch", Login + new string(' ', 5 << 20), server.Key);
        var bomb = await server.PostAsync("track", Login + new string(' ', 20 << 20), server.Key, gzip: true);
        var unpacked = await server.PostAsync("track", Login, server.Key, claimGzip: true);

        malformed.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await malformed.Content.ReadAsStringAsync()).ShouldContain("batch[1].type");
        single.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        large.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        larger.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        bomb.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        unpacked.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await server.CountAsync()).ShouldBe(0ul);
        server.Services.GetRequiredService<CallMemory>().Taken.ShouldBe(0);
    }

    [Fact]
    public async Task Whatever_was_not_taken_is_counted_with_a_sample_that_shows_no_person()
    {
        await using var server = await IntakeServer.StartAsync();
        await server.PostAsync("batch", """{"batch":[{"type":"dance","userId":"C1","phone":"13812345678","name":"张伟"},{"type":"page","userId":"1","messageId":"m1"},{"type":"page","userId":"1","messageId":"m1"}]}""", server.Key);
        await server.PostAsync("track", "{", server.Key);
        await server.PostAsync("track", Login, "nobody");
        await server.Services.GetRequiredService<RefusalCounts>().WriteAsync();

        var counted = await new RefusalQueries(server.Services.GetRequiredService<Storage.Facts.IFacts>(), server.Services.GetRequiredService<Kernel.BankClock>()).LatelyAsync(1, CancellationToken.None);

        counted.Select(c => $"{c.Source} {c.Reason} {c.Field} {c.Events}").ShouldBe([" unknown_key writeKey 1", "app duplicate messageId 1", "app malformed type 1", "app not_json body 1"], ignoreOrder: true);
        counted.Single(c => c.Field == "type").Samples.ShouldBe(["""{"type":"dance","userId":"a9","phone":"99999999999","name":"文文"}"""]);
    }

    [Fact]
    public async Task Browsers_may_send_from_the_pages_that_the_source_names_and_no_other()
    {
        await using var server = await IntakeServer.StartAsync(new NewSourceRequest("web", ["https://m.bank.example"]));

        (await server.PreflightAsync("https://m.bank.example")).Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://m.bank.example"]);
        (await server.PreflightAsync("https://evil.example")).Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        var own = await server.PostAsync("track", Login, server.Key, origin: "https://m.bank.example");
        own.StatusCode.ShouldBe(HttpStatusCode.OK);
        own.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://m.bank.example"]);
        (await server.PostAsync("track", Login, server.Key, origin: "https://evil.example")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await server.PostAsync("track", Login, server.Key)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_source_that_sends_more_than_it_may_is_told_when_to_come_again()
    {
        await using var server = await IntakeServer.StartAsync(new NewSourceRequest("app", null, EventsPerSecond: 2, Burst: 10));
        var thirty = $$"""{"batch":[{{string.Join(',', Enumerable.Repeat("""{"type":"page","userId":"1"}""", 30))}}]}""";

        (await server.PostAsync("batch", thirty, server.Key)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var refused = await server.PostAsync("track", Login, server.Key);

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(11));
        server.Services.GetRequiredService<FakeClock>().Advance(TimeSpan.FromSeconds(11));
        (await server.PostAsync("track", Login, server.Key)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_sender_that_says_nothing_more_is_let_go_and_its_memory_with_it()
    {
        await using var server = await IntakeServer.StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Address.Host, server.Address.Port);
        var stream = socket.GetStream();
        var head = $"POST /v1/track HTTP/1.1\r\nHost: bank\r\nAuthorization: Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes($"{server.Key}:"))}\r\nContent-Length: 500\r\n\r\n{{\"event\"";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));

        // Kestrel's own clock decides; it ends the connection some seconds after SlowAtFirst.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var answer = new byte[1 << 10];
        var length = await stream.ReadAsync(answer, patience.Token);

        Encoding.ASCII.GetString(answer, 0, length).ShouldStartWith("HTTP/1.1 408");
        server.Services.GetRequiredService<CallMemory>().Taken.ShouldBe(0);
    }
}
