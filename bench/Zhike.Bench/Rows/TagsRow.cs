using System.Diagnostics;
using Zhike.Bench.Harness;
using Zhike.Contracts.Customers;
using Zhike.Storage;
using Zhike.Storage.Facts;

namespace Zhike.Bench.Rows;

/// <summary>Every tag of the shipped catalogue: of a whole business date, and of the day after it.</summary>
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
        var daily = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            daily.Add((await DayAsync(bank, tags, Bank.AsOf.AddDays(1), cancel).ConfigureAwait(false)).TotalSeconds);
        }

        return
        [
            new Line(
                "tags", "all tags of the catalogue, full", "customers", bank.Scale.Customers, full, byHand, "one statement by hand",
                new Bar("120 s at 10m, ratio ≤ 1.1", SecondsMax: 120, RatioMax: 1.1, AtCustomers: 10_000_000)),
            new Line(
                "tags-daily", "the same, a day's change", "customers", bank.Scale.Customers, new Sample(daily), null, "",
                new Bar("15 s at 10m", SecondsMax: 15, AtCustomers: 10_000_000)),
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

    /// <summary>The day's transactions come in, the run follows, and all of it is taken back.</summary>
    private static async Task<TimeSpan> DayAsync(Bank bank, ITags tags, DateOnly day, CancellationToken cancel)
    {
        await UndoAsync(bank, day, cancel).ConfigureAwait(false);
        var arrive = new FactsStatement("next day", SqlFile.Beside<TagsRow>("NextDay.sql")).With("day", day).Within(FactsLimits.Batch);
        await bank.Facts.ExecuteAsync(Bank.Measuring, arrive, cancel).ConfigureAwait(false);
        var took = await TimedAsync(() => tags.RunAsync(day, full: false, bank.Progress, cancel)).ConfigureAwait(false);
        await UndoAsync(bank, day, cancel).ConfigureAwait(false);
        return took;
    }

    private static async Task UndoAsync(Bank bank, DateOnly day, CancellationToken cancel)
    {
        foreach (var table in (string[])["tag_values", "tag_changes"])
        {
            await bank.ExecuteAsync($"drop day of {table}", $"ALTER TABLE {table} DROP PARTITION '{day:yyyy-MM-dd}'", cancel).ConfigureAwait(false);
        }

        var back = new FactsStatement("take the day back", "DELETE FROM transactions WHERE booked_on = {day:Date}").With("day", day).Within(FactsLimits.Batch);
        await bank.Facts.ExecuteAsync(Bank.Measuring, back, cancel).ConfigureAwait(false);
    }

    private static async Task<TimeSpan> TimedAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work().ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(started);
    }
}
