using System.Diagnostics;
using System.Globalization;
using Zhike.Bench.Harness;
using Zhike.Contracts.Journeys;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;

namespace Zhike.Bench.Rows;

/// <summary>A day on which everybody in a journey comes out of a wait, is split on a tag and goes into another wait: two steps each.</summary>
internal sealed class JourneyRow : IRow
{
    /// <summary>Everybody with a low number enters; the goal is one that nobody reaches, so that all of them move.</summary>
    private const string Journey =
        """
        {"key": "bench", "name": {"zh": "测试", "en": "Benchmark"},
         "entry": {"condition": {"tag": "balance", "op": "not_null"}, "reentry": "never"},
         "holdout_percent": 0, "holdout_reason": "a benchmark",
         "goal": {"name": {"zh": "无", "en": "None"}, "within_days": 60, "condition": {"did": {"event": "bench_goal", "since": "enrolment"}}},
         "start": "pause",
         "nodes": [
           {"id": "pause", "kind": "wait", "days": 1, "next": "choose"},
           {"id": "choose", "kind": "split", "branches": [{"when": {"tag": "balance", "op": "at_least", "value": 20000}, "next": "rich"}], "otherwise": "others"},
           {"id": "rich", "kind": "wait", "days": 5, "next": "end"},
           {"id": "others", "kind": "wait", "days": 5, "next": "end"},
           {"id": "end", "kind": "exit"}]}
        """;

    private int _runs;

    public string Name => "journeys";

    public async Task<IReadOnlyList<Line>> RunAsync(Bank bank, int rounds, CancellationToken cancel)
    {
        await bank.NeedTagsAsync(cancel).ConfigureAwait(false);
        await OnlyThisJourneyAsync(bank, cancel).ConfigureAwait(false);
        var now = bank.Get<BankClock>().GetUtcNow();
        var steps = 0L;
        var (ours, reference) = await Alternating.RunTimedAsync(
            rounds,
            async c =>
            {
                (var took, steps) = await OursAsync(bank, now, c).ConfigureAwait(false);
                return took;
            },
            c => ReferenceAsync(bank, now, c),
            cancel,
            warmUp: false).ConfigureAwait(false);
        return
        [
            new Line(
                Name, "out of a wait, through a split on a tag, into a wait", "steps", steps, ours, reference, "the two bare statements",
                new Bar("500,000 steps/s, ratio ≤ 1.3", RatioMax: 1.3, PerSecondMin: 500_000)),
        ];
    }

    /// <summary>The shipped journeys would move too.</summary>
    private static async Task OnlyThisJourneyAsync(Bank bank, CancellationToken cancel)
    {
        var definitions = bank.Get<IDefinitions>();
        foreach (var other in await definitions.LiveAsync("journey", cancel).ConfigureAwait(false))
        {
            if (other.Key != "bench")
            {
                (await definitions.StopAsync("journey", other.Key, "bench", cancel).ConfigureAwait(false)).OrThrow();
            }
        }

        (await definitions.InstallAsync("journey", "bench", Journey, cancel).ConfigureAwait(false)).OrThrow();
    }

    private async Task<(TimeSpan Took, long Steps)> OursAsync(Bank bank, DateTimeOffset now, CancellationToken cancel)
    {
        var run = await EnrolledAsync(bank, now, cancel).ConfigureAwait(false);
        var started = Stopwatch.GetTimestamp();
        var tick = await bank.Get<IJourneys>().TickAsync(run, now.AddDays(2), Bank.AsOf, cancel).ConfigureAwait(false);
        var took = Stopwatch.GetElapsedTime(started);
        await DropAsync(bank, run, cancel).ConfigureAwait(false);
        return (took, tick.Steps);
    }

    private async Task<TimeSpan> ReferenceAsync(Bank bank, DateTimeOffset now, CancellationToken cancel)
    {
        var run = await EnrolledAsync(bank, now, cancel).ConfigureAwait(false);
        await bank.ExecuteAsync("drop bench steps", "DROP TABLE IF EXISTS bench_steps SYNC", cancel).ConfigureAwait(false);
        await bank.ExecuteAsync("make bench steps", "CREATE TABLE bench_steps AS journey_steps", cancel).ConfigureAwait(false);
        await bank.ExecuteAsync("move bench steps", $"ALTER TABLE bench_steps REPLACE PARTITION '{run}' FROM journey_steps", cancel).ConfigureAwait(false);
        await DropAsync(bank, run, cancel).ConfigureAwait(false);
        var started = Stopwatch.GetTimestamp();
        foreach (var name in (string[])["JourneyReferenceMove.sql", "JourneyReferenceSplit.sql"])
        {
            await bank.Facts.ExecuteAsync(
                Bank.Measuring,
                new FactsStatement(name, SqlFile.Beside<JourneyRow>(name)).With("now", now.AddDays(2)).With("as_of", Bank.AsOf).Within(FactsLimits.Batch),
                cancel).ConfigureAwait(false);
        }

        var took = Stopwatch.GetElapsedTime(started);
        await bank.ExecuteAsync("drop bench steps", "DROP TABLE bench_steps SYNC", cancel).ConfigureAwait(false);
        return took;
    }

    /// <summary>A run of its own, in which everybody has just entered.</summary>
    private async Task<string> EnrolledAsync(Bank bank, DateTimeOffset now, CancellationToken cancel)
    {
        var run = string.Create(CultureInfo.InvariantCulture, $"bench-{now.ToUnixTimeSeconds()}-{++_runs}");
        await DropAsync(bank, run, cancel).ConfigureAwait(false);
        var tick = await bank.Get<IJourneys>().TickAsync(run, now, Bank.AsOf, cancel).ConfigureAwait(false);
        return tick.Enrolled > 0 ? run : throw new InvalidOperationException("Nobody entered the benchmark's journey.");
    }

    private static async Task DropAsync(Bank bank, string run, CancellationToken cancel)
    {
        foreach (var table in (string[])["journey_steps", "journey_ticks", "contacts"])
        {
            await bank.ExecuteAsync($"drop run of {table}", $"ALTER TABLE {table} DROP PARTITION '{run}'", cancel).ConfigureAwait(false);
        }
    }
}
