using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Zhike.Channels.Adapters;
using Zhike.Channels.Adapters.Http;
using Zhike.Channels.Queue;
using Zhike.Channels.Tests.World;
using Zhike.Testing;

namespace Zhike.Channels.Tests.Gateways;

/// <summary>The HTTP adapter against a gateway on the loopback.</summary>
public sealed class HttpGatewayTests
{
    private static readonly HandOver Message = new("zhike-7", "sms", "13800001234", "C1", new Dictionary<string, string> { ["text"] = "您好 \"王\"\n【银行】" });

    /// <summary>What the gateway does, and what can be known from it.</summary>
    [Theory]
    [InlineData("ok", "Accepted")]
    [InlineData("400", "Refused")]
    [InlineData("code 9", "Refused")]
    [InlineData("code 3", "TryLater")]
    [InlineData("429", "TryLater")]
    [InlineData("503", "TryLater")]
    [InlineData("500", "Unknown")]
    [InlineData("502", "Unknown")]
    [InlineData("late", "Unknown")]
    [InlineData("broken", "Unknown")]
    [InlineData("broken after", "Unknown")]
    [InlineData("nonsense", "Unknown")]
    public async Task An_answer_says_what_can_be_known(string behaviour, string kind)
    {
        await using var gateway = await LocalGateway.StartAsync();
        gateway.Behaviour = (_, _) => behaviour;
        using var http = new HttpClient();

        var result = await Adapter(Options(gateway.Url), http).HandOverAsync(Message, CancellationToken.None);

        result.Kind.ToString().ShouldBe(kind, result.Detail);
        result.ProviderId.ShouldBe(behaviour == "ok" ? "g-zhike-7" : "");
        result.After.ShouldBe(behaviour is "429" or "503" ? TimeSpan.FromSeconds(120) : null);
    }

    [Fact]
    public async Task A_gateway_that_is_not_there_has_surely_taken_nothing()
    {
        using var http = new HttpClient();

        (await Adapter(Options(new Uri($"http://127.0.0.1:{FreePort()}/send")), http).HandOverAsync(Message, CancellationToken.None)).Kind.ShouldBe(HandOverKind.TryLater);
    }

    [Fact]
    public async Task A_request_carries_the_text_escaped_the_key_and_a_signature_over_them()
    {
        await using var gateway = await LocalGateway.StartAsync();
        using var http = new HttpClient();

        await Adapter(Options(gateway.Url), http).HandOverAsync(Message, CancellationToken.None);

        var seen = gateway.Requests.ShouldHaveSingleItem();
        (seen.Key, seen.To, seen.Content).ShouldBe(("zhike-7", "13800001234", "您好 \"王\"\n【银行】"));
        seen.Signature.ShouldBe(GatewaySignature.Of("secret", long.Parse(seen.Timestamp, null), seen.Nonce, seen.Body));
    }

    /// <summary>Computed with: printf '1700000000\nn-1\n{"a":1}' | openssl dgst -sha256 -hmac secret.</summary>
    [Fact]
    public void The_signature_is_the_one_that_openssl_makes() =>
        GatewaySignature.Of("secret", 1_700_000_000, "n-1", """{"a":1}""").ShouldBe("1c90b54e833e308e678cfffaecb128677b34d905980de5201088c3d05fde78f9");

    [Theory]
    [InlineData(0, "", null)]
    [InlineData(300, "", null)]
    [InlineData(301, "", "away from this clock")]
    [InlineData(-301, "", "away from this clock")]
    [InlineData(0, "x", "does not match")]
    public void A_signature_holds_for_its_body_and_its_time(int secondsLater, string added, string? why)
    {
        var signature = GatewaySignature.Of("secret", 1_700_000_000, "n", "body");

        var answer = GatewaySignature.WhyNot("secret", "1700000000", "n", signature, "body" + added, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000 + secondsLater), TimeSpan.FromSeconds(300));

        (answer is null).ShouldBe(why is null);
        (answer ?? "").ShouldContain(why ?? "");
    }

    [Fact]
    public async Task A_form_is_escaped_as_a_form()
    {
        var options = Options(new Uri("http://gateway.test/send?to={{to}}")) with { ContentType = "application/x-www-form-urlencoded", Body = "content={{fields.text}}&id={{key}}" };
        using var request = new GatewayRequest(options).Of(Message, 1, "n");

        (await request.Content!.ReadAsStringAsync()).ShouldBe("content=%E6%82%A8%E5%A5%BD%20%22%E7%8E%8B%22%0A%E3%80%90%E9%93%B6%E8%A1%8C%E3%80%91&id=zhike-7");
        request.RequestUri!.Query.ShouldBe("?to=13800001234");
    }

    [Theory]
    [InlineData("Channels:Sms:Adapter", "fax")]
    [InlineData("Channels:Sms:Http:Url", "gateway")]
    [InlineData("Channels:Sms:Http:Secret", "")]
    [InlineData("Channels:Sms:Http:Method", "SEND")]
    [InlineData("Channels:Sms:Http:Body", "{{#if a}}")]
    [InlineData("Channels:Sms:Http:Body", "{{signature}}")]
    [InlineData("Channels:Sms:Http:ResultPointer", "code")]
    [InlineData("Channels:Sms:Http:TimeoutSeconds", "0")]
    [InlineData("Channels:AttemptsMax", "0")]
    public void A_wrong_option_is_refused_by_its_name(string key, string value)
    {
        var http = Options(new Uri("https://gateway.test/send"));
        var sms = new ChannelOptions { Adapter = "http", Http = http };
        var options = key.Split(':')[^1] switch
        {
            "Adapter" => new ChannelsOptions { Sms = sms with { Adapter = value } },
            "Url" => new ChannelsOptions { Sms = sms with { Http = http with { Url = value } } },
            "Secret" => new ChannelsOptions { Sms = sms with { Http = http with { Secret = value } } },
            "Method" => new ChannelsOptions { Sms = sms with { Http = http with { Method = value } } },
            "Body" => new ChannelsOptions { Sms = sms with { Http = http with { Body = value } } },
            "ResultPointer" => new ChannelsOptions { Sms = sms with { Http = http with { ResultPointer = value } } },
            "TimeoutSeconds" => new ChannelsOptions { Sms = sms with { Http = http with { TimeoutSeconds = 0 } } },
            _ => new ChannelsOptions { Sms = sms, AttemptsMax = 0 },
        };

        new ChannelsOptionsCheck().Validate(null, new ChannelsOptions { Sms = sms }).ShouldBe(ValidateOptionsResult.Success);
        new ChannelsOptionsCheck().Validate(null, options).Failures!.ShouldContain(f => f.StartsWith(key, StringComparison.Ordinal));
    }

    /// <summary>The whole queue over a gateway that does everything wrong before it does it right: each message goes on once.</summary>
    [Theory]
    [InlineData("500")]
    [InlineData("late")]
    [InlineData("broken after")]
    [InlineData("nonsense")]
    [InlineData("429")]
    public async Task Through_every_trouble_each_message_goes_on_to_its_customer_once(string trouble)
    {
        await using var gateway = await LocalGateway.StartAsync();
        gateway.Behaviour = (_, nth) => nth <= 2 ? trouble : "ok";
        using var http = new HttpClient();
        using var world = await ChannelsWorld.NewAsync(sms: Adapter(Options(gateway.Url), http));
        await world.CustomersAsync(10);
        await world.PlanAsync(10, "sms", "welcome");

        for (var i = 0; i < 4; i++)
        {
            await world.PumpAsync();
            world.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        (await world.MessagesAsync()).ShouldAllBe(m => m.State == MessageState.Sent);
        gateway.Taken.Count.ShouldBe(10);
        gateway.Requests.Count.ShouldBe(30);
        (await world.OutcomesAsync()).Count.ShouldBe(10);
    }

    private static HttpGatewayAdapter Adapter(HttpGatewayOptions options, HttpClient http) => new(options, http, TimeProvider.System, new CountingIds());

    private static HttpGatewayOptions Options(Uri url) => new()
    {
        Url = Uri.UnescapeDataString(url.ToString()), Secret = "secret", TimeoutSeconds = 1, RetryValues = "3",
    };

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
