using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Zhike.Testing;

namespace Zhike.Faults.Tests;

/// <summary>A small synthetic bank with one live journey, set up through the front doors: the command line and the API.</summary>
internal sealed class FaultBank(string folder, Uri gateway)
{
    private const string Template =
        """
        key: fault-push
        channel: push
        name: {zh: 测试消息, en: Test message}
        title: {zh: 测试, en: Test}
        body: {zh: 这是一条测试消息。, en: This is a test message.}
        """;

    /// <summary>Who sends fault_go enters, gets two messages, and goes one of two ways.</summary>
    private const string Journey =
        """
        {"key": "fault", "name": {"zh": "测试旅程", "en": "Test journey"},
         "entry": {"condition": {"did": {"event": "fault_go"}}, "reentry": "never"},
         "holdout_percent": 10,
         "goal": {"name": {"zh": "目标", "en": "Goal"}, "within_days": 30, "condition": {"did": {"event": "fault_goal", "since": "enrolment"}}},
         "start": "first",
         "nodes": [
           {"id": "first", "kind": "send", "channel": "push", "template": "fault-push", "next": "way"},
           {"id": "way", "kind": "percent", "branches": [{"percent": 50, "next": "second"}, {"percent": 50, "next": "end"}]},
           {"id": "second", "kind": "send", "channel": "push", "template": "fault-push", "next": "end"},
           {"id": "end", "kind": "exit"}]}
        """;

    public string Data { get; } = Path.Combine(folder, "data");

    /// <summary>What every start of the server is given.</summary>
    public IReadOnlyList<string> Arguments { get; } =
    [
        "--no-demo",
        "--set", $"Catalogue={Path.Combine(folder, "catalog")}",
        "--set", "Bank:QuietFrom=00:00", "--set", "Bank:QuietTo=00:00", "--set", "Bank:NightlyAt=",
        "--set", "Channels:Push:Adapter=http", "--set", $"Channels:Push:Http:Url={gateway}", "--set", "Channels:Push:Http:Secret=fault-secret-of-the-test",
        "--set", "Channels:Push:Http:KnowsKeys=false", "--set", "Channels:LeaseSeconds=15",
        "--set", """Channels:Push:Http:Body={"requestId":"{{key}}","to":"{{to}}","content":"{{fields.body}}"}""",
    ];

    /// <summary>Makes the customers, publishes the journey; answers the write keys of event sources.</summary>
    public async Task<IReadOnlyList<string>> SetUpAsync(IReadOnlyList<string> sources, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.Combine(folder, "catalog", "templates"));
        await File.WriteAllTextAsync(Path.Combine(folder, "catalog", "templates", "fault-push.yaml"), Template, cancel);
        await ServerProcess.RunAsync(Data, ["synth", "--customers", "1000"], cancel);
        await using var server = await ServerProcess.StartAsync(Data, Arguments, cancel);
        using var admin = await ClientAsync(server, "admin", cancel);
        foreach (var person in (string[])["writer", "approver"])
        {
            await PostAsync(admin, "/api/v1/staff", new { staff = person, nameZh = person, role = "strategist", orgPath = "/hq/", password = "a long password" }, cancel);
        }

        using var writer = await ClientAsync(server, "writer", cancel);
        using var approver = await ClientAsync(server, "approver", cancel);
        using var saved = await writer.PutAsJsonAsync("/api/v1/definitions/journey/fault/draft", new { text = Journey }, cancel);
        var version = (await ReadAsync(saved, cancel)).GetProperty("version").GetInt32();
        await PostAsync(writer, $"/api/v1/definitions/journey/fault/{version}/submit", new { }, cancel);
        await PostAsync(approver, $"/api/v1/definitions/journey/fault/{version}/approve", new { }, cancel);
        var keys = new List<string>();
        foreach (var name in sources)
        {
            keys.Add((await PostAsync(admin, "/api/v1/sources", new { name, namesCustomers = true }, cancel)).GetProperty("writeKey").GetString()!);
        }

        await server.StopAsync(cancel);
        return keys;
    }

    private async Task<HttpClient> ClientAsync(ServerProcess server, string user, CancellationToken cancel)
    {
        var said = await ServerProcess.RunAsync(Data, ["token", "--user", user], cancel);
        var token = said.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[^1];
        var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, object body, CancellationToken cancel)
    {
        using var answer = await client.PostAsJsonAsync(path, body, cancel);
        return await ReadAsync(answer, cancel);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var text = await answer.Content.ReadAsStringAsync(cancel);
        return answer.IsSuccessStatusCode
            ? text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text)
            : throw new InvalidOperationException($"{answer.RequestMessage!.RequestUri!.AbsolutePath} answered {(int)answer.StatusCode}: {text}");
    }
}
