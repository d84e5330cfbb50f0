using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Jobs;
using Zhike.Customers.Conditions;
using Zhike.Customers.Tags.Compiling;
using Zhike.Customers.Tags.Definitions;
using Zhike.Customers.Tags.Realtime;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Tags.Running;

/// <summary>Computes every live tag as of a business date. All of it happens beside the tables that others read; one exchange
/// of a partition at the end makes it count. Killed anywhere before, the old values stay; run again, the same values come.</summary>
internal sealed class TagRun(IFacts facts, LiveTags live, CustomerRanges ranges, JoinedValues joined, RealtimeEpochs epochs, ChangesGate changesGate, BankOptions bank, TagOptions options, TimeProvider clock, ILogger<TagRun> log) : IDisposable
{
    private static readonly Viewer Running = Viewer.Bank("tag run");

    private readonly SemaphoreSlim _oneAtATime = new(1);

    public async Task<RunResult> RunAsync(DateOnly asOf, bool full, IProgressSink progress, CancellationToken cancel)
    {
        await _oneAtATime.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await RunAloneAsync(asOf, full, progress, cancel).ConfigureAwait(false);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<RunResult> RunAloneAsync(DateOnly asOf, bool full, IProgressSink progress, CancellationToken cancel)
    {
        var started = clock.GetTimestamp();
        progress.Report("tags: look at what is new", 0, 0);
        var runs = new RunLog(facts);
        var tags = (await live.ReadAsync(cancel).ConfigureAwait(false)).At(asOf);
        var seen = await Seen.NowAsync(facts, cancel).ConfigureAwait(false);
        var definitions = StableHash.Word(
            await live.FingerprintAsync(cancel).ConfigureAwait(false), bank.TimeZone, seen.OutletVersion.ToString(CultureInfo.InvariantCulture));
        await new TagColumns(facts).EnsureAsync(tags.InOrder, cancel).ConfigureAwait(false);
        var before = await DateBeforeAsync(asOf, cancel).ConfigureAwait(false);
        var last = full || before is null ? null : await runs.LatestAsync(before.Value, cancel).ConfigureAwait(false);
        if (last is not null && last.Definitions != definitions)
        {
            log.LogInformation("Tags of {AsOf} are computed in full: definitions changed since {Before}", asOf, before);
            last = null;
        }

        var statements = new TagStatements(tags, asOf, bank.TimeZone);
        await StageAsync(cancel).ConfigureAwait(false);
        var result = last is null
            ? await ComputeAsync(tags, statements, asOf, progress, cancel).ConfigureAwait(false)
            : await AdvanceAsync(tags, statements, last, seen, asOf, progress, cancel).ConfigureAwait(false);
        progress.Report("tags: put in place", 0, 0);
        await ExchangeAsync("tag_values", TagStatements.Staging, asOf, result.Customers, cancel).ConfigureAwait(false);
        if (before is not null)
        {
            await RecordChangesAsync(tags, before.Value, asOf, onlyDue: last is not null, progress, cancel).ConfigureAwait(false);
        }

        await new TagStatistics(facts, tags).RecordAsync(asOf, progress, cancel).ConfigureAwait(false);
        result = result with { Seconds = clock.GetElapsedTime(started).TotalSeconds };
        await runs.RecordAsync(result, definitions, seen, clock.GetUtcNow(), cancel).ConfigureAwait(false);
        epochs.Forget();
        await CleanUpAsync(asOf, cancel).ConfigureAwait(false);
        log.LogDebug(
            "Tags of {AsOf}: {Customers} customers, {Recomputed} of them recomputed, in {Seconds:0.0} s", asOf, result.Customers, result.Recomputed, result.Seconds);
        return result;
    }

    /// <summary>What a killed run left behind is dropped first.</summary>
    private async Task StageAsync(CancellationToken cancel)
    {
        await DropStagingAsync(cancel).ConfigureAwait(false);
        await ExecuteAsync("stage tags", $"CREATE TABLE {TagStatements.Staging} AS tag_values", cancel).ConfigureAwait(false);
    }

    private async Task<RunResult> ComputeAsync(TagSet tags, TagStatements statements, DateOnly asOf, IProgressSink progress, CancellationToken cancel)
    {
        await joined.PrepareAsync(tags, asOf, TagStatements.Staging, before: null, progress, cancel).ConfigureAwait(false);
        var written = await ranges.RunAsync("tags: compute", statements.Compute(onlyDue: false), progress, streams: false, cancel).ConfigureAwait(false);
        return new RunResult(asOf, "full", written, written, 0);
    }

    private async Task<RunResult> AdvanceAsync(
        TagSet tags, TagStatements statements, FinishedRun last, Seen seen, DateOnly asOf, IProgressSink progress, CancellationToken cancel)
    {
        progress.Report("tags: find who changed", 0, 0);
        await ExecuteAsync("stage due customers", $"CREATE TABLE {TagStatements.Due} (customer_id UInt64) ENGINE = MergeTree ORDER BY customer_id", cancel).ConfigureAwait(false);
        await facts.ExecuteAsync(Running, DueStatement(statements, last, seen, asOf), cancel).ConfigureAwait(false);
        await joined.PrepareAsync(tags, asOf, TagStatements.Staging, last.AsOf, progress, cancel).ConfigureAwait(false);
        var carried = await ranges.RunAsync("tags: carry over", statements.CarryOver(last.AsOf), progress, streams: tags.Late.IsEmpty, cancel).ConfigureAwait(false);
        var computed = await ranges.RunAsync("tags: recompute", statements.Compute(onlyDue: true), progress, streams: false, cancel).ConfigureAwait(false);
        return new RunResult(asOf, "changes", carried + computed, computed, 0);
    }

    private FactsStatement DueStatement(TagStatements statements, FinishedRun last, Seen seen, DateOnly asOf)
    {
        var due = statements.FindDue(SqlFile.Beside<TagRun>("Due.sql"), last.AsOf);
        return new FactsStatement("due customers", due.Sql).WithBound(due.Parameters)
            .With("as_of", asOf).With("before", last.AsOf).With("zone", bank.TimeZone)
            .With("seen_runs", last.Seen.Still(seen.RowsOfRuns())).With("seen_events", last.Seen.EventsUntil)
            .With("seen_holdings", last.Seen.HoldingVersion).With("seen_customers", last.Seen.CustomerVersion)
            .Within(FactsLimits.Batch);
    }

    private async Task RecordChangesAsync(TagSet tags, DateOnly before, DateOnly asOf, bool onlyDue, IProgressSink progress, CancellationToken cancel)
    {
        var changes = new TagChanges(tags);
        if (changes.Recorded.Count == 0)
        {
            return;
        }

        await ExecuteAsync("stage tag changes", $"CREATE TABLE {TagChanges.Staging} AS tag_changes", cancel).ConfigureAwait(false);
        using var alone = await changesGate.EnterAsync(cancel).ConfigureAwait(false);
        var live = await LiveChanges.OfAsync(facts, before, asOf, cancel).ConfigureAwait(false);
        var keep = live.Keep();
        var kept = await facts.ExecuteAsync(Running, new FactsStatement("keep live changes", keep.Sql).WithBound(keep.Parameters).Within(FactsLimits.Batch), cancel).ConfigureAwait(false);
        var written = kept.RowsWritten;
        foreach (var statement in changes.Between(before, asOf, onlyDue, clock.GetUtcNow(), live))
        {
            written += await ranges.RunAsync("tags: record changes", statement, progress, streams: false, cancel).ConfigureAwait(false);
        }

        await ExchangeAsync("tag_changes", TagChanges.Staging, asOf, written, cancel).ConfigureAwait(false);
    }

    /// <summary>The date's partition becomes that of the staging table, at once. The engine refuses to put nothing in a partition's place.</summary>
    private Task<FactsSummary> ExchangeAsync(string table, string staging, DateOnly asOf, ulong rows, CancellationToken cancel) => ExecuteAsync(
        $"put {table} in place",
        rows > 0 ? $"ALTER TABLE {table} REPLACE PARTITION '{Day(asOf)}' FROM {staging}" : $"ALTER TABLE {table} DROP PARTITION '{Day(asOf)}'",
        cancel);

    private async Task<DateOnly?> DateBeforeAsync(DateOnly asOf, CancellationToken cancel)
    {
        var dates = await facts.ListAsync(
            Running, new FactsStatement("tag date before", "SELECT max(as_of) FROM tag_values WHERE as_of < {as_of:Date} HAVING count() > 0").With("as_of", asOf),
            (ref RowReader row) => row.Date(), cancel).ConfigureAwait(false);
        return dates.Count == 0 ? null : dates[0];
    }

    /// <summary>Drops the dates beyond the number kept, counted back from the one just computed.</summary>
    private async Task CleanUpAsync(DateOnly asOf, CancellationToken cancel)
    {
        await DropStagingAsync(cancel).ConfigureAwait(false);
        var old = await facts.ListAsync(
            Running,
            new FactsStatement("old tag dates", "SELECT DISTINCT as_of FROM tag_values WHERE as_of <= {as_of:Date} ORDER BY as_of DESC LIMIT 1000 OFFSET {kept:UInt64}")
                .With("as_of", asOf).With("kept", (ulong)options.DatesKept),
            (ref RowReader row) => row.Date(),
            cancel).ConfigureAwait(false);
        foreach (var date in old)
        {
            await ExecuteAsync("drop old tag date", $"ALTER TABLE tag_values DROP PARTITION '{Day(date)}'", cancel).ConfigureAwait(false);
        }
    }

    private async Task DropStagingAsync(CancellationToken cancel)
    {
        foreach (var table in ImmutableArray.Create(TagStatements.Staging, TagStatements.Due, TagChanges.Staging))
        {
            await ExecuteAsync("drop staging", $"DROP TABLE IF EXISTS {table} SYNC", cancel).ConfigureAwait(false);
        }

        await joined.DropAsync(TagStatements.Staging, cancel).ConfigureAwait(false);
    }

    private Task<FactsSummary> ExecuteAsync(string name, string sql, CancellationToken cancel) =>
        facts.ExecuteAsync(Running, new FactsStatement(name, sql).Within(FactsLimits.Batch), cancel);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
