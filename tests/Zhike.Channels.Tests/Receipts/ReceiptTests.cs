using System.Net;
using System.Text;
using Zhike.Channels.Adapters;
using Zhike.Channels.Adapters.Http;
using Zhike.Channels.Queue;
using Zhike.Channels.Tests.World;

namespace Zhike.Channels.Tests.Receipts;

/// <summary>What gateways report back.</summary>
public sealed class ReceiptTests
{
    private static readonly ChannelsOptions Options = new()
    {
        Sms = new ChannelOptions { Http = new HttpGatewayOptions { Receipts = new ReceiptOptions { Secret = "secret" } } },
    };

    [Theory]
    [InlineData("""[{"messageId":"p-zhike-1001","status":"DELIVRD"}]""", "Delivered", "1001 delivered|1001 sent")]
    [InlineData("""{"messageId":"zhike-1001","status":"DELIVRD"}""", "Delivered", "1001 delivered|1001 sent")]
    [InlineData("""[{"messageId":"p-zhike-1001","status":"UNDELIV"}]""", "Failed", "1001 failed|1001 sent")]
    [InlineData("""[{"messageId":"p-zhike-1001","status":"ACCEPTD"}]""", "Sent", "1001 sent")]
    [InlineData("""[{"messageId":"other","status":"DELIVRD"}]""", "Sent", "1001 sent")]
    public async Task A_receipt_moves_its_message_once(string body, string state, string outcomes)
    {
        using var world = await ChannelsWorld.NewAsync(sms: new ScriptedAdapter(knowsKeys: true), options: Options);
        await using var server = await RoomServer.StartAsync(world);
        await world.CustomersAsync(1);
        await world.PlanAsync(1, "sms", "welcome");
        await world.PumpAsync();

        for (var i = 0; i < 2; i++)
        {
            using var response = await PostAsync(server, body);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            await world.PumpAsync();
        }

        (await world.OneAsync()).State.ToString().ShouldBe(state);
        (await world.OutcomesAsync()).ShouldBe(outcomes.Split('|'));
    }

    [Fact]
    public async Task A_receipt_settles_the_doubt_and_stops_the_repetition()
    {
        var wire = new ScriptedAdapter(knowsKeys: true, (_, _) => new HandOverResult(HandOverKind.Unknown, "no answer"));
        using var world = await ChannelsWorld.NewAsync(sms: wire, options: Options);
        await using var server = await RoomServer.StartAsync(world);
        await world.CustomersAsync(1);
        await world.PlanAsync(1, "sms", "welcome");
        await world.PumpAsync();

        using var response = await PostAsync(server, """[{"messageId":"zhike-1001","status":"DELIVRD"}]""");
        await world.PumpAsync();
        world.Clock.Advance(TimeSpan.FromHours(1));
        await world.PumpAsync();

        wire.Seen.Count.ShouldBe(1);
        (await world.OneAsync()).State.ShouldBe(MessageState.Delivered);
        (await world.OutcomesAsync()).ShouldBe(["1001 delivered", "1001 sent"]);
    }

    [Fact]
    public async Task A_receipt_that_comes_before_its_message_waits_for_it()
    {
        using var world = await ChannelsWorld.NewAsync(sms: new ScriptedAdapter(knowsKeys: true), options: Options);
        await using var server = await RoomServer.StartAsync(world);
        using var early = await PostAsync(server, """[{"messageId":"zhike-1001","status":"DELIVRD"}]""");
        await world.CustomersAsync(1);
        await world.PlanAsync(1, "sms", "welcome");

        await world.PumpAsync();

        (await world.OneAsync()).State.ShouldBe(MessageState.Delivered);
    }

    [Theory]
    [InlineData("sms", "wrong", 0, HttpStatusCode.Forbidden)]
    [InlineData("sms", "secret", 3600, HttpStatusCode.Forbidden)]
    [InlineData("push", "secret", 0, HttpStatusCode.NotFound)]
    [InlineData("fax", "secret", 0, HttpStatusCode.NotFound)]
    public async Task A_receipt_that_cannot_be_believed_is_refused(string gateway, string secret, int secondsLater, HttpStatusCode status)
    {
        using var world = await ChannelsWorld.NewAsync(options: Options);
        await using var server = await RoomServer.StartAsync(world);

        using var response = await PostAsync(server, "[]", gateway, secret, secondsLater);

        response.StatusCode.ShouldBe(status);
    }

    private static async Task<HttpResponseMessage> PostAsync(RoomServer server, string body, string gateway = "sms", string secret = "secret", int secondsLater = 0)
    {
        var seconds = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + secondsLater;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/receipts/{gateway}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Timestamp", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.Add("X-Nonce", "n");
        request.Headers.Add("X-Signature", GatewaySignature.Of(secret, seconds, "n", body));
        return await server.Http.SendAsync(request);
    }
}
