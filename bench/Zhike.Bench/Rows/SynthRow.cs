using System.Diagnostics;
using Zhike.Bench.Harness;

namespace Zhike.Bench.Rows;

/// <summary>How fast a synthetic bank is made; no bar, but every other row waits for it.</summary>
internal sealed class SynthRow : IRow
{
    private const long CustomersMax = 100_000;

    public string Name => "synth";

    public async Task<IReadOnlyList<Line>> RunAsync(Bank bank, int rounds, CancellationToken cancel)
    {
        var customers = Math.Min(bank.Scale.Customers, CustomersMax);
        var (ours, _) = await Alternating.RunTimedAsync(
            rounds,
            async c =>
            {
                var empty = await bank.EmptyAsync(c).ConfigureAwait(false);
                await using (empty.ConfigureAwait(false))
                {
                    var started = Stopwatch.GetTimestamp();
                    await empty.RunJobAsync("synth", new { customers }, c).ConfigureAwait(false);
                    return Stopwatch.GetElapsedTime(started);
                }
            },
            reference: null,
            cancel,
            warmUp: false).ConfigureAwait(false);
        return [new Line(Name, "make a synthetic bank", "customers", customers, ours, null, "", new Bar(""))];
    }
}
