using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Zhike.Host.Http;
using Zhike.Kernel;

namespace Zhike.Host.Tests.Http;

[Collection(AtTheServer.Name)]
public sealed class Surface(BankServer server)
{
    [Fact]
    public async Task It_is_alive_and_ready_and_says_what_it_did()
    {
        using var browser = server.Browser();

        (await browser.GetStringAsync("/health/live")).ShouldBe("alive\n");
        (await browser.GetStringAsync("/health/ready")).ShouldBe("ready\n");
        (await browser.GetFromJsonAsync<JsonElement>("/api/v1/setup")).GetProperty("ready").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task The_api_describes_itself_in_OpenApi_3_1_with_every_path()
    {
        using var browser = server.Browser();

        var document = await browser.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        document.GetProperty("openapi").GetString()!.ShouldStartWith("3.1");
        var paths = document.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
        foreach (var path in new[] { "/api/v1/session", "/api/v1/staff", "/api/v1/jobs/{id}", "/api/v1/definitions/{kind}/{key}/draft", "/api/v1/home" })
        {
            paths.ShouldContain(path);
        }
    }

    [Fact]
    public async Task Every_answer_tells_the_browser_what_not_to_do()
    {
        using var browser = server.Browser();

        var answer = await browser.GetAsync("/");

        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("script-src 'self';");
        answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        answer.Headers.GetValues("X-Frame-Options").Single().ShouldBe("DENY");
        (await browser.GetAsync("/api/v1/setup")).Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task A_body_that_is_no_JSON_is_refused_as_a_problem()
    {
        using var program = await server.ProgramAsync("strategist");
        using var broken = new StringContent("{\"name\": \"x\", \"days\": \"many\"}", Encoding.UTF8, "application/json");

        var answer = await program.PostAsync("/api/v1/tokens", broken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("code").GetString().ShouldBe("malformed");
        problem.GetProperty("errors")[0].GetProperty("field").GetString().ShouldBe("$.days");
    }

    [Fact]
    public async Task A_change_that_is_no_JSON_or_goes_nowhere_is_a_problem_too()
    {
        using var program = await server.ProgramAsync("strategist");

        var plain = await program.PostAsync("/api/v1/tokens", new StringContent("name=x"));
        var nowhere = await program.PostAsync("/api/v1/nothing", null);

        plain.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await plain.CodeAsync()).ShouldBe("malformed");
        nowhere.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await nowhere.CodeAsync()).ShouldBe("not_found");
    }

    [Theory]
    [InlineData("/api/v1/nothing")]
    [InlineData("/v1/nothing")]
    public async Task An_address_that_the_API_does_not_have_is_a_problem_and_no_page(string path)
    {
        using var browser = server.Browser();

        var answer = await browser.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.CodeAsync()).ShouldBe("not_found");
    }

    [Fact]
    public async Task The_console_page_answers_its_own_routes_and_its_files_come_compressed_and_are_kept()
    {
        Directory.CreateDirectory(Path.Combine(server.ConsoleFolder, "assets"));
        await File.WriteAllTextAsync(Path.Combine(server.ConsoleFolder, "assets", "a-1.js"), "plain");
        await File.WriteAllTextAsync(Path.Combine(server.ConsoleFolder, "assets", "a-1.js.br"), "small");
        using var browser = server.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/a-1.js");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));

        (await browser.GetStringAsync("/customers/17")).ShouldContain("<title>Zhike</title>");
        var file = await browser.SendAsync(request);

        file.Content.Headers.ContentEncoding.ShouldBe(["br"]);
        (await file.Content.ReadAsStringAsync()).ShouldBe("small");
        file.Headers.CacheControl!.ToString().ShouldContain("max-age=31536000");
        file.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        (await browser.GetAsync("/assets/gone.js")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await browser.GetAsync("/..%2f..%2fetc/passwd")).StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.OK);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/");
        again.Headers.IfNoneMatch.Add((await browser.GetAsync("/")).Headers.ETag!);
        (await browser.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task A_bug_answers_500_without_its_details_and_a_refusal_with_its_code()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.Services.AddSingleton<Microsoft.Extensions.Logging.ILoggerFactory>(NullLoggerFactory.Instance);
        await using var app = builder.Build();
        app.UseProblems(NullLogger.Instance);
        app.MapGet("/bug", string () => throw new InvalidOperationException("secret details"));
        app.MapGet("/refusal", string () => throw new ProblemException(Problem.Conflict("busy", "It is busy.")));
        await app.StartAsync();
        using var browser = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        var bug = await browser.GetAsync("/bug");
        var refusal = await browser.GetAsync("/refusal");

        bug.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await bug.Content.ReadAsStringAsync()).ShouldNotContain("secret");
        refusal.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await refusal.CodeAsync()).ShouldBe("busy");
    }
}
