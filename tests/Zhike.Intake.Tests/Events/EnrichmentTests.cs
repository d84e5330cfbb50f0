using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Intake.Events;
using Zhike.Intake.Events.Enrichment;
using Zhike.Intake.Events.Reading;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Testing;

namespace Zhike.Intake.Tests.Events;

public sealed class EnrichmentTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49(0x1800312c) NetType/WIFI Language/zh_CN", "iOS 17.5 WeChat 8.0.49 mobile iPhone")]
    [InlineData("Mozilla/5.0 (Linux; Android 14; PFTM20 Build/UP1A.231005.007) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.6478.71 Mobile Safari/537.36", "Android 14 Chrome 126.0.6478.71 mobile PFTM20")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.87", "Windows 10.0 Edge 126.0.2592.87 desktop ")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15", "macOS 10.15.7 Safari 17.5 desktop ")]
    [InlineData("Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile HuaweiBrowser/5.0.4.300", "HarmonyOS 5.0 Huawei Browser 5.0.4.300 mobile ")]
    [InlineData("Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)", "    bot ")]
    [InlineData("nonsense", "     ")]
    public void A_user_agent_says_system_browser_and_device(string text, string expected)
    {
        var agent = UserAgent.Of(text);

        $"{agent.Os} {agent.OsVersion} {agent.Browser} {agent.BrowserVersion} {agent.Device} {agent.Model}".ShouldBe(expected);
    }

    [Theory]
    [InlineData("browser", "{}", "web")]
    [InlineData("", """{"library":{"name":"@segment/analytics-next"}}""", "web")]
    [InlineData("", """{"library":{"name":"analytics-kotlin"}}""", "app")]
    [InlineData("", """{"library":{"name":"@segment/analytics-node"}}""", "system")]
    [InlineData("", """{"library":{"name":"analytics.js"},"userAgent":"x MicroMessenger/8.0.1 miniProgram"}""", "mini_programme")]
    [InlineData("", """{"userAgent":"x MicroMessenger/8.0.1"}""", "h5")]
    [InlineData("app", """{"library":{"name":"analytics.js"}}""", "app")]
    [InlineData("", """{"channel":"mobile"}""", "app")]
    [InlineData("teletype", "{}", "")]
    public void The_channel_is_what_the_sender_says_or_what_its_library_tells(string said, string context, string expected) =>
        ClientChannel.Of(said, new ContextReader(AddressTable.Empty).Read(Encoding.UTF8.GetBytes(context), null)).ShouldBe(expected);

    [Fact]
    public void What_the_sender_says_itself_is_never_overwritten_and_the_address_goes()
    {
        var table = AddressTable.Read(["from,to,province,city", "1.2.3.0,1.2.3.255,云南,昆明", "2001:db8::,2001:db8::ffff,贵州,贵阳"]);
        var context = """{"ip":"1.2.3.4","os":{"name":"own"},"device":{"id":"d1","model":"own"},"userAgent":"Mozilla/5.0 (Linux; Android 14; X1) Chrome/1.2 Mobile"}""";

        var read = new ContextReader(table).Read(Encoding.UTF8.GetBytes(context), null);

        Encoding.UTF8.GetString(read.Rewritten!).ShouldBe(
            """{"browser":{"name":"Chrome","version":"1.2"},"device":{"type":"mobile","id":"d1","model":"own"},"location":{"province":"\u4E91\u5357","city":"\u6606\u660E"},"os":{"name":"own"},"userAgent":"Mozilla/5.0 (Linux; Android 14; X1) Chrome/1.2 Mobile"}""");
        read.DeviceId.ShouldBe("d1");
        table.Find(IPAddress.Parse("2001:db8::1"))!.City.ShouldBe("贵阳");
        table.Find(IPAddress.Parse("9.9.9.9")).ShouldBeNull();
    }

    [Fact]
    public void A_wrong_line_of_the_address_table_is_named()
    {
        var refused = Should.Throw<ProblemException>(() => AddressTable.Read(["1.2.3.9,1.2.3.0,a,b", "x,y,a,b", "1.1.1.1,1.1.1.2,a,b"]));

        refused.Problem.Errors.Select(e => e.Field).ShouldBe(["Intake:AddressTable[1]", "Intake:AddressTable[2]"]);
    }

    [Fact]
    public async Task Half_an_hour_of_silence_ends_a_session_also_across_a_restart_and_channels_have_their_own()
    {
        await using var services = await IntakeStage.NewAsync();
        var clock = services.GetRequiredService<FakeClock>();
        async Task Send(EventCommitter committer, string name, string channel = "web")
        {
            var body = $$"""{"batch":[{"type":"track","event":"{{name}}","anonymousId":"a1","channel":"{{channel}}"},{"type":"track","event":"server","userId":"u1","channel":"server"}]}""";
            await committer.CommitAsync(IntakeStage.Rows(body, receivedAt: clock.GetUtcNow()), CancellationToken.None);
        }

        var first = services.GetRequiredService<EventCommitter>();
        await Send(first, "one");
        await Send(first, "one_app", "app");
        clock.Advance(TimeSpan.FromMinutes(29));
        await Send(first, "two");
        await using var restarted = IntakeStage.Restarted(services);
        clock.Advance(TimeSpan.FromMinutes(29));
        await Send(restarted, "three");
        clock.Advance(TimeSpan.FromMinutes(30));
        await Send(restarted, "four");

        (await services.TextsAsync("SELECT arrayStringConcat(arraySort(groupArray(toString(name))), ' ') AS e FROM events WHERE session_id != '' GROUP BY session_id ORDER BY e"))
            .ShouldBe(["four", "one three two", "one_app"]);
    }

    [Fact]
    public async Task More_names_of_events_than_a_source_may_have_are_kept_apart()
    {
        await using var services = await IntakeStage.NewAsync();
        using var names = new EventNames(services.GetRequiredService<IFacts>());

        foreach (var name in Enumerable.Range(0, 10_000))
        {
            names.Admit("app", $"order_{name}").ShouldBe(name < EventNames.PerSourceMax);
        }

        names.Admit("app", "order_1").ShouldBeTrue();
        names.Admit("web", "order_9999").ShouldBeTrue();

        await services.GetRequiredService<EventCommitter>().CommitAsync(IntakeStage.Rows("{\"batch\":[{\"type\":\"track\",\"event\":\"stored\",\"userId\":\"1\"}]}"), CancellationToken.None);
        await names.LoadAsync(CancellationToken.None);
        names.Admit("test", "stored").ShouldBeTrue();
    }

    [Fact]
    public async Task A_property_that_changes_its_type_keeps_every_value()
    {
        await using var services = await IntakeStage.NewAsync();
        string[] values = ["1", "\"one\"", "1.5", "true", "[1,\"a\"]", "{\"b\":1}", "null", "\"2026-01-01\"", "\"\\u0000😀\""];

        await services.SendAsync($$"""{"batch":[{{string.Join(',', values.Select(v => $$"""{"type":"track","event":"x","userId":"1","properties":{"a":{{v}} } }"""))}}]}""");

        (await services.TextsAsync("SELECT toString(count()) FROM events")).ShouldBe([$"{values.Length}"]);
    }
}
