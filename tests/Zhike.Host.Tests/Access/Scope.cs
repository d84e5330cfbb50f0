using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Zhike.Host.Tests.Access;

[Collection(AtTheServer.Name)]
public sealed class Scope(BankServer server)
{
    [Fact]
    public async Task Somebody_elsewhere_in_the_tree_answers_as_if_they_did_not_exist()
    {
        using var head = await server.ProgramAsync("branch_manager");

        var elsewhere = await head.GetAsync("/api/v1/staff/stranger");
        var nowhere = await head.GetAsync("/api/v1/staff/not-there");

        elsewhere.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await elsewhere.CodeAsync()).ShouldBe(await nowhere.CodeAsync());
    }

    [Fact]
    public async Task A_head_of_a_branch_sees_their_own_part_of_the_tree()
    {
        using var head = await server.ProgramAsync("branch_manager");

        var staff = (await head.GetFromJsonAsync<JsonElement>("/api/v1/staff")).EnumerateArray().Select(s => s.GetProperty("orgPath").GetString()!);
        var tree = await head.GetFromJsonAsync<JsonElement>("/api/v1/org");

        staff.ShouldAllBe(path => path.StartsWith("/hq/north/", StringComparison.Ordinal));
        tree.GetProperty("orgPath").GetString().ShouldBe("/hq/north/");
        tree.GetProperty("children")[0].GetProperty("orgPath").GetString().ShouldBe("/hq/north/d01/");
    }

    [Fact]
    public async Task A_token_of_somebody_elses_cannot_be_revoked_by_guessing_its_number()
    {
        using var owner = await server.ProgramAsync("strategist");
        using var other = await server.ProgramAsync("auditor");
        var made = await (await owner.PostAsJsonAsync("/api/v1/tokens", new { name = "mine", days = 5 })).Content.ReadFromJsonAsync<JsonElement>();

        var answer = await other.DeleteAsync($"/api/v1/tokens/{made.GetProperty("id").GetString()}");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
