using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Zhike.Testing;

namespace Zhike.Sdk.Tests;

/// <summary>The real program with a small synthetic bank and one source of events.</summary>
public sealed class SdkServer : IAsyncLifetime
{
    private readonly string _data = Path.Combine(TestFolder.New(), "data");
    private ServerProcess? _server;
    private string _token = "";

    public Uri Address => _server!.Address;

    public string WriteKey { get; private set; } = "";

    public static string ClientFolder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!Directory.Exists(Path.Combine(folder!.FullName, "tests", "clients", "tracking")))
            {
                folder = folder.Parent;
            }

            return Path.Combine(folder.FullName, "tests", "clients", "tracking");
        }
    }

    public async Task InitializeAsync()
    {
        if (!Directory.Exists(Path.Combine(ClientFolder, "node_modules", "sa-sdk-node")))
        {
            await NpmAsync(ClientFolder, "install", "--no-save", "--silent", "--no-audit", "--no-fund");
        }

        var ours = Path.GetFullPath(Path.Combine(ClientFolder, "..", "..", "..", "sdk"));
        if (!File.Exists(Path.Combine(ours, "dist", "zhike.js")))
        {
            await NpmAsync(ours, "install", "--no-save", "--silent", "--no-audit", "--no-fund");
            await NpmAsync(ours, "run", "build");
        }

        await ServerProcess.RunAsync(_data, ["synth", "--customers", "1000"], CancellationToken.None);
        _server = await ServerProcess.StartAsync(_data, ["--no-demo"], CancellationToken.None);
        var said = await ServerProcess.RunAsync(_data, ["token", "--user", "admin"], CancellationToken.None);
        _token = said.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[^1];
        using var admin = new HttpClient { BaseAddress = Address };
        admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        using var made = await admin.PostAsJsonAsync("/api/v1/sources", new { name = "sdk" });
        WriteKey = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("writeKey").GetString()!;
    }

    private static async Task NpmAsync(string folder, params string[] arguments)
    {
        using var npm = Process.Start(new ProcessStartInfo("npm", arguments) { WorkingDirectory = folder })!;
        await npm.WaitForExitAsync();
        npm.ExitCode.ShouldBe(0);
    }

    /// <summary>"name count distinct" of every name among the events of a customer that came from SDKs.</summary>
    public async Task<IReadOnlyList<string>> EventsOfAsync(int customer)
    {
        using var analyst = new HttpClient { BaseAddress = Address };
        analyst.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"x:{_token}")));
        using var asked = new StringContent(
            $"SELECT concat(name, ' ', toString(count()), ' ', toString(uniqExact(event_id))) FROM events WHERE source = 'sdk' AND customer_id = {customer} GROUP BY name ORDER BY name FORMAT TSV");
        using var answer = await analyst.PostAsync("/clickhouse/", asked);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
