using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Tags.Running;

/// <summary>What a finished run left for the next one.</summary>
internal sealed record FinishedRun(DateOnly AsOf, string Definitions, Seen Seen, DateTimeOffset FinishedAt);

/// <summary>What a run did.</summary>
internal sealed record RunResult(DateOnly AsOf, string Mode, ulong Customers, ulong Recomputed, double Seconds);

/// <summary>The table of finished runs.</summary>
internal sealed class RunLog(IFacts facts)
{
    private static readonly Viewer Running = Viewer.Bank("tag run");

    private const string Latest =
        """
        SELECT as_of, definitions, seen_runs, seen_rows, customer_version, holding_version, events_until, finished_at
        FROM tag_runs WHERE as_of = {as_of:Date} ORDER BY finished_at DESC LIMIT 1
        """;

    private const string Newest =
        """
        SELECT as_of, definitions, seen_runs, seen_rows, customer_version, holding_version, events_until, finished_at
        FROM tag_runs ORDER BY as_of DESC, finished_at DESC LIMIT 1
        """;

    private const string Record =
        """
        INSERT INTO tag_runs (as_of, finished_at, mode, definitions, customers, recomputed, seconds, seen_runs, seen_rows, customer_version, holding_version, events_until)
        VALUES ({as_of:Date}, {finished_at:DateTime64(3, 'UTC')}, {mode:String}, {definitions:String}, {customers:UInt64}, {recomputed:UInt64}, {seconds:Float64},
            {seen_runs:Array(String)}, {seen_rows:Array(UInt64)}, {customer_version:UInt64}, {holding_version:UInt64}, {events_until:DateTime64(3, 'UTC')})
        """;

    public async Task<FinishedRun?> LatestAsync(DateOnly asOf, CancellationToken cancel) => await facts.FirstOrNullAsync(
        Running, new FactsStatement("finished tag run", Latest).With("as_of", asOf), Read, cancel).ConfigureAwait(false);

    /// <summary>Of all runs that of the latest date; of several of that date the last.</summary>
    public async Task<FinishedRun?> NewestAsync(CancellationToken cancel) => await facts.FirstOrNullAsync(
        Running, new FactsStatement("newest tag run", Newest), Read, cancel).ConfigureAwait(false);

    private static FinishedRun Read(ref RowReader row) => new(row.Date(), row.Text(), new Seen(row.Texts(), row.UInt64s(), row.UInt64(), row.UInt64(), 0, row.Instant()), row.Instant());

    public Task RecordAsync(RunResult result, string definitions, Seen seen, DateTimeOffset finishedAt, CancellationToken cancel) => facts.ExecuteAsync(
        Running,
        new FactsStatement("record tag run", Record)
            .With("as_of", result.AsOf).With("finished_at", finishedAt).With("mode", result.Mode).With("definitions", definitions)
            .With("customers", result.Customers).With("recomputed", result.Recomputed).With("seconds", result.Seconds)
            .With("seen_runs", seen.Runs).With("seen_rows", seen.Rows).With("customer_version", seen.CustomerVersion).With("holding_version", seen.HoldingVersion)
            .With("events_until", seen.EventsUntil),
        cancel);
}
