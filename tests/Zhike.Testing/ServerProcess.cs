using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Zhike.Testing;

/// <summary>The real program in a process of its own, on a data folder: what a kill -9 hits.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(90);
    private readonly Process _process;
    private readonly StringBuilder _said;

    private ServerProcess(Process process, StringBuilder said, Uri address, TimeSpan firstPage, TimeSpan started) =>
        (_process, _said, Address, FirstPageIn, StartedIn) = (process, said, address, firstPage, started);

    public Uri Address { get; }

    /// <summary>From the begin of the process to the first answer to a request for its page.</summary>
    public TimeSpan FirstPageIn { get; }

    /// <summary>From the begin of the process to "ready".</summary>
    public TimeSpan StartedIn { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it wrote to the terminal.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Runs `zhike up` on a free port and waits until it is ready.</summary>
    public static async Task<ServerProcess> StartAsync(string data, IEnumerable<string> arguments, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        var announced = Path.Combine(data, "run.json");
        File.Delete(announced);
        var (process, said) = Begin(["up", "--data", data, "--port", "0", .. arguments]);
        using var http = new HttpClient();
        TimeSpan? firstPage = null;
        while (clock.Elapsed < StartMax && !process.HasExited)
        {
            if (firstPage is null && await AnswersAsync(http, announced, "/", cancel) is { Status: < HttpStatusCode.InternalServerError })
            {
                firstPage = clock.Elapsed;
            }

            if (firstPage is not null && await AnswersAsync(http, announced, "/health/ready", cancel) is { Status: HttpStatusCode.OK, Address: { } address })
            {
                return new ServerProcess(process, said, address, firstPage.Value, clock.Elapsed);
            }

            await Task.Delay(10, cancel);
        }

        process.Kill();
        throw new InvalidOperationException($"The server did not become ready within {StartMax.TotalSeconds} s. It said: {said}");
    }

    /// <summary>Runs another verb to its end and answers what it printed; throws when it failed.</summary>
    public static async Task<string> RunAsync(string data, IEnumerable<string> arguments, CancellationToken cancel)
    {
        var (process, said) = Begin([.. arguments, "--data", data]);
        using (process)
        {
            await process.WaitForExitAsync(cancel);
            return process.ExitCode == 0 ? said.ToString() : throw new InvalidOperationException($"zhike {string.Join(' ', arguments)} ended with {process.ExitCode}: {said}");
        }
    }

    /// <summary>Begins another verb and kills it (-9) a while after it said a word so many times; answers whether it had ended before.</summary>
    public static async Task<bool> RunAndKillAsync(string data, IEnumerable<string> arguments, string word, int times, TimeSpan after)
    {
        var (process, said) = Begin([.. arguments, "--data", data]);
        using (process)
        {
            var ended = process.WaitForExitAsync();
            while (!ended.IsCompleted && !Heard())
            {
                await Task.Delay(5);
            }

            if (await Task.WhenAny(ended, Task.Delay(after)) != ended && !process.HasExited)
            {
                process.Kill();
                await ended;
                return false;
            }

            await ended;
            return process.ExitCode == 0 ? true : throw new InvalidOperationException($"zhike {string.Join(' ', arguments)} ended with {process.ExitCode}: {said}");
        }

        bool Heard()
        {
            lock (said)
            {
                return said.ToString().Split(word).Length > times;
            }
        }
    }

    /// <summary>kill -9: nothing is flushed, no handler runs.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, as a service manager does, and answers its exit code.</summary>
    public async Task<int> StopAsync(CancellationToken cancel)
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(cancel);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static (Process Process, StringBuilder Said) Begin(IEnumerable<string> arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Zhike.Host.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // What steers the tests is no option of the program.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("ZHIKE_TEST_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        var said = new StringBuilder();
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return (process, said);

        void Hear(string? line)
        {
            lock (said)
            {
                said.AppendLine(line);
            }
        }
    }

    private static async Task<(Uri Address, HttpStatusCode Status)?> AnswersAsync(HttpClient http, string announced, string path, CancellationToken cancel)
    {
        try
        {
            using var told = JsonDocument.Parse(await File.ReadAllTextAsync(announced, cancel));
            var address = new Uri(told.RootElement.GetProperty("address").GetString()!);
            using var answer = await http.GetAsync(new Uri(address, path), cancel);
            return (address, answer.StatusCode);
        }
        catch (Exception notYet) when (notYet is IOException or JsonException or HttpRequestException)
        {
            return null;
        }
    }
}
