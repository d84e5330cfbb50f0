using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Host.Live;
using Zhike.Kernel;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;

namespace Zhike.Host.Tests.Live;

/// <summary>Members of a segment as a file, from the wish to the download, through the whole server.</summary>
[Collection(AtTheServer.Name)]
public sealed class Exports(BankServer server)
{
    [Fact]
    public async Task A_wish_is_approved_by_another_written_by_a_job_and_taken_once_it_is_ready()
    {
        var facts = server.Services.GetRequiredService<IFacts>();
        foreach (var sql in (string[])
        [
            "INSERT INTO customer_versions (customer_id, customer_no, opened_on, org_path, version) VALUES (990001, 'X990001', '2020-01-01', '/hq/north/d01/', 1), (990002, 'X990002', '2020-01-01', '/hq/south/', 1)",
            "INSERT INTO segment_members SELECT 'to-export', 1, toDate('2020-01-01'), now(), groupBitmapState(arrayJoin([990001, 990002]::Array(UInt64)))",
        ])
        {
            await facts.ExecuteAsync(Viewer.Bank("test"), new FactsStatement("seed", sql), CancellationToken.None);
        }

        (await server.Services.GetRequiredService<IDefinitions>().InstallAsync(
            "segment", "to-export", """{"key": "to-export", "name": {"zh": "导出", "en": "Export"}, "expression": {"attribute": "opened_on", "op": "not_null"}}""", CancellationToken.None)).OrThrow();
        using var strategist = await server.ProgramAsync("strategist");
        using var officer = await server.ProgramAsync("compliance_officer");
        using var head = await server.ProgramAsync("branch_manager");

        var asked = await (await strategist.PostAsJsonAsync(
            "/api/v1/member-exports", new { segment = "to-export", columns = new[] { "customer_no", "outlet" }, purpose = "回访名单", format = "csv" })).Content.ReadFromJsonAsync<JsonElement>();
        var (id, revision) = (asked.GetProperty("id").GetString(), asked.GetProperty("revision").GetInt64());
        // The branch's head may approve, but not what reaches beyond the branch.
        (await head.PostAsJsonAsync($"/api/v1/member-exports/{id}/approve", new { revision })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await strategist.PostAsJsonAsync($"/api/v1/member-exports/{id}/approve", new { revision })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await officer.PostAsJsonAsync($"/api/v1/member-exports/{id}/approve", new { revision })).StatusCode.ShouldBe(HttpStatusCode.OK);
        await server.Services.GetRequiredService<ExportRuns>().RunDueAsync(CancellationToken.None);

        using var file = await strategist.GetAsync($"/api/v1/member-exports/{id}/file");
        var text = await file.Content.ReadAsStringAsync();
        file.Content.Headers.ContentDisposition!.FileName.ShouldStartWith("to-export-20200101-");
        text.ShouldContain("X990001,");
        text.ShouldContain("X990002,");
        (await officer.GetAsync($"/api/v1/member-exports/{id}/file")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await head.GetAsync($"/api/v1/member-exports/{id}/file")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var code = text.Split("\r\n").Single(l => l.StartsWith("X990002", StringComparison.Ordinal)).Split(',')[2];
        (await officer.GetFromJsonAsync<JsonElement>($"/api/v1/member-exports/trace?code={code}")).GetProperty("customerNos")[0].GetString().ShouldBe("X990002");
        var trail = await officer.GetFromJsonAsync<JsonElement>("/api/v1/audit?action=export_downloaded&size=200");
        trail.GetProperty("items").EnumerateArray().Count(e => e.GetProperty("subject").GetString() == $"export/{id}").ShouldBe(1);
    }
}
