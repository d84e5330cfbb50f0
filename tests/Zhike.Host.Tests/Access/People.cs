using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Zhike.Host.Tests.Access;

[Collection(AtTheServer.Name)]
public sealed class People(BankServer server)
{
    [Fact]
    public async Task Somebody_who_leaves_is_out_at_once()
    {
        using var administrator = await server.ProgramAsync("administrator");
        var added = await (await administrator.PostAsJsonAsync(
            "/api/v1/staff", new { staff = "leaver", nameZh = "离职", role = "auditor", orgPath = "/hq/", password = BankServer.Password })).Content.ReadFromJsonAsync<JsonElement>();
        using var leaver = await server.SignedInAsync("leaver");
        using var program = await server.ProgramAsync("leaver");
        var revision = (await administrator.GetFromJsonAsync<JsonElement>("/api/v1/staff/leaver")).GetProperty("revision").GetInt64();

        (await administrator.PutAsJsonAsync("/api/v1/staff/leaver", new { revision, active = false })).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await leaver.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await program.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        added.GetProperty("role").GetString().ShouldBe("auditor");
    }

    [Fact]
    public async Task Nobody_takes_away_their_own_rights()
    {
        using var administrator = await server.ProgramAsync("administrator");
        var revision = (await administrator.GetFromJsonAsync<JsonElement>("/api/v1/staff/administrator")).GetProperty("revision").GetInt64();

        var answer = await administrator.PutAsJsonAsync("/api/v1/staff/administrator", new { revision, role = "auditor", active = false });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()).ShouldBe(["role", "active"]);
    }

    [Fact]
    public async Task The_audit_trail_says_what_a_change_of_a_person_was()
    {
        using var administrator = await server.SignedInAsync("administrator");
        var added = await (await administrator.PostAsJsonAsync(
            "/api/v1/staff", new { staff = "mover", nameZh = "调动", role = "customer_manager", orgPath = "/hq/north/d01/", password = BankServer.Password })).Content.ReadFromJsonAsync<JsonElement>();
        using var mover = await server.SignedInAsync("mover");
        var revision = added.GetProperty("revision").GetInt64();

        var renamed = await (await administrator.PutAsJsonAsync("/api/v1/staff/mover", new { revision = await RevisionAsync(), nameZh = "调动人" })).Content.ReadFromJsonAsync<JsonElement>();
        (await mover.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var moved = await administrator.PutAsJsonAsync("/api/v1/staff/mover", new { revision = renamed.GetProperty("revision").GetInt64(), role = "outlet_manager", orgPath = "/hq/north/" });
        moved.StatusCode.ShouldBe(HttpStatusCode.OK);

        (await mover.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var trail = (await administrator.GetFromJsonAsync<JsonElement>("/api/v1/audit?staff=administrator&action=staff_changed&size=200")).GetProperty("items").EnumerateArray()
            .Where(e => e.GetProperty("subject").GetString() == "staff/mover").Select(e => e.GetProperty("detail").GetString()).ToList();
        trail.ShouldBe(["role customer_manager → outlet_manager, org /hq/north/d01/ → /hq/north/", "name 调动 → 调动人"]);
        revision.ShouldBeGreaterThan(0);

        async Task<long> RevisionAsync() => (await administrator.GetFromJsonAsync<JsonElement>("/api/v1/staff/mover")).GetProperty("revision").GetInt64();
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_new_person_is_said_at_once()
    {
        using var administrator = await server.ProgramAsync("administrator");

        var answer = await administrator.PostAsJsonAsync("/api/v1/staff", new { staff = "Not OK", nameZh = "", role = "king", orgPath = "nowhere", password = "short" });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()).ShouldBe(["staff", "nameZh", "role", "orgPath", "password"]);
    }

    [Fact]
    public async Task A_change_of_what_somebody_else_changed_meanwhile_is_refused()
    {
        using var administrator = await server.ProgramAsync("administrator");
        var read = await administrator.GetFromJsonAsync<JsonElement>("/api/v1/staff/second");
        var revision = read.GetProperty("revision").GetInt64();

        (await administrator.PutAsJsonAsync("/api/v1/staff/second", new { revision, nameZh = "改一" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        var late = await administrator.PutAsJsonAsync("/api/v1/staff/second", new { revision, nameZh = "改二" });

        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await late.CodeAsync()).ShouldBe("changed_meanwhile");
    }
}
