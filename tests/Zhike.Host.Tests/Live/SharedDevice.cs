using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Customers;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Testing;

namespace Zhike.Host.Tests.Live;

/// <summary>Two people and one device, from the page's calls over HTTP to whose each event is: what docs/one-id.md promises.</summary>
[Collection(AtTheServer.Name)]
public sealed class SharedDevice(BankServer server)
{
    private static readonly Viewer Asking = Viewer.Bank("shared device");
    private DateTimeOffset _at;

    [Fact]
    public async Task What_was_done_on_a_device_before_anybody_and_between_two_people_is_the_firsts_and_afterwards_nobodys()
    {
        await CustomersAsync("shared", 501, 502);
        using var page = await SourceAsync("shared-page", namesCustomers: false);
        using var core = await SourceAsync("shared-core", namesCustomers: true);
        await SendAsync(core, new { type = "identify", userId = "shared-u501", traits = new { customerNo = "shared501" } }, new { type = "identify", userId = "shared-u502", traits = new { customerNo = "shared502" } });

        await SendAsync(page, Track("before_anybody", anonymousId: "shared-a"));
        await SendAsync(page, Track("first_is_here", "shared-u501", "shared-a"));
        await RunAsync();
        await SendAsync(page, Track("first_has_left", anonymousId: "shared-a"));
        await SendAsync(page, Track("second_is_here", "shared-u502", "shared-a"));
        await RunAsync();
        await SendAsync(page, Track("second_has_left", anonymousId: "shared-a"));
        await RunAsync();

        (await OwnersAsync("shared-page")).ShouldBe(
        [
            "before_anybody 501", "first_has_left 501", "first_is_here 501", "second_has_left 0", "second_is_here 502",
        ]);
    }

    [Fact]
    public async Task A_page_that_resets_gives_the_second_person_what_they_did_before_they_signed_in()
    {
        await CustomersAsync("reset", 511, 512);
        using var page = await SourceAsync("reset-page", namesCustomers: false);
        using var core = await SourceAsync("reset-core", namesCustomers: true);
        await SendAsync(core, new { type = "identify", userId = "reset-u511", traits = new { customerNo = "reset511" } }, new { type = "identify", userId = "reset-u512", traits = new { customerNo = "reset512" } });

        await SendAsync(page, Track("first_looks", anonymousId: "reset-a", device: "reset-d"));
        await SendAsync(page, Track("first_signs_in", "reset-u511", "reset-a", "reset-d"));
        await RunAsync();
        await SendAsync(page, Track("second_looks", anonymousId: "reset-b", device: "reset-d"));
        await SendAsync(page, Track("second_signs_in", "reset-u512", "reset-b", "reset-d"));
        await RunAsync();

        (await OwnersAsync("reset-page")).ShouldBe(["first_looks 511", "first_signs_in 511", "second_looks 512", "second_signs_in 512"]);
    }

    [Fact]
    public async Task A_page_that_says_it_is_a_customer_by_number_is_nobody()
    {
        await CustomersAsync("claim", 521);
        using var page = await SourceAsync("claim-page", namesCustomers: false);

        await SendAsync(page, Track("says_a_number", "claim521", "claim-a"));
        await SendAsync(page, new { type = "identify", userId = "claim-x", anonymousId = "claim-a", traits = new { customerNo = "claim521" } });
        await SendAsync(page, Track("says_a_trait", "claim-x", "claim-a"));
        await RunAsync();

        (await OwnersAsync("claim-page")).ShouldBe(["identify 0", "says_a_number 0", "says_a_trait 0"]);
        using var asked = await page.PostAsJsonAsync("/v1/decide", new { customerNo = "claim521" });
        asked.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private async Task CustomersAsync(string prefix, params int[] numbers)
    {
        _at = server.Clock.GetUtcNow();
        foreach (var number in numbers)
        {
            await server.Services.GetRequiredService<IFacts>().RunAsync(string.Create(CultureInfo.InvariantCulture,
                $"INSERT INTO customer_versions (customer_id, customer_no, opened_on, org_path, version) VALUES ({number}, '{prefix}{number}', '1993-01-01', '/hq/', 1)"));
        }
    }

    private async Task<HttpClient> SourceAsync(string name, bool namesCustomers)
    {
        using var administrator = await server.ProgramAsync("administrator");
        using var made = await administrator.PostAsJsonAsync("/api/v1/sources", new { name, namesCustomers });
        made.StatusCode.ShouldBe(HttpStatusCode.OK);
        var key = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("writeKey").GetString();
        var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{key}:")));
        return client;
    }

    /// <summary>Each a minute after the one before.</summary>
    private object Track(string name, string userId = "", string anonymousId = "", string device = "")
    {
        _at += TimeSpan.FromMinutes(1);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        return new { type = "track", @event = name, userId, anonymousId, timestamp = _at, context = new { device = new { id = device } } };
    }

    private static async Task SendAsync(HttpClient source, params object[] batch)
    {
        using var answer = await source.PostAsJsonAsync("/v1/batch", new { batch });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"success":true}""");
    }

    /// <summary>As the server does each second; what it settles a little later is done at once.</summary>
    private async Task RunAsync()
    {
        for (var i = 0; i < 2; i++)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(30));
            await server.Services.GetRequiredService<IIdentityRun>().RunAsync(CancellationToken.None);
        }
    }

    /// <summary>Whose each event is as it stands: a copy, where there is one, is the event's owner.</summary>
    private Task<List<string>> OwnersAsync(string source) => server.Services.GetRequiredService<IFacts>().ListAsync(
        Asking,
        new FactsStatement("owners", "SELECT concat(any(toString(name)), ' ', toString(max(customer_id))) AS owner FROM events WHERE source = {source:String} GROUP BY event_id ORDER BY owner").With("source", source),
        (ref RowReader row) => row.Text(), CancellationToken.None);
}
