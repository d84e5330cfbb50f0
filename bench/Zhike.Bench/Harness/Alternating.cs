using System.Diagnostics;

namespace Zhike.Bench.Harness;

/// <summary>Runs the work and its reference in turns, changing who goes first, so that a slow minute of the machine hits both.</summary>
internal static class Alternating
{
    /// <summary>One unmeasured turn of each warms caches up; then <paramref name="rounds"/> measured ones.</summary>
    public static async Task<(Sample Ours, Sample? Reference)> RunAsync(
        int rounds, Func<CancellationToken, Task> ours, Func<CancellationToken, Task>? reference, CancellationToken cancel, bool warmUp = true) =>
        await RunTimedAsync(rounds, Timed(ours), reference is null ? null : Timed(reference), cancel, warmUp).ConfigureAwait(false);

    /// <summary>For work that times itself, because it has to prepare something first.</summary>
    public static async Task<(Sample Ours, Sample? Reference)> RunTimedAsync(
        int rounds, Func<CancellationToken, Task<TimeSpan>> ours, Func<CancellationToken, Task<TimeSpan>>? reference, CancellationToken cancel, bool warmUp = true)
    {
        var (us, them) = (new List<double>(), new List<double>());
        for (var round = warmUp ? -1 : 0; round < rounds; round++)
        {
            var oursFirst = round % 2 == 0;
            for (var turn = 0; turn < 2; turn++)
            {
                var isOurs = (turn == 0) == oursFirst;
                if (!isOurs && reference is null)
                {
                    continue;
                }

                var took = await (isOurs ? ours : reference!)(cancel).ConfigureAwait(false);
                if (round >= 0)
                {
                    (isOurs ? us : them).Add(took.TotalSeconds);
                }
            }
        }

        return (new Sample(us), reference is null ? null : new Sample(them));
    }

    private static Func<CancellationToken, Task<TimeSpan>> Timed(Func<CancellationToken, Task> work) => async cancel =>
    {
        var started = Stopwatch.GetTimestamp();
        await work(cancel).ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(started);
    };
}
