using System.Diagnostics;
using System.Globalization;
using Zhike.Channels.Tests.World;
using Zhike.Testing;

namespace Zhike.Channels.Tests.Queue;

/// <summary>A process that delivers is killed again and again while a gateway makes trouble; in the end every message went on to
/// its customer exactly once, and the facts say so once.</summary>
public sealed class KillTests
{
    private const int Messages = 600;
    private const int Kills = 8;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task No_message_is_lost_or_sent_twice_through_kills_at_any_moment(string store)
    {
        var records = store == "sqlite" ? "" : (await TestRecords.EmptyPostgresAsync()).Text;
        await using var gateway = await LocalGateway.StartAsync();
        gateway.Behaviour = (key, nth) => nth > 1 ? "ok" : (key[^1] % 5) switch { 0 => "500", 1 => "broken after", _ => "ok" };
        var folder = TestFolder.New();
        var chance = new Random(20260331);

        for (var run = 0; run < Kills; run++)
        {
            using var worker = Start(folder, gateway.Url, minutesAhead: run * 10, records);
            await ReadyAsync(worker);
            await UntilMoreAsync(gateway, chance.Next(5, 60));
            await Task.Delay(chance.Next(0, 40));
            worker.Kill();
            await worker.WaitForExitAsync();
        }

        using var last = Start(folder, gateway.Url, minutesAhead: Kills * 10, records);
        await ReadyAsync(last);
        var done = last.WaitForExitAsync();
        (await Task.WhenAny(done, Task.Delay(TimeSpan.FromMinutes(3)))).ShouldBe(done, $"{gateway.Taken.Count} of {Messages} arrived");

        last.ExitCode.ShouldBe(0);
        gateway.Taken.Count.ShouldBe(Messages);
        gateway.Requests.GroupBy(r => r.Key).ShouldAllBe(g => g.Select(r => r.Body).Distinct().Count() == 1);
        gateway.Requests.Count.ShouldBeGreaterThan(Messages);
    }

    private static Process Start(string folder, Uri gateway, int minutesAhead, string records) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "Zhike.Channels.Worker.dll"), folder, gateway.ToString(), Messages.ToString(CultureInfo.InvariantCulture),
            minutesAhead.ToString(CultureInfo.InvariantCulture), records,
        ])
    { RedirectStandardOutput = true })!;

    private static async Task ReadyAsync(Process worker)
    {
        while (await worker.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == "ready")
            {
                _ = worker.StandardOutput.ReadToEndAsync();
                return;
            }
        }

        throw new InvalidOperationException("The worker ended before it was ready.");
    }

    private static async Task UntilMoreAsync(LocalGateway gateway, int more)
    {
        var (from, limit) = (gateway.Requests.Count, Stopwatch.StartNew());
        while (gateway.Requests.Count < from + more && limit.Elapsed < TimeSpan.FromSeconds(10))
        {
            await Task.Delay(5);
        }
    }
}
