using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Zhike.Host.Tests.Http;

/// <summary>Expressions nested as nobody writes them.</summary>
[Collection(AtTheServer.Name)]
public sealed class DeepBodies(BankServer server)
{
    [Theory]
    [InlineData(21, "not.not.not", "is nested deeper than 20")]
    [InlineData(60, "not.not.not", "is nested deeper than 20")]
    [InlineData(200, "expression", "is nested deeper than 64")]
    [InlineData(100_000, "expression", "is nested deeper than 64")]
    public async Task An_expression_too_deep_to_estimate_is_refused_with_its_field_and_the_limit(int levels, string field, string why)
    {
        using var strategist = await server.ProgramAsync("strategist");

        await RefusedAsync(await strategist.PostAsync("/api/v1/segments/estimate", Json($$"""{"expression":{{Nested(levels)}}}""")), field, why);
    }

    [Theory]
    [InlineData(21, "document", "expression", "is nested deeper than 20")]
    [InlineData(200, "document", "document", "is nested deeper than 64")]
    [InlineData(100_000, "document", "document", "is nested deeper than 64")]
    [InlineData(21, "text", "expression", "is nested deeper than 20")]
    [InlineData(200, "text", "", "is nested deeper than 64")]
    [InlineData(100_000, "text", "", "is nested deeper than 64")]
    public async Task A_draft_too_deep_to_be_kept_is_refused_with_its_field_and_the_limit(int levels, string part, string field, string why)
    {
        using var strategist = await server.ProgramAsync("strategist");
        var document = $$"""{"key":"deep","name":{"zh":"深","en":"deep"},"description":{"zh":"深","en":"deep"},"owner":"x","expression":{{Nested(levels)}}}""";
        var body = part == "text" ? JsonSerializer.Serialize(new { text = document }) : $$"""{"document":{{document}}}""";

        await RefusedAsync(await strategist.PutAsync("/api/v1/definitions/segment/deep/draft", Json(body)), field, why);
        (await strategist.GetAsync("/api/v1/segments")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task RefusedAsync(HttpResponseMessage answer, string field, string why)
    {
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, problem.ToString());
        var error = problem.GetProperty("errors").EnumerateArray().First();
        error.GetProperty("field").GetString()!.ShouldStartWith(field);
        error.GetProperty("message").GetString()!.ShouldContain(why);
    }

    private static string Nested(int levels) =>
        new StringBuilder().Insert(0, "{\"not\":", levels).Append("""{"attribute":"gender","op":"eq","value":"F"}""").Append('}', levels).ToString();

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
