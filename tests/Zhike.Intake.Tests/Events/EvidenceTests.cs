using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Intake.Events;
using Zhike.Intake.Events.Evidence;
using Zhike.Storage.Facts;
using Zhike.Testing;

namespace Zhike.Intake.Tests.Events;

/// <summary>What events say about who is who, and whose they are when they come.</summary>
public sealed class EvidenceTests
{
    private const string Pairs = "SELECT concat(a_kind, ':', a_value, ' ', b_kind, ':', b_value, ' ', rule, ' ', source) AS e FROM identity_evidence ORDER BY e";

    [Fact]
    public async Task Who_signs_in_is_seen_with_their_browser_and_their_device_once()
    {
        await using var services = await IntakeStage.NewAsync();
        const string signedIn = """{"type":"track","event":"x","userId":"u1","anonymousId":"a1","context":{"device":{"id":"d1"}}}""";

        await services.SendAsync($$"""{"batch":[{"type":"page","anonymousId":"a1"},{{signedIn}},{{signedIn}}]}""");
        await services.SendAsync($$"""{"batch":[{{signedIn}}]}""");

        (await services.TextsAsync(Pairs)).ShouldBe(["user_id:u1 anonymous_id:a1 signed_in test", "user_id:u1 device:d1 signed_in test"]);
        (await services.TextsAsync("SELECT concat(user_id, ' ', device_id) AS e FROM events ORDER BY e")).ShouldBe([" ", "u1 d1", "u1 d1", "u1 d1"]);
    }

    [Fact]
    public async Task A_user_id_that_is_a_customers_number_is_evidence_of_that_customer()
    {
        await using var services = await IntakeStage.NewAsync();
        await CustomerAsync(services);

        await services.SendAsync("""{"batch":[{"type":"page","userId":"C7","anonymousId":"a1"}]}""");

        (await services.TextsAsync(Pairs)).ShouldBe(["customer_no:C7 anonymous_id:a1 signed_in test"]);
        (await services.TextsAsync("SELECT concat(toString(customer_id), ' ', toString(attributed_by)) FROM events")).ShouldBe(["7 0"]);
    }

    [Fact]
    public async Task A_source_that_names_no_customers_claims_a_number_and_becomes_nobody()
    {
        await using var services = await IntakeStage.NewAsync();
        await CustomerAsync(services);
        const string batch = """
            {"batch":[{"type":"page","userId":"C7","anonymousId":"a1"},{"type":"alias","userId":"u1","previousId":"C7"},{"type":"track","event":"linked","userId":"u9"}]}
            """;
        await IdentityAsync(services, "user_id", "u9", 7);

        await services.SendAsync(batch, "page", namesCustomers: false);

        (await services.TextsAsync(Pairs)).ShouldBe(["user_id:C7 anonymous_id:a1 signed_in page", "user_id:u1 anonymous_id:C7 alias page"]);
        (await services.TextsAsync("SELECT concat(name, ' ', toString(customer_id)) AS e FROM events ORDER BY e")).ShouldBe(["alias 0", "linked 7", "page 0"]);
        await services.SendAsync(batch, "core");
        (await services.TextsAsync("SELECT concat(name, ' ', toString(customer_id)) AS e FROM events WHERE source = 'core' ORDER BY e")).ShouldBe(["alias 0", "linked 7", "page 7"]);
    }

    [Fact]
    public async Task What_such_a_source_declares_is_a_claim_and_does_not_hide_the_same_word_of_one_who_knows()
    {
        await using var page = await IntakeServer.StartAsync(new NewSourceRequest("page", NamesCustomers: false));
        const string identify = """{"userId":"u1","traits":{"customerNo":"C7","openid":"o1"}}""";
        var core = (await page.Services.GetRequiredService<WriteKeys>().CreateAsync(new NewSourceRequest("core"), "admin", CancellationToken.None)).OrThrow();

        await page.PostAsync("identify", identify, page.Key);
        await page.PostAsync("identify", identify, core.WriteKey);

        (await page.Services.TextsAsync(Pairs)).ShouldBe(
        [
            "user_id:u1 customer_no:C7 claimed page", "user_id:u1 customer_no:C7 declared core",
            "user_id:u1 openid:o1 claimed page", "user_id:u1 openid:o1 declared core",
        ]);
    }

    [Fact]
    public async Task An_alias_names_an_earlier_user_where_it_is_known_as_one_else_an_anonymous_id()
    {
        await using var services = await IntakeStage.NewAsync();
        await IdentityAsync(services, "user_id", "old", 1UL << 63);

        await services.SendAsync("""{"batch":[{"type":"alias","userId":"u1","previousId":"old"},{"type":"alias","userId":"u1","previousId":"browser"}]}""");

        (await services.TextsAsync(Pairs)).ShouldBe(["user_id:u1 anonymous_id:browser alias test", "user_id:u1 user_id:old alias test"]);
    }

    [Fact]
    public async Task What_somebody_says_of_themselves_is_evidence_as_hashes_and_stays_nowhere_in_plain()
    {
        await using var server = await IntakeServer.StartAsync();

        (await server.PostAsync("identify", """
            {"userId":"u1","traits":{"customerNo":"C7","phone":"13812345678","email":"a@b.cn","idNumber":"530102199001010017","cardNo":6222020200112233445,"openid":"o1","externalUserid":"w1","tier":"gold"}}
            """, server.Key)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var said = await server.Services.TextsAsync("SELECT concat(b_kind, ' ', rule, ' ', if(b_kind LIKE '%hash', toString(length(b_value)), b_value)) AS e FROM identity_evidence ORDER BY e");
        said.ShouldBe(["card_hash declared 8", "customer_no declared C7", "email_hash declared 8", "id_number_hash declared 8", "openid declared o1", "phone_hash declared 8", "wecom_id declared w1"]);
        var stored = string.Join(' ', await server.Services.TextsAsync("SELECT concat(toString(properties), toString(context)) FROM events"));
        stored.ShouldContain("gold");
        stored.ShouldNotContain("13812345678");
        stored.ShouldNotContain("6222020200112233445");
        stored.ShouldNotContain("530102199001010017");
    }

    [Fact]
    public async Task A_linked_identity_brings_events_to_its_customer_from_the_run_on_until_a_second_person_uses_it()
    {
        await using var services = await IntakeStage.NewAsync();
        await services.SendAsync("""{"batch":[{"type":"page","anonymousId":"a1","messageId":"before"}]}""");
        await IdentityAsync(services, "user_id", "u1", 7);
        await IdentityAsync(services, "anonymous_id", "a1", 7);
        await IdentityAsync(services, "device", "shared", 7, sharedSince: TestServices.Start.AddHours(-1));
        services.GetRequiredService<FakeClock>().Advance(TimeSpan.FromSeconds(2));

        await services.SendAsync("""
            {"batch":[{"type":"track","event":"signed_in","userId":"u1"},{"type":"track","event":"browser","anonymousId":"a1"},
                      {"type":"track","event":"other_user","userId":"u2","anonymousId":"a1"},
                      {"type":"track","event":"shared_after","anonymousId":"s1","context":{"device":{"id":"shared"}}}]}
            """);

        (await services.TextsAsync("SELECT concat(name, ' ', toString(customer_id), ' ', toString(attributed_by = sipHash64(if(user_id != '', 'user_id', 'anonymous_id'), if(user_id != '', user_id, anonymous_id)))) AS e FROM events ORDER BY e"))
            .ShouldBe(["browser 7 1", "other_user 0 0", "page 0 0", "shared_after 0 0", "signed_in 7 1"]);
    }

    [Fact]
    public async Task What_a_run_changes_is_forgotten()
    {
        await using var services = await IntakeStage.NewAsync();
        await IdentityAsync(services, "user_id", "u1", 7);
        var identities = services.GetRequiredService<Identities>();
        (await identities.CustomerOfAsync("u1", namesCustomers: true, CancellationToken.None)).ShouldBe(7ul);

        await IdentityAsync(services, "user_id", "u1", 8, version: 2);
        (await identities.CustomerOfAsync("u1", namesCustomers: true, CancellationToken.None)).ShouldBe(7ul);
        services.GetRequiredService<FakeClock>().Advance(TimeSpan.FromSeconds(2));

        (await identities.CustomerOfAsync("u1", namesCustomers: true, CancellationToken.None)).ShouldBe(8ul);
    }

    [Fact]
    public async Task The_first_touch_of_a_browser_keeps_its_channel_and_campaign()
    {
        await using var services = await IntakeStage.NewAsync();
        const string campaign = """{"library":{"name":"@segment/analytics-next"},"campaign":{"source":"wechat","name":"spring"}}""";
        await services.SendAsync($$"""{"batch":[{"type":"page","properties":{"channel_code":"QD08"},"anonymousId":"a1","context":{{campaign}} }]}""");
        await services.SendAsync("""{"batch":[{"type":"page","anonymousId":"a1","context":{"campaign":{"source":"later"}}}]}""");
        await IdentityAsync(services, "anonymous_id", "a1", 7);

        (await services.TextsAsync("SELECT concat(toString(customer_id), ' ', channel, ' ', campaign['source'], ' ', campaign['name'], ' ', campaign['channel_code']) FROM customer_first_touch"))
            .ShouldBe(["7 web wechat spring QD08"]);
    }

    [Fact]
    public void A_pair_is_written_again_when_it_was_seen_earlier_and_after_some_hours()
    {
        var pairs = new SeenPairs(generationMax: 100);
        var now = TestServices.Start;

        pairs.Add(1, now, now).ShouldBeTrue();
        pairs.Add(1, now.AddMinutes(1), now).ShouldBeFalse();
        pairs.Add(1, now.AddMinutes(-1), now).ShouldBeTrue();
        pairs.Add(1, now, now + (2 * SeenPairs.Life)).ShouldBeFalse();
        pairs.Add(2, now, now + (4 * SeenPairs.Life)).ShouldBeTrue();
        pairs.Add(1, now, now + (4 * SeenPairs.Life)).ShouldBeTrue();
    }

    private static Task CustomerAsync(IServiceProvider services) => services.GetRequiredService<IFacts>().RunAsync(
        "INSERT INTO customer_versions (customer_id, customer_no, opened_on, version) VALUES (7, 'C7', '1993-01-01', 1)");

    /// <summary>As an identity run leaves it.</summary>
    private static async Task IdentityAsync(IServiceProvider services, string kind, string value, ulong person, DateTimeOffset? sharedSince = null, int version = 1)
    {
        var facts = services.GetRequiredService<IFacts>();
        var shared = sharedSince is { } since ? $"'{since:yyyy-MM-dd HH:mm:ss.fff}'" : "NULL";
        await facts.RunAsync($"INSERT INTO identity_versions SELECT sipHash64('{kind}', '{value}'), '{kind}', '{value}', {person}, '1994-01-01', {shared}, {version}");
        await facts.RunAsync($"INSERT INTO identity_runs (finished_at) VALUES ('1994-03-31 03:00:0{version}')");
    }
}
