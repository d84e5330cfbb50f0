using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Embedded;
using Zhike.Testing;

namespace Zhike.Faults.Tests;

/// <summary>A disk of its own (as root on Linux, a tmpfs) that is filled under the running server.</summary>
public sealed class FillingTheDisk
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_full_disk_refuses_events_says_so_and_everything_goes_on_when_there_is_room()
    {
        var disk = TestFolder.New();
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=700m", "tmpfs", disk);
        try
        {
            var (data, ballast) = (Path.Combine(disk, "data"), Path.Combine(disk, "ballast"));
            Directory.CreateDirectory(data);
            await using var server = await ServerProcess.StartAsync(data, ["--no-demo", "--set", "Disk:ReserveMiB=128"], CancellationToken.None);
            using var events = await EventsAsync(data, server);
            var acknowledged = 0;
            acknowledged += await SendAsync(events) == HttpStatusCode.OK ? 1 : 0;

            Fill(ballast);
            (await UntilAsync(events, "/health/ready", HttpStatusCode.ServiceUnavailable)).ShouldBe("disk full\n");
            using (var refused = await events.PostAsJsonAsync("/v1/track", Event()))
            {
                refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
                refused.Headers.RetryAfter.ShouldNotBeNull();
                (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("disk_full");
            }

            File.Delete(ballast);
            (await UntilAsync(events, "/health/ready", HttpStatusCode.OK)).ShouldBe("ready\n");
            acknowledged += await SendAsync(events) == HttpStatusCode.OK ? 1 : 0;
            acknowledged.ShouldBe(2);
            await server.StopAsync(CancellationToken.None);

            using var engine = EmbeddedEngine.Start(Path.Combine(data, "facts"));
            using var facts = new EmbeddedFacts(engine, "zhike", NullLogger<EmbeddedFacts>.Instance);
            (await facts.CountAsync(Viewer.Bank("fault test"), new FactsStatement("count", "SELECT count() FROM events WHERE name = 'still_here'"), CancellationToken.None)).ShouldBe(2UL);
        }
        finally
        {
            await RunAsync("umount", "-l", disk);
        }
    }

    private static async Task<HttpClient> EventsAsync(string data, ServerProcess server)
    {
        var said = await ServerProcess.RunAsync(data, ["token", "--user", "admin"], CancellationToken.None);
        using var admin = new HttpClient { BaseAddress = server.Address };
        admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", said.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[^1]);
        using var made = await admin.PostAsJsonAsync("/api/v1/sources", new { name = "disk" });
        var key = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("writeKey").GetString();
        var events = new HttpClient { BaseAddress = server.Address };
        events.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{key}:")));
        return events;
    }

    private static object Event() => new { userId = "somebody", @event = "still_here" };

    private static async Task<HttpStatusCode> SendAsync(HttpClient events)
    {
        using var answer = await events.PostAsJsonAsync("/v1/track", Event());
        return answer.StatusCode;
    }

    private static async Task<string> UntilAsync(HttpClient http, string path, HttpStatusCode expected)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            if (answer.StatusCode == expected || clock.Elapsed > Patience)
            {
                answer.StatusCode.ShouldBe(expected);
                return await answer.Content.ReadAsStringAsync();
            }

            await Task.Delay(100);
        }
    }

    /// <summary>Down to the last page: also the reserve is taken.</summary>
    private static void Fill(string ballast)
    {
        using var file = new FileStream(ballast, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[64 << 10];
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // No room is left: what was asked for.
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, "this test mounts a small disk and so needs root");
    }
}
