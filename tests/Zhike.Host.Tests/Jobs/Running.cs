using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Zhike.Host.Tests.Jobs;

[Collection(AtTheServer.Name)]
public sealed class Running(BankServer server)
{
    [Fact]
    public async Task A_job_runs_to_its_end_and_its_summary_stays()
    {
        using var administrator = await server.ProgramAsync("administrator");

        var job = await EndAsync(administrator, "synth", new { customers = 1000 });

        job.GetProperty("state").GetString().ShouldBe("done", job.GetProperty("message").GetString());
        job.GetProperty("message").GetString()!.ShouldContain("1,000");
        var again = await EndAsync(administrator, "synth", new { customers = 1000 });
        again.GetProperty("state").GetString().ShouldBe("failed");
        again.GetProperty("message").GetString()!.ShouldContain("customers already");
        (await administrator.GetFromJsonAsync<JsonElement>("/api/v1/jobs")).GetProperty("total").GetInt64().ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task A_verb_that_no_room_offers_is_refused_with_those_that_are()
    {
        using var administrator = await server.ProgramAsync("administrator");

        var answer = await administrator.PostAsJsonAsync("/api/v1/jobs", new { verb = "fly", arguments = new { } });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("import");
    }

    [Fact]
    public async Task A_strategist_may_not_read_files_of_the_server_through_an_import()
    {
        using var strategist = await server.ProgramAsync("strategist");

        var answer = await strategist.PostAsJsonAsync("/api/v1/jobs", new { verb = "import", arguments = new { mapping = "/etc/passwd" } });

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<JsonElement> EndAsync(HttpClient client, string verb, object arguments)
    {
        var started = await (await client.PostAsJsonAsync("/api/v1/jobs", new { verb, arguments })).Content.ReadFromJsonAsync<JsonElement>();
        while (true)
        {
            var job = await client.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{started.GetProperty("jobId").GetString()}");
            if (job.GetProperty("state").GetString() is not ("queued" or "running"))
            {
                return job;
            }

            await Task.Yield();
        }
    }
}
