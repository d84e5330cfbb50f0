using System.Globalization;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Customers.Tags.Compiling;
using Zhike.Customers.Tags.Definitions;
using Zhike.Customers.Tags.Running;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Tags.Realtime;

/// <summary>Keeps real-time tags up to the moment. The law: for every customer the current values are those that a nightly run for the open
/// day would give now. It is the nightly run's own algorithm, cut into ticks: whom a fact or the passing of days may have moved is computed from
/// the facts, everybody else has the values of the run before with their days grown. What cannot be known after a restart begins a new epoch.</summary>
internal sealed class RealtimeTagRun(
    IFacts facts, LiveTags live, RealtimeEpochs epochs, ChangesGate gate, IBusinessDate businessDate, BankOptions bank, BankClock clock) : ITagTurns, IDisposable
{
    /// <summary>Customers in one statement; more are taken in pieces, in the order of the tables.</summary>
    public const int AtOnce = 50_000;

    private static readonly Viewer Running = Viewer.Bank("real-time tags");

    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly Arrivals _arrivals = new(facts);
    private Look? _look;
    private DateTimeOffset _lastInstant;

    public async Task<long> TurnAsync(CancellationToken cancel)
    {
        await _oneAtATime.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await TurnAloneAsync(cancel).ConfigureAwait(false);
        }
        catch
        {
            // What was found and not computed is found again by a look at everything since the nightly run.
            _look = null;
            throw;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<long> TurnAloneAsync(CancellationToken cancel)
    {
        if (await new RunLog(facts).NewestAsync(cancel).ConfigureAwait(false) is not { } night)
        {
            return 0;
        }

        var day = await OpenDayAsync(night, cancel).ConfigureAwait(false);
        var names = await live.FingerprintAsync(cancel).ConfigureAwait(false);
        if (_look is { } look && look.Names == names && look.Epoch.AsOf == day && look.Epoch.BaseAsOf == night.AsOf && look.Epoch.BaseFinishedAt == night.FinishedAt)
        {
            return await AdvanceAsync(look, cancel).ConfigureAwait(false);
        }

        var tags = RealtimeSet.Of(await live.ReadAsync(cancel).ConfigureAwait(false), day);
        return tags.InOrder.IsEmpty && await epochs.InForceAsync(cancel).ConfigureAwait(false) is null
            ? 0
            : await BeginAsync(tags, names, night, day, cancel).ConfigureAwait(false);
    }

    /// <summary>The day that it is at the bank, whose nightly run is still to come; on a bank whose clock stands behind its runs, theirs.</summary>
    private async Task<DateOnly> OpenDayAsync(FinishedRun night, CancellationToken cancel)
    {
        var current = await businessDate.CurrentAsync(cancel).ConfigureAwait(false);
        return new[] { clock.Today(), current, night.AsOf }.Max();
    }

    private async Task<long> BeginAsync(TagSet tags, string names, FinishedRun night, DateOnly day, CancellationToken cancel)
    {
        var columns = new TagColumns(facts);
        await columns.EnsureAsync(tags.InOrder, cancel).ConfigureAwait(false);
        await columns.EnsureAsync(tags.InOrder, cancel, TagColumns.Live).ConfigureAwait(false);
        var marks = await Marks.NowAsync(facts, null, cancel).ConfigureAwait(false);
        await _arrivals.StartAsync(marks, cancel).ConfigureAwait(false);
        var at = await NextInstantAsync(night.FinishedAt, cancel).ConfigureAwait(false);
        var epoch = new RealtimeEpoch((ulong)at.ToUnixTimeMilliseconds(), day, night.AsOf, night.FinishedAt, [.. tags.InOrder.Select(t => t.Key)]) { Until = at };
        var due = tags.InOrder.IsEmpty ? [] : await DueAsync(tags, night, marks, day, cancel).ConfigureAwait(false);
        await ComputeAsync(tags, epoch, due, at, cancel).ConfigureAwait(false);
        await ExecuteAsync(
            "begin epoch",
            new FactsStatement("", "INSERT INTO tag_live_epochs (epoch, as_of, base_as_of, base_finished_at, tags) VALUES ({epoch:UInt64}, {as_of:Date}, {base:Date}, {finished:DateTime64(3, 'UTC')}, {tags:Array(String)})")
                .With("epoch", epoch.Number).With("as_of", day).With("base", night.AsOf).With("finished", night.FinishedAt).With("tags", epoch.Tags), cancel).ConfigureAwait(false);
        epochs.Set(epoch);
        _look = new Look(tags, names, epoch, marks);
        await ForgetAsync(epoch, cancel).ConfigureAwait(false);
        return due.Count;
    }

    private async Task<long> AdvanceAsync(Look look, CancellationToken cancel)
    {
        if (look.Tags.InOrder.IsEmpty)
        {
            return 0;
        }

        var marks = await Marks.NowAsync(facts, look.Marks, cancel).ConfigureAwait(false);
        if (marks == look.Marks)
        {
            return 0;
        }

        var touched = await _arrivals.SinceAsync(look.Marks, marks, cancel).ConfigureAwait(false);
        var epoch = look.Epoch;
        if (touched.Count > 0)
        {
            var at = await NextInstantAsync(default, cancel).ConfigureAwait(false);
            await ComputeAsync(look.Tags, epoch, [.. touched.Order()], at, cancel).ConfigureAwait(false);
            epochs.Set(epoch = epoch with { Until = at });
        }

        _look = look with { Marks = marks, Epoch = epoch };
        return touched.Count;
    }

    /// <summary>Whose values may be others than those of the night, in order: by what the nightly run's own look finds, and by what people entered
    /// or decided since. Whose entry expires between the two days is among them.</summary>
    private async Task<List<ulong>> DueAsync(TagSet tags, FinishedRun night, Marks marks, DateOnly day, CancellationToken cancel)
    {
        var due = new TagStatements(tags, day, bank.TimeZone).DueSince(SqlFile.Beside<TagRun>("Due.sql"), night.AsOf);
        var expiry = tags.InOrder.Select(t => t.Source).OfType<Manual>().Max(m => m.ValidDays) ?? 0;
        var sql = SqlFile.Beside<RealtimeTagRun>("Due.sql").Replace("/*SET*/", due.Sql, StringComparison.Ordinal);
        return await facts.ListAsync(
            Running,
            new FactsStatement("due in real time", sql).WithBound(due.Parameters)
                .With("as_of", day).With("before", night.AsOf).With("zone", bank.TimeZone)
                .With("seen_runs", night.Seen.Still(marks.Runs)).With("seen_events", night.Seen.EventsUntil - Arrivals.Late)
                .With("seen_holdings", night.Seen.HoldingVersion).With("seen_customers", night.Seen.CustomerVersion)
                .With("entered_from", night.AsOf.AddDays(-expiry)).With("finished", night.FinishedAt)
                .With("looks_at_entries", tags.InOrder.Any(t => t.Source is Manual))
                .Within(FactsLimits.Batch),
            (ref RowReader row) => row.UInt64(), cancel).ConfigureAwait(false);
    }

    private async Task ComputeAsync(TagSet tags, RealtimeEpoch epoch, List<ulong> customers, DateTimeOffset at, CancellationToken cancel)
    {
        var values = new TagStatements(tags, epoch.AsOf, bank.TimeZone, TagColumns.Live)
            .ComputeOf("customer_id IN {touched:Array(UInt64)}", "epoch, computed_at", "{epoch:UInt64}, {at:DateTime64(3, 'UTC')}");
        var changes = RealtimeChanges.Record(tags, epoch);
        foreach (var chunk in customers.Chunk(AtOnce))
        {
            FactsStatement Of(CompiledSql sql) => new FactsStatement("", sql.Sql).WithBound(sql.Parameters).With("touched", chunk).With("epoch", epoch.Number).With("at", at);
            await ExecuteAsync("real-time tags", Of(values), cancel).ConfigureAwait(false);
            if (changes is not null)
            {
                using var alone = await gate.EnterAsync(cancel).ConfigureAwait(false);
                await ExecuteAsync("changes in real time", Of(changes), cancel).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Later than every instant written before, whatever the clock says: instants tell which of two changes is the newer.</summary>
    private async Task<DateTimeOffset> NextInstantAsync(DateTimeOffset after, CancellationToken cancel)
    {
        if (_lastInstant == default)
        {
            _lastInstant = await facts.FirstOrNullAsync(
                Running, new FactsStatement("last instant of tags", "SELECT greatest((SELECT max(changed_at) FROM tag_changes WHERE as_of >= (SELECT max(as_of) FROM tag_runs)), (SELECT fromUnixTimestamp64Milli(toInt64(max(epoch)), 'UTC') FROM tag_live_epochs)) AS last"),
                (ref RowReader row) => new Instant(row.InstantOrNull() ?? DateTimeOffset.UnixEpoch), cancel).ConfigureAwait(false) is { } last ? last.At : DateTimeOffset.UnixEpoch;
        }

        var next = Math.Max(_lastInstant.ToUnixTimeMilliseconds(), after.ToUnixTimeMilliseconds()) + 1;
        return _lastInstant = DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(clock.GetUtcNow().ToUnixTimeMilliseconds(), next));
    }

    /// <summary>The epoch before this one stays: somebody may be reading it.</summary>
    private async Task ForgetAsync(RealtimeEpoch epoch, CancellationToken cancel)
    {
        var old = await facts.ListAsync(
            Running,
            new FactsStatement("old epochs", "SELECT DISTINCT _partition_id FROM tag_values_live WHERE epoch < (SELECT max(epoch) FROM tag_live_epochs WHERE epoch < {epoch:UInt64})").With("epoch", epoch.Number),
            (ref RowReader row) => row.Text(), cancel).ConfigureAwait(false);
        foreach (var partition in old)
        {
            await ExecuteAsync("forget epoch", new FactsStatement("", string.Create(CultureInfo.InvariantCulture, $"ALTER TABLE tag_values_live DROP PARTITION ID '{partition}'")), cancel).ConfigureAwait(false);
        }
    }

    private Task<FactsSummary> ExecuteAsync(string name, FactsStatement statement, CancellationToken cancel) =>
        facts.ExecuteAsync(Running, (statement with { Name = name }).Within(FactsLimits.Batch), cancel);

    private sealed record Look(TagSet Tags, string Names, RealtimeEpoch Epoch, Marks Marks);

    private sealed record Instant(DateTimeOffset At);
}
