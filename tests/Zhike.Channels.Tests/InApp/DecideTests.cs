using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Zhike.Channels.InApp;
using Zhike.Channels.Queue;
using Zhike.Channels.Tests.World;
using Zhike.Channels.Worker;
using Zhike.Testing;

namespace Zhike.Channels.Tests.InApp;

/// <summary>In-app messages: they wait, are shown to their customer only, and end when they are clicked, closed, refused or old.</summary>
public sealed class DecideTests
{
    [Fact]
    public async Task A_waiting_message_is_shown_to_its_customer_at_its_placement()
    {
        using var world = await WaitingAsync(2);
        await using var server = await RoomServer.StartAsync(world);

        var message = (await AskAsync(server, """{"customerNo":"C00000001","placement":"home","channel":"in_app"}""")).ShouldHaveSingleItem();

        message.GetProperty("contactId").GetString().ShouldBe("1001");
        message.GetProperty("title").GetString().ShouldBe("王女士");
        message.GetProperty("button").GetString().ShouldBe("看看");
        message.GetProperty("url").GetString().ShouldBe("bank://cards?no=%2A%2A%2A%2A0001");
        (await AskAsync(server, """{"userId":"C00000002"}""")).ShouldHaveSingleItem().GetProperty("contactId").GetString().ShouldBe("1002");
        (await AskAsync(server, """{"userId":"app-user-1","anonymousId":"x"}""")).ShouldHaveSingleItem().GetProperty("contactId").GetString().ShouldBe("1001");
        (await AskAsync(server, """{"customerNo":"C00000001","placement":"cards"}""")).ShouldBeEmpty();
        (await AskAsync(server, """{"customerNo":"C00000009"}""")).ShouldBeEmpty();
        (await AskAsync(server, """{"anonymousId":"x"}""")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("message_clicked", "1001 clicked|1001 delivered|1001 sent|1001 shown", "Closed")]
    [InlineData("message_closed", "1001 closed|1001 delivered|1001 sent|1001 shown", "Closed")]
    [InlineData("message_shown", "1001 delivered|1001 sent|1001 shown", "Sent")]
    public async Task What_the_app_reports_becomes_an_outcome_once(string report, string outcomes, string state)
    {
        using var world = await WaitingAsync(1);
        await ReportAsync(world, "message_shown", 1, "1001");
        await ReportAsync(world, report, 1, "1001");
        await ReportAsync(world, report, 1, "1001");

        await FollowAsync(world);
        await FollowAsync(world);

        (await world.OutcomesAsync()).ShouldBe(outcomes.Split('|'));
        (await world.OneAsync()).State.ToString().ShouldBe(state);
        var board = world.Get<InAppBoard>();
        (await board.ForAsync("no:C00000001", "home", CancellationToken.None)).Length.ShouldBe(state == "Sent" ? 1 : 0);
    }

    [Fact]
    public async Task A_report_by_another_customer_or_of_an_unknown_message_is_no_outcome()
    {
        using var world = await WaitingAsync(1);
        await ReportAsync(world, "message_shown", 2, "1001");
        await ReportAsync(world, "message_shown", 1, "77");
        await ReportAsync(world, "message_shown", 1, "x");

        await FollowAsync(world);

        (await world.OutcomesAsync()).ShouldBe(["1001 sent"]);
    }

    [Fact]
    public async Task Who_says_no_is_shown_nothing_more()
    {
        using var world = await WaitingAsync(1);
        await world.Facts.RunAsync("INSERT INTO consents (customer_id, channel, granted, decided_at, source) VALUES (1, 'all', false, '1994-03-31 02:00:01', 'app');\n");
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        await FollowAsync(world);

        (await world.Get<InAppBoard>().ForAsync("no:C00000001", "home", CancellationToken.None)).ShouldBeEmpty();
        (await world.OneAsync()).State.ShouldBe(MessageState.Suppressed);
    }

    [Fact]
    public async Task A_message_expires()
    {
        using var world = await WaitingAsync(1);
        world.Clock.Advance(TimeSpan.FromDays(14));

        (await world.Get<InAppBoard>().ForAsync("no:C00000001", "home", CancellationToken.None)).ShouldBeEmpty();
        await FollowAsync(world);
        (await world.OneAsync()).Reason.ShouldBe("expired");
    }

    [Fact]
    public async Task What_does_not_fit_into_memory_is_looked_up()
    {
        using var world = await WaitingAsync(20, new ChannelsOptions { InAppInMemoryMax = 5 });
        var board = world.Get<InAppBoard>();

        for (var n = 1; n <= 20; n++)
        {
            (await board.ForAsync($"no:C{n:00000000}", "home", CancellationToken.None)).ShouldHaveSingleItem().ContactId.ShouldBe($"{1000 + n}");
        }

        (await board.ForAsync("no:C00000099", "home", CancellationToken.None)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{}", HttpStatusCode.BadRequest, "customerNo")]
    [InlineData("[", HttpStatusCode.BadRequest, "")]
    [InlineData("""{"customerNo":"C1","channel":"fax"}""", HttpStatusCode.BadRequest, "channel")]
    [InlineData("long", HttpStatusCode.RequestEntityTooLarge, "")]
    [InlineData("no key", HttpStatusCode.Unauthorized, "")]
    [InlineData("wrong key", HttpStatusCode.Unauthorized, "")]
    public async Task A_malformed_question_is_refused(string body, HttpStatusCode status, string field)
    {
        using var world = await WaitingAsync(0);
        await using var server = await RoomServer.StartAsync(world);
        var key = body == "no key" ? null : body == "wrong key" ? "guess" : "key";

        using var response = await PostAsync(server, body == "long" ? new string(' ', 9000) : body, key);

        response.StatusCode.ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldContain(field);
    }

    [Fact]
    public async Task A_key_that_names_no_customers_asks_for_app_users_only()
    {
        using var world = await WaitingAsync(2);
        await using var server = await RoomServer.StartAsync(world);

        (await AskAsync(server, """{"userId":"app-user-1"}""", "page")).ShouldHaveSingleItem().GetProperty("contactId").GetString().ShouldBe("1001");
        (await AskAsync(server, """{"userId":"C00000002"}""", "page")).ShouldBeEmpty();
        using var byNumber = await PostAsync(server, """{"customerNo":"C00000002"}""", "page");
        byNumber.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await byNumber.Content.ReadAsStringAsync()).ShouldContain("names_no_customers");
    }

    [Fact]
    public async Task Only_pages_that_a_source_allows_may_ask_under_its_key()
    {
        using var world = await WaitingAsync(1);
        await using var server = await RoomServer.StartAsync(world);
        const string question = """{"userId":"app-user-1"}""";

        using var own = await PostAsync(server, question, "page", TwoWriteKeys.Page);
        own.StatusCode.ShouldBe(HttpStatusCode.OK);
        own.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([TwoWriteKeys.Page]);
        using var foreign = await PostAsync(server, question, "page", "https://evil.example");
        foreign.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreign.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        (await foreign.Content.ReadAsStringAsync()).ShouldContain("origin_not_allowed");

        (await MayAskAsync(TwoWriteKeys.Page)).ShouldBeTrue();
        (await MayAskAsync("https://evil.example")).ShouldBeFalse();

        async Task<bool> MayAskAsync(string origin)
        {
            using var preflight = new HttpRequestMessage(HttpMethod.Options, "/v1/decide");
            preflight.Headers.Add("Origin", origin);
            using var answer = await server.Http.SendAsync(preflight);
            return answer.Headers.Contains("Access-Control-Allow-Methods");
        }
    }

    /// <summary>Customers 1 … count have a waiting message; customer 1 is known to the app as app-user-1.</summary>
    private static async Task<ChannelsWorld> WaitingAsync(int count, ChannelsOptions? options = null)
    {
        var world = await ChannelsWorld.NewAsync(options: options);
        await world.Facts.RunAsync("INSERT INTO customer_identities (kind, value, customer_id, source, linked_at) VALUES ('user_id', 'app-user-1', 1, 'app', '1993-05-01 00:00:00');\n");
        await world.CustomersAsync(Math.Max(1, count));
        await world.PlanAsync(count, "in_app", "card");
        await world.PumpAsync();
        return world;
    }

    private static Task ReportAsync(ChannelsWorld world, string name, ulong customer, string contactId) => world.Facts.RunAsync(
        $$$"""
        INSERT INTO events (event_id, ts, received_at, name, type, customer_id, properties)
        SELECT generateUUIDv4(), '1994-03-31 02:00:00', '1994-03-31 02:00:00', '{{{name}}}', 'track', {{{customer}}}, '{"contactId":"{{{contactId}}}"}';

        """);

    private static async Task FollowAsync(ChannelsWorld world)
    {
        await world.Get<InAppFollowUp>().FollowAsync(CancellationToken.None);
        await world.Get<Zhike.Storage.Relay.FactsRelay>().DrainAsync(CancellationToken.None);
    }

    private static async Task<List<JsonElement>> AskAsync(RoomServer server, string body, string key = "key")
    {
        using var response = await PostAsync(server, body, key);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return [.. json.RootElement.GetProperty("messages").EnumerateArray().Select(m => m.Clone())];
    }

    private static async Task<HttpResponseMessage> PostAsync(RoomServer server, string body, string? key, string? origin = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/decide") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:")));
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await server.Http.SendAsync(request);
    }
}
