using System.Net.Http.Json;
using System.Text.Json;

namespace Zhike.Host.Tests.SignIn;

[Collection(AtTheServer.Name)]
public sealed class Trail(BankServer server)
{
    [Fact]
    public async Task Sign_ins_good_and_bad_are_in_the_audit_trail_and_its_chain_holds()
    {
        using var auditor = await server.SignedInAsync("auditor");
        using var guesser = server.Browser();
        await guesser.PostAsJsonAsync("/api/v1/session", new { user = "second", password = "wrong" });
        server.Clock.Advance(TimeSpan.FromMinutes(16));

        var entries = (await auditor.GetFromJsonAsync<JsonElement>("/api/v1/audit?size=200")).GetProperty("items").EnumerateArray()
            .Select(e => (Staff: e.GetProperty("staff").GetString(), Action: e.GetProperty("action").GetString())).ToList();
        var check = await auditor.GetFromJsonAsync<JsonElement>("/api/v1/audit/check");

        entries.ShouldContain(("auditor", "signed_in"));
        entries.ShouldContain(("second", "sign_in_refused"));
        check.GetProperty("ok").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Changes_of_people_and_tokens_are_in_the_audit_trail()
    {
        using var administrator = await server.SignedInAsync("administrator");
        using var added = await administrator.PostAsJsonAsync(
            "/api/v1/staff", new { staff = "newcomer", nameZh = "新人", role = "customer_manager", orgPath = "/hq/north/d01/", password = "long enough 1" });
        added.EnsureSuccessStatusCode();
        var revision = (await added.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("revision").GetInt64();
        (await administrator.PutAsJsonAsync("/api/v1/staff/newcomer", new { revision, active = false })).EnsureSuccessStatusCode();
        var token = await (await administrator.PostAsJsonAsync("/api/v1/tokens", new { name = "t", days = 3 })).Content.ReadFromJsonAsync<JsonElement>();
        (await administrator.DeleteAsync($"/api/v1/tokens/{token.GetProperty("id").GetString()}")).EnsureSuccessStatusCode();

        var actions = (await administrator.GetFromJsonAsync<JsonElement>("/api/v1/audit?staff=administrator&size=200")).GetProperty("items").EnumerateArray()
            .Select(e => e.GetProperty("action").GetString()).ToList();

        actions.ShouldBeSubsetOf(["signed_in", "signed_out", "staff_added", "staff_changed", "token_made", "token_revoked", "job_started", "job_cancelled", "source_created"]);
        foreach (var action in new[] { "staff_added", "staff_changed", "token_made", "token_revoked" })
        {
            actions.ShouldContain(action);
        }
    }
}
