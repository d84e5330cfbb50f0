using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Zhike.Testing;

namespace Zhike.Host.Tests.Setup;

/// <summary>The synthetic bank is there to try everything on: of a tag that is nothing for everybody nothing can be seen.</summary>
public sealed class TagsOfSyntheticBank
{
    [Fact]
    public async Task Every_shipped_tag_says_something_of_somebody()
    {
        var data = TestFolder.New();
        await ServerProcess.RunAsync(data, ["synth", "--customers", "20000"], CancellationToken.None);
        await ServerProcess.RunAsync(data, ["run-day", "2026-06-30"], CancellationToken.None);
        await using var server = await ServerProcess.StartAsync(data, ["--no-demo", "--set", "Bank:NightlyAt="], CancellationToken.None);
        var token = await ServerProcess.RunAsync(data, ["token", "--user", "admin"], CancellationToken.None);
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", token.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[^1]);

        var tags = await http.GetFromJsonAsync<JsonElement>("/api/v1/tags");

        tags.GetArrayLength().ShouldBeGreaterThan(100);
        tags.EnumerateArray().Where(t => t.GetProperty("coverage").GetDouble() == 0).Select(t => t.GetProperty("key").GetString()).ShouldBeEmpty();
    }
}
