using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Host.Live;

namespace Zhike.Host.Tests.Sources;

/// <summary>A source from its mapping file to the customers it brought, over HTTP and by the server's own turns.</summary>
[Collection(AtTheServer.Name)]
public sealed class BatchSources(BankServer server)
{
    private const string Api = "/api/v1/data-sources";

    [Fact]
    public async Task A_mapping_in_the_folder_is_listed_scheduled_run_when_its_file_comes_and_traced()
    {
        using var administrator = await server.ProgramAsync("administrator");
        var folder = Path.Combine(server.DataFolder, "sources", "in");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(
            Path.Combine(server.DataFolder, "sources", "people.yaml"),
            "mapping: people\nsource: {drop: {folder: in, pattern: 'people_*.csv'}}\ntarget: customers\ncolumns: {customer_no: no, opened_on: since}\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "people_1.csv"), "no,since\nSRC00001,2020-01-01\nSRC00002,never\n");

        var listed = await SourceAsync(administrator);
        (listed.GetProperty("watched").GetBoolean(), listed.GetProperty("waiting")[0].GetProperty("announced").GetBoolean()).ShouldBe((true, false));
        var scheduled = await administrator.PutAsJsonAsync($"{Api}/schedule", new { source = "people.yaml", cron = "", enabled = true, revision = 0 });
        scheduled.StatusCode.ShouldBe(HttpStatusCode.OK);

        await File.WriteAllTextAsync(Path.Combine(folder, "people_1.csv.ok"), "2");
        await TurnAsync();

        File.Exists(Path.Combine(folder, "done", "people_1.csv.report.json")).ShouldBeTrue();
        var run = (await administrator.GetFromJsonAsync<JsonElement>($"{Api}/runs?source=people.yaml")).GetProperty("items")[0];
        (run.GetProperty("cause").GetString(), run.GetProperty("accepted").GetInt64(), run.GetProperty("refused").GetInt64()).ShouldBe(("Folder", 1, 1));
        var refusals = await administrator.GetFromJsonAsync<JsonElement>($"{Api}/runs/{run.GetProperty("id").GetString()}/refusals");
        (refusals[0].GetProperty("row").GetInt64(), refusals[0].GetProperty("columnName").GetString()).ShouldBe((2, "opened_on"));
        var jobs = (await administrator.GetFromJsonAsync<JsonElement>("/api/v1/jobs?size=200")).GetProperty("items").EnumerateArray();
        jobs.ShouldContain(j => j.GetProperty("verb").GetString() == "source" && j.GetProperty("state").GetString() == "done");
        (await SourceAsync(administrator)).GetProperty("lastOutcome").GetString().ShouldBe("done");
    }

    [Fact]
    public async Task A_strategist_may_not_start_an_import_that_names_a_file_of_the_server()
    {
        using var strategist = await server.ProgramAsync("strategist");

        var answer = await strategist.PostAsJsonAsync("/api/v1/imports", new { mapping = "/etc/passwd" });

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_is_no_source_or_no_schedule_is_refused_with_its_field()
    {
        using var administrator = await server.ProgramAsync("administrator");

        (await administrator.GetAsync(new Uri($"{Api}/mapping?source=../records.db", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await administrator.GetAsync(new Uri($"{Api}/runs/none", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await administrator.GetAsync(new Uri($"{Api}/runs?page=0", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await administrator.GetAsync(new Uri($"{Api}/next?cron=99%20*%20*%20*%20*", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var next = await administrator.GetFromJsonAsync<JsonElement>($"{Api}/next?cron=30%202%20*%20*%20*");
        next.GetProperty("next").GetArrayLength().ShouldBe(5);
    }

    private static async Task<JsonElement> SourceAsync(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonElement>(Api)).GetProperty("sources").EnumerateArray().Single(s => s.GetProperty("source").GetString() == "people.yaml");

    /// <summary>The server's own loop may be quicker: then nothing is due any more.</summary>
    private async Task TurnAsync()
    {
        var runs = server.Services.GetRequiredService<SourceRuns>();
        while (File.Exists(Path.Combine(server.DataFolder, "sources", "in", "people_1.csv.ok")))
        {
            await runs.RunDueAsync(CancellationToken.None);
        }
    }
}
