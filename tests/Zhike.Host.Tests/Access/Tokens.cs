using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Host.Tokens;
using Zhike.Storage.Records;

namespace Zhike.Host.Tests.Access;

[Collection(AtTheServer.Name)]
public sealed class Tokens(BankServer server)
{
    [Fact]
    public async Task An_expired_token_is_refused_with_its_day_and_the_cure()
    {
        using var program = await server.ProgramAsync("strategist");
        server.Clock.Advance(TimeSpan.FromDays(2));

        var answer = await program.GetAsync("/api/v1/session");

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("code").GetString().ShouldBe("token_expired");
        problem.GetProperty("detail").GetString()!.ShouldContain("zhike token --user");
    }

    [Fact]
    public async Task A_revoked_token_is_refused_at_once()
    {
        using var program = await server.ProgramAsync("strategist");
        var made = await (await program.PostAsJsonAsync("/api/v1/tokens", new { name = "short-lived", days = 5 })).Content.ReadFromJsonAsync<JsonElement>();
        using var other = new HttpClient { BaseAddress = server.Address };
        other.DefaultRequestHeaders.Authorization = new("Bearer", made.GetProperty("token").GetString());
        (await other.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await program.DeleteAsync($"/api/v1/tokens/{made.GetProperty("id").GetString()}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var answer = await other.GetAsync("/api/v1/session");
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await answer.CodeAsync()).ShouldBe("token_revoked");
    }

    [Fact]
    public async Task The_store_holds_no_token_only_its_hash()
    {
        var tokens = server.Services.GetRequiredService<AccessTokens>();
        var (value, token) = (await tokens.MakeAsync("strategist", "hidden", TimeSpan.FromDays(1), "system", CancellationToken.None)).OrThrow();

        await using var context = server.Services.GetRequiredService<IRecords>().Open();
        var stored = await context.Set<TokenRecord>().SingleAsync(t => t.Id == token.Id);

        JsonSerializer.Serialize(stored).ShouldNotContain(value);
        JsonSerializer.Serialize(stored).ShouldNotContain(value["zk_".Length..]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    public async Task A_life_that_no_token_may_have_is_refused_with_its_field(int days)
    {
        using var program = await server.ProgramAsync("strategist");

        var answer = await program.PostAsJsonAsync("/api/v1/tokens", new { name = "odd", days });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("errors")[0].GetProperty("field").GetString().ShouldBe("days");
    }

    [Fact]
    public async Task Only_an_administrator_makes_tokens_for_others()
    {
        using var strategist = await server.ProgramAsync("strategist");
        using var administrator = await server.ProgramAsync("administrator");

        (await strategist.PostAsJsonAsync("/api/v1/tokens", new { name = "x", days = 1, staff = "auditor" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await administrator.PostAsJsonAsync("/api/v1/tokens", new { name = "x", days = 1, staff = "auditor" })).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
