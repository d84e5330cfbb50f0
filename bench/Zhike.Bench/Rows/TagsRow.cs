using System.Diagnostics;
using Zhike.Bench.Harness;
using Zhike.Contracts.Customers;
using Zhike.Storage;
using Zhike.Storage.Facts;

namespace Zhike.Bench.Rows;

/// <summary>Every tag of the shipped catalogue, of a whole business date.</summary>
internal sealed class TagsRow : IRow
{
    public string Name => "tags";

    public async Task<IReadOnlyList<Line>> RunAsync(Bank bank, int rounds, CancellationToken cancel)
    {
        var tags = bank.Get<ITags>();
        await bank.NeedTagsAsync(cancel).ConfigureAwait(false);
        var (full, byHand) = await Alternating.RunTimedAsync(
            rounds,
            c => TimedAsync(() => tags.RunAsync(Bank.AsOf, full: true, bank.Progress, c)),
            c => ReferenceAsync(bank, c),
            cancel,
            warmUp: false).ConfigureAwait(false);

        await AgreeAsync(bank, cancel).ConfigureAwait(false);
        return
        [
            new Line(
                Name, "all tags of the catalogue, full", "customers", bank.Scale.Customers, full, byHand, "one statement by hand",
                new Bar("120 s at 10m, ratio ≤ 1.1", SecondsMax: 120, RatioMax: 1.1, AtCustomers: 10_000_000)),
        ];
    }

    /// <summary>A reference that answers something else measures nothing.</summary>
    private static async Task AgreeAsync(Bank bank, CancellationToken cancel)
    {
        var statement = new FactsStatement("tags agree", SqlFile.Beside<TagsRow>("TagsAgree.sql")).With("as_of", Bank.AsOf).Within(FactsLimits.Batch);
        var different = await bank.Facts.CountAsync(Bank.Measuring, statement, cancel).ConfigureAwait(false);
        await bank.ExecuteAsync("drop bench tags", "DROP TABLE IF EXISTS bench_tags SYNC", cancel).ConfigureAwait(false);
        if (different != 0)
        {
            throw new InvalidOperationException($"The tags and the statement by hand differ for {different} customers.");
        }
    }

    private static async Task<TimeSpan> ReferenceAsync(Bank bank, CancellationToken cancel)
    {
        await bank.ExecuteAsync("drop bench tags", "DROP TABLE IF EXISTS bench_tags SYNC", cancel).ConfigureAwait(false);
        await bank.ExecuteAsync("make bench tags", "CREATE TABLE bench_tags AS tag_values", cancel).ConfigureAwait(false);
        var statement = new FactsStatement("tags by hand", SqlFile.Beside<TagsRow>("TagsReference.sql")).With("as_of", Bank.AsOf).With("zone", "Asia/Shanghai")
            .Within(new FactsLimits(16L << 30, TimeSpan.FromHours(1)));
        return await TimedAsync(() => bank.Facts.ExecuteAsync(Bank.Measuring, statement, cancel)).ConfigureAwait(false);
    }

    public static async Task<TimeSpan> TimedAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work().ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(started);
    }
}
