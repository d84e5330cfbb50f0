using System.Diagnostics;
using System.Text.Json;
using Zhike.Bench.Harness;
using Zhike.Contracts.Customers;
using Zhike.Storage;
using Zhike.Storage.Facts;

namespace Zhike.Bench.Rows;

/// <summary>Every tag of the shipped catalogue, of a whole business date.</summary>
internal sealed class TagsRow : IRow
{
    public string Name => "tags";

    private const string Run = "bench";

    public async Task<IReadOnlyList<Line>> RunAsync(Bank bank, int rounds, CancellationToken cancel)
    {
        var tags = bank.Get<ITags>();
        await bank.NeedTagsAsync(cancel).ConfigureAwait(false);
        var (full, _) = await Alternating.RunTimedAsync(
            rounds, c => TimedAsync(() => tags.RunAsync(Bank.AsOf, full: true, bank.Progress, c)), reference: null, cancel, warmUp: false).ConfigureAwait(false);
        var some = bank.Get<IReplayTags>();
        var table = await some.OpenAsync(Run, [Asked()], cancel).ConfigureAwait(false);
        var (same, byHand) = await Alternating.RunTimedAsync(
            rounds,
            c => TimedAsync(() => some.ComputeAsync(Run, Bank.AsOf, c)),
            c => ReferenceAsync(bank, table, c),
            cancel,
            warmUp: false).ConfigureAwait(false);

        await AgreeAsync(bank, table, cancel).ConfigureAwait(false);
        await some.CloseAsync(Run, cancel).ConfigureAwait(false);
        var count = (await tags.AllAsync(cancel).ConfigureAwait(false)).Count;
        return
        [
            new Line(Name, $"all {count} tags of the catalogue, full", "customers", bank.Scale.Customers, full, null, "", new Bar("120 s at 10m", SecondsMax: 120, AtCustomers: 10_000_000)),
            new Line(
                Name, $"{Figures().Count} of them", "customers", bank.Scale.Customers, same, byHand, "one statement by hand for the same", new Bar("ratio ≤ 1.1", RatioMax: 1.1)),
        ];
    }

    /// <summary>The figures that the statement by hand gives, read from its own list.</summary>
    public static IReadOnlyList<string> Figures()
    {
        var sql = SqlFile.Beside<TagsRow>("TagsReference.sql");
        var list = sql[(sql.IndexOf("(as_of,", StringComparison.Ordinal) + 1)..];
        return [.. list[..list.IndexOf(')', StringComparison.Ordinal)].Split(',', StringSplitOptions.TrimEntries).Skip(4)];
    }

    /// <summary>A condition that reads all of them.</summary>
    public static JsonElement Asked() =>
        JsonSerializer.SerializeToElement(new Dictionary<string, object> { ["or"] = Figures().Select(tag => new { tag, op = "not_null" }) });

    /// <summary>A reference that answers something else measures nothing.</summary>
    private static async Task AgreeAsync(Bank bank, string table, CancellationToken cancel)
    {
        var statement = new FactsStatement("tags agree", SqlFile.Beside<TagsRow>("TagsAgree.sql")).With("as_of", Bank.AsOf).With("ours", table).Within(FactsLimits.Batch);
        var different = await bank.Facts.CountAsync(Bank.Measuring, statement, cancel).ConfigureAwait(false);
        await bank.ExecuteAsync("drop bench tags", "DROP TABLE IF EXISTS bench_tags SYNC", cancel).ConfigureAwait(false);
        if (different != 0)
        {
            throw new InvalidOperationException($"The tags and the statement by hand differ for {different} customers.");
        }
    }

    private static async Task<TimeSpan> ReferenceAsync(Bank bank, string table, CancellationToken cancel)
    {
        await bank.ExecuteAsync("drop bench tags", "DROP TABLE IF EXISTS bench_tags SYNC", cancel).ConfigureAwait(false);
        await bank.ExecuteAsync("make bench tags", $"CREATE TABLE bench_tags AS {table}", cancel).ConfigureAwait(false);
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
