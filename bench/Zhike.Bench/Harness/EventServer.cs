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

    private EventServer(ServerProcess process, string token, string writeKey) => (_process, Token, WriteKey) = (process, token, writeKey);

    public Uri Address => _process.Address;

    public string WriteKey { get; }

    /// <summary>Of somebody who may see everything.</summary>
    public string Token { get; }

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

    public static Task<EventServer> StartAsync(Bank bank, CancellationToken cancel) => StartAsync(bank, "intake", 1_000, night: null, cancel);

    /// <param name="night">The last business date of the bank, with its nightly run; null: another one, without any run.</param>
    public static async Task<EventServer> StartAsync(Bank bank, string folder, int customers, DateOnly? night, CancellationToken cancel)
    {
        var data = Path.Combine(bank.WorkFolder, folder);
        // A bank of an earlier run would spend this one deleting what that one left.
        if (Directory.Exists(data))
        {
            Directory.Delete(data, recursive: true);
        }

        var (size, day) = (customers.ToString(CultureInfo.InvariantCulture), night?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await ServerProcess.RunAsync(data, ["synth", "--customers", size, .. day is null ? (string[])[] : ["--as-of", day]], cancel).ConfigureAwait(false);
        if (day is not null)
        {
            await ServerProcess.RunAsync(data, ["run-day", day], cancel).ConfigureAwait(false);
        }

        var process = await ServerProcess.StartAsync(data, Arguments, cancel).ConfigureAwait(false);
        var said = await ServerProcess.RunAsync(data, ["token", "--user", "admin"], cancel).ConfigureAwait(false);
        var token = said.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[^1];
        return new EventServer(process, token, await KeyAsync(process.Address, token, cancel).ConfigureAwait(false));
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<string> KeyAsync(Uri address, string token, CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var name = string.Create(CultureInfo.InvariantCulture, $"bench-{Stopwatch.GetTimestamp()}");
        using var made = await http.PostAsJsonAsync("/api/v1/sources", new { name }, cancel).ConfigureAwait(false);
        made.EnsureSuccessStatusCode();
        return (await made.Content.ReadFromJsonAsync<JsonElement>(cancel).ConfigureAwait(false)).GetProperty("writeKey").GetString()!;
    }
}
