using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Zhike.Host.Tests.SignIn;

[Collection(AtTheServer.Name)]
public sealed class SigningIn(BankServer server)
{
    [Fact]
    public async Task Signing_in_sets_a_strict_cookie_that_scripts_cannot_read()
    {
        using var browser = server.Browser();

        var answer = await browser.PostAsJsonAsync("/api/v1/session", new { user = "strategist", password = BankServer.Password });

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
    }

    [Fact]
    public async Task The_session_tells_who_one_is_and_what_one_may_do()
    {
        using var browser = await server.SignedInAsync("branch_manager");

        var session = await browser.GetFromJsonAsync<JsonElement>("/api/v1/session");

        session.GetProperty("staff").GetString().ShouldBe("branch_manager");
        session.GetProperty("role").GetString().ShouldBe("branch_manager");
        session.GetProperty("orgPath").GetString().ShouldBe("/hq/north/");
        session.GetProperty("permissions").EnumerateArray().Select(p => p.GetString()).ShouldBe(["ViewCustomers", "ViewReports", "WorkOrders", "ExportCustomers", "ApproveExports"]);
        session.GetProperty("bank").GetProperty("isDemo").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("strategist", "not the password")]
    [InlineData("nobody", BankServer.Password)]
    public async Task A_wrong_password_and_an_unknown_user_are_refused_alike(string user, string password)
    {
        using var browser = server.Browser();

        var answer = await browser.PostAsJsonAsync("/api/v1/session", new { user, password });

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await answer.CodeAsync()).ShouldBe("wrong_credentials");
        server.Clock.Advance(TimeSpan.FromMinutes(16));
    }

    [Fact]
    public async Task After_five_wrong_passwords_even_the_right_one_waits_a_quarter_of_an_hour()
    {
        using var browser = server.Browser();
        for (var i = 0; i < 5; i++)
        {
            (await browser.PostAsJsonAsync("/api/v1/session", new { user = "auditor", password = "wrong" })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        var waiting = await browser.PostAsJsonAsync("/api/v1/session", new { user = "auditor", password = BankServer.Password });
        waiting.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await waiting.CodeAsync()).ShouldBe("too_many_attempts");
        waiting.Headers.RetryAfter!.Delta!.Value.TotalMinutes.ShouldBeInRange(14, 15);

        server.Clock.Advance(TimeSpan.FromMinutes(16));
        (await browser.PostAsJsonAsync("/api/v1/session", new { user = "auditor", password = BankServer.Password })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task An_address_that_guesses_at_many_users_waits_for_all_of_them()
    {
        using var browser = server.Browser();
        for (var i = 0; i < 20; i++)
        {
            await browser.PostAsJsonAsync("/api/v1/session", new { user = $"guess{i}", password = "wrong" });
        }

        var waiting = await browser.PostAsJsonAsync("/api/v1/session", new { user = "second", password = BankServer.Password });

        waiting.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        server.Clock.Advance(TimeSpan.FromMinutes(16));
    }

    [Fact]
    public async Task Another_sites_page_cannot_sign_somebody_in()
    {
        using var browser = server.Browser();
        browser.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");

        var answer = await browser.PostAsJsonAsync("/api/v1/session", new { user = "strategist", password = BankServer.Password });

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_session_that_was_ended_is_over_even_for_who_kept_its_cookie()
    {
        using var browser = await server.SignedInAsync("strategist");
        using var thief = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server.Address };
        var value = (await browser.PostAsJsonAsync("/api/v1/session", new { user = "strategist", password = BankServer.Password }))
            .Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        thief.DefaultRequestHeaders.Add("Cookie", value);
        (await thief.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var antiforgery = (await browser.GetFromJsonAsync<JsonElement>("/api/v1/session")).GetProperty("antiforgeryToken").GetString();
        browser.DefaultRequestHeaders.Remove("X-Zhike-Antiforgery");
        browser.DefaultRequestHeaders.Add("X-Zhike-Antiforgery", antiforgery);
        (await browser.DeleteAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var answer = await thief.GetAsync("/api/v1/session");
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await answer.CodeAsync()).ShouldBe("session_over");
    }

    [Fact]
    public async Task A_session_that_idles_for_more_than_an_hour_is_over()
    {
        using var browser = await server.SignedInAsync("strategist");

        server.Clock.Advance(TimeSpan.FromMinutes(50));
        (await browser.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Clock.Advance(TimeSpan.FromMinutes(50));
        (await browser.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Clock.Advance(TimeSpan.FromMinutes(61));

        (await browser.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_change_that_a_browser_sends_without_the_antiforgery_header_is_refused()
    {
        using var browser = await server.SignedInAsync("strategist");
        browser.DefaultRequestHeaders.Remove("X-Zhike-Antiforgery");

        var answer = await browser.PostAsJsonAsync("/api/v1/tokens", new { name = "sneaky", days = 1 });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.CodeAsync()).ShouldBe("antiforgery");
    }

    [Fact]
    public async Task A_program_with_a_token_needs_no_antiforgery_header()
    {
        using var program = await server.ProgramAsync("strategist");

        (await program.PostAsJsonAsync("/api/v1/tokens", new { name = "another", days = 1 })).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
