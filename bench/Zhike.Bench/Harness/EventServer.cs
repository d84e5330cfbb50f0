using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Zhike.Testing;

namespace Zhike.Bench.Harness;

/// <summary>The real server in a process of its own over a bank of a thousand customers, with a source that may send events.</summary>
internal sealed class EventServer : IAsyncDisposable
{
    private static readonly string[] Arguments = ["--no-demo", "--set", "Bank:NightlyAt=", "--set", "Logging:LogLevel:Default=Warning"];
    private readonly ServerProcess _process;

    private EventServer(ServerProcess process, string writeKey) => (_process, WriteKey) = (process, writeKey);

    public Uri Address => _process.Address;

    public string WriteKey { get; }

    /// <summary>The most it ever had resident.</summary>
    public long PeakMemory => ResultTable.PeakMemory(_process.Id);

    public TimeSpan ProcessorTime
    {
        get
        {
            using var process = Process.GetProcessById(_process.Id);
            return process.TotalProcessorTime;
        }
    }

    public static async Task<EventServer> StartAsync(Bank bank, CancellationToken cancel)
    {
        var data = Path.Combine(bank.WorkFolder, "intake");
        // A bank of an earlier run would spend this one deleting what that one left.
        if (Directory.Exists(data))
        {
            Directory.Delete(data, recursive: true);
        }

        await ServerProcess.RunAsync(data, ["synth", "--customers", "1000"], cancel).ConfigureAwait(false);
        var process = await ServerProcess.StartAsync(data, Arguments, cancel).ConfigureAwait(false);
        return new EventServer(process, await KeyAsync(process.Address, data, cancel).ConfigureAwait(false));
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<string> KeyAsync(Uri address, string data, CancellationToken cancel)
    {
        var said = await ServerProcess.RunAsync(data, ["token", "--user", "admin"], cancel).ConfigureAwait(false);
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", said.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[^1]);
        var name = string.Create(CultureInfo.InvariantCulture, $"bench-{Stopwatch.GetTimestamp()}");
        using var made = await http.PostAsJsonAsync("/api/v1/sources", new { name }, cancel).ConfigureAwait(false);
        made.EnsureSuccessStatusCode();
        return (await made.Content.ReadFromJsonAsync<JsonElement>(cancel).ConfigureAwait(false)).GetProperty("writeKey").GetString()!;
    }
}
