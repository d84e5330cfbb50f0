using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Zhike.Host.Tests.Setup;

[Collection(AtTheServer.Name)]
public sealed class Definitions(BankServer server)
{
    private const string Template = "key: hello\nchannel: sms\nname: {zh: 问候, en: Hello}\ntext: '您好。拒收请回复R【{{bank.name}}】'\n";

    [Fact]
    public async Task A_definition_goes_live_when_a_second_person_approves_it()
    {
        using var author = await server.ProgramAsync("strategist");
        using var second = await server.ProgramAsync("second");
        var draft = await author.PutAsJsonAsync("/api/v1/definitions/template/hello/draft", new { text = Template, revision = 0 });
        draft.StatusCode.ShouldBe(HttpStatusCode.OK, await draft.Content.ReadAsStringAsync());
        var version = (await draft.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("version").GetInt32();
        (await author.PostAsJsonAsync($"/api/v1/definitions/template/hello/{version}/submit", new { })).StatusCode.ShouldBe(HttpStatusCode.OK);

        var own = await author.PostAsJsonAsync($"/api/v1/definitions/template/hello/{version}/approve", new { });
        var other = await second.PostAsJsonAsync($"/api/v1/definitions/template/hello/{version}/approve", new { });

        own.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await own.CodeAsync()).ShouldBe("approver_is_author");
        other.StatusCode.ShouldBe(HttpStatusCode.OK, await other.Content.ReadAsStringAsync());
        (await other.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString().ShouldBe("live");
    }

    [Fact]
    public async Task A_malformed_document_is_refused_with_its_place()
    {
        using var author = await server.ProgramAsync("strategist");

        var answer = await author.PutAsJsonAsync("/api/v1/definitions/template/odd/draft", new { text = "key: [", revision = 0 });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_kind_that_does_not_exist_is_not_found()
    {
        using var author = await server.ProgramAsync("strategist");

        (await author.PutAsJsonAsync("/api/v1/definitions/poem/odd/draft", new { text = "key: odd" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
