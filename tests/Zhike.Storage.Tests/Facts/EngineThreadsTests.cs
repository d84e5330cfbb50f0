using System.Diagnostics;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Testing;

namespace Zhike.Storage.Tests.Facts;

/// <summary>Statements stand still in native code; whoever answers requests meanwhile must not wait for them.</summary>
public sealed class EngineThreadsTests
{
    private const int Statements = 8;
    private const int RequestsAtOnce = 4;
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Statements_that_take_long_leave_the_pools_threads_to_others()
    {
        using var facts = TestEngine.EmptyDatabase();
        ThreadPool.GetMinThreads(out _, out var ports);
        ThreadPool.SetMinThreads(Environment.ProcessorCount, ports);
        var slow = Enumerable.Range(0, Statements)
            .Select(_ => facts.CountAsync(Viewer.Bank("test"), new FactsStatement("slow", "SELECT toUInt64(sleep(3))"), CancellationToken.None)).ToList();
        await Task.Delay(TimeSpan.FromMilliseconds(200));

        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, RequestsAtOnce).Select(_ => Task.Run(() => Thread.SpinWait(1))));

        clock.Elapsed.ShouldBeLessThan(AnsweredWithin);
        slow.ShouldAllBe(s => !s.IsCompleted);
        await Task.WhenAll(slow);
    }
}
