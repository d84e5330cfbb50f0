using System.Net;
using System.Net.Http.Json;
using Zhike.Host.Http;
using Zhike.Testing;

namespace Zhike.Host.Tests.Http;

/// <summary>What customers' pages are given.</summary>
[Collection(AtTheServer.Name)]
public sealed class Pages(BankServer server)
{
    [Fact]
    public async Task A_bank_that_is_no_demo_has_no_page_to_play_customers_on()
    {
        using var browser = server.Browser();

        (await browser.GetAsync("/demo/h5/")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await browser.GetAsync("/demo/h5/bank.js")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Pages_of_other_origins_may_load_the_script_and_ask_for_messages()
    {
        using var administrator = await server.SignedInAsync("administrator");
        (await administrator.PostAsJsonAsync("/api/v1/sources", new { name = "h5-pages", allowedOrigins = new[] { "https://h5.bank.example" } })).EnsureSuccessStatusCode();
        using var browser = server.Browser();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/v1/decide");
        preflight.Headers.Add("Origin", "https://h5.bank.example");

        var script = await browser.GetAsync("/sdk/zhike.js?v=1");
        var allowed = await browser.SendAsync(preflight);

        script.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        allowed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        allowed.Headers.GetValues("Access-Control-Allow-Headers").Single().ShouldContain("Authorization");
    }

    [Theory]
    [InlineData("a.js", true)]
    [InlineData("deep/b.js", true)]
    [InlineData("missing.js", false)]
    [InlineData("../secret.txt", false)]
    [InlineData("deep/../../secret.txt", false)]
    [InlineData("", false)]
    public async Task A_path_never_leads_out_of_its_folder(string path, bool found)
    {
        var around = TestFolder.New();
        var folder = Path.Combine(around, "shipped");
        Directory.CreateDirectory(Path.Combine(folder, "deep"));
        await File.WriteAllTextAsync(Path.Combine(around, "secret.txt"), "");
        await File.WriteAllTextAsync(Path.Combine(folder, "a.js"), "");
        await File.WriteAllTextAsync(Path.Combine(folder, "deep", "b.js"), "");

        (ShippedFile.Inside(folder, path) is not null).ShouldBe(found);
    }
}
