using System.Runtime.CompilerServices;
using Zhike.Contracts.Intake;
using Zhike.Intake.Plan;
using Zhike.Intake.Quality.Days;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Quality.Watching;

/// <summary>Counts arrivals look by look: each takes the events received since the one before, and writes what it found beside the
/// earlier counts. A look that was killed is repeated for the same span, and adds nothing twice.</summary>
internal sealed class TrackingWatch(IFacts facts, BankClock clock, ViolationSamples violationSamples, QualityAlerts alerts) : ITrackingWatch
{
    /// <summary>An event is received before it is on the disk; a look leaves the last moments to the next.</summary>
    public static readonly TimeSpan Lag = TimeSpan.FromSeconds(10);

    /// <summary>The first look goes back so far: four weekdays to compare with.</summary>
    public static readonly TimeSpan FirstReach = TimeSpan.FromDays(36);

    public static readonly TimeSpan SpanMax = TimeSpan.FromDays(1);

    /// <summary>Looks of one turn.</summary>
    private const int LooksMax = 40;

    private const string CountsTarget = "event_counts (hour, source, name, type, events, violating, late, skewed, unplanned, quarantined, first_seen, last_seen)";
    private const string PropertiesTarget = "property_counts (day, source, name, property, value_type, events, first_seen, last_seen)";
    private static readonly Viewer Watching = Viewer.Bank("tracking watch");
    private static readonly FactsLimits Limits = new(2L << 30, TimeSpan.FromMinutes(5), 1);
    private PropertySamples? _samples;

    public async Task<long> LookAsync(CancellationToken cancel)
    {
        await KeepViolationSamplesAsync(cancel).ConfigureAwait(false);
        var seen = 0L;
        for (var i = 0; i < LooksMax && await NextAsync(cancel).ConfigureAwait(false) is { } span; i++)
        {
            seen += await LookAsync(span, cancel).ConfigureAwait(false);
        }

        await alerts.EvaluateAsync(cancel).ConfigureAwait(false);
        return seen;
    }

    /// <summary>The span to look at; null when there is nothing new.</summary>
    private async Task<Span?> NextAsync(CancellationToken cancel)
    {
        var last = await facts.FirstOrNullAsync(
            Watching,
            new FactsStatement("last look", "SELECT since, until, groupArray(state) FROM tracking_looks GROUP BY since, until ORDER BY until DESC LIMIT 1").Within(FactsLimits.Point),
            (ref RowReader row) => new Span(row.Instant(), row.Instant(), row.Texts().Contains("done")),
            cancel).ConfigureAwait(false);
        if (last is { IsDone: false })
        {
            return last;
        }

        var now = clock.GetUtcNow();
        var until = now - Lag;
        var since = last?.Until ?? now - FirstReach;
        // Without new arrivals nothing is written, however often one looks.
        if (since >= until || await OldestAsync(since, until, cancel).ConfigureAwait(false) is not { } oldest)
        {
            return null;
        }

        var next = oldest with { Until = until - oldest.Since > SpanMax ? oldest.Since + SpanMax : until };
        await StateAsync(next, "begun", cancel).ConfigureAwait(false);
        return next;
    }

    /// <summary>The span from its oldest arrival on; null without any.</summary>
    private async Task<Span?> OldestAsync(DateTimeOffset since, DateTimeOffset until, CancellationToken cancel)
    {
        var arrivals = await facts.ListAsync(
            Watching,
            new FactsStatement("new arrivals", SqlFile.Beside<TrackingWatch>("NewArrivals.sql")).With("since", since).With("until", until).Within(Limits),
            (ref RowReader row) => (Events: row.UInt64(), Oldest: row.Instant()),
            cancel).ConfigureAwait(false);
        return arrivals is [{ Events: > 0 } some] ? new Span(some.Oldest, until, false, (long)some.Events) : null;
    }

    private async Task<long> LookAsync(Span span, CancellationToken cancel)
    {
        await CopyAsync("EventCounts.sql", CountsTarget, span, cancel).ConfigureAwait(false);
        await CopyAsync("ViolationCounts.sql", "violation_counts (hour, source, name, violation, events)", span, cancel).ConfigureAwait(false);
        await CopyAsync("PropertyCounts.sql", PropertiesTarget, span, cancel).ConfigureAwait(false);
        await SampleAsync(span, cancel).ConfigureAwait(false);
        await StateAsync(span, "done", cancel).ConfigureAwait(false);
        return span.Events;
    }

    /// <summary>The answer goes into its table as it is. Its token is the span's: the same look written twice counts once.</summary>
    private async Task CopyAsync(string question, string target, Span span, CancellationToken cancel)
    {
        using var rows = new MemoryStream();
        await facts.PipeAsync(Watching, Over(question, span), "RowBinary", rows, cancel).ConfigureAwait(false);
        if (rows.Length > 0)
        {
            var token = $"{span.Since.ToUnixTimeMilliseconds()}-{span.Until.ToUnixTimeMilliseconds()}";
            await facts.InsertAsync(new FactsInsert(question, target, DeduplicationToken: token), One(rows.GetBuffer().AsMemory(0, (int)rows.Length), cancel), cancel).ConfigureAwait(false);
        }
    }

    private async Task SampleAsync(Span span, CancellationToken cancel)
    {
        var known = _samples ??= await KnownSamplesAsync(cancel).ConfigureAwait(false);
        var examples = await facts.ListAsync(Watching, Over("SampleEvents.sql", span), (ref RowReader row) => (Source: row.Text(), Name: row.Text(), Properties: row.Text()), cancel).ConfigureAwait(false);
        var grown = examples.SelectMany(e => known.Take(e.Source, e.Name, e.Properties)).Distinct().ToList();
        if (grown.Count == 0)
        {
            return;
        }

        var writer = new RowWriter();
        foreach (var key in grown)
        {
            writer.Text(key.Source).Text(key.Name).Text(key.Property);
            var samples = known.Of(key);
            writer.Size(samples.Count);
            foreach (var sample in samples)
            {
                writer.Text(sample);
            }

            writer.Instant(clock.GetUtcNow());
        }

        await facts.InsertAsync(new FactsInsert("property samples", "property_samples (source, name, property, samples, seen_at)"), One(writer.Written, cancel), cancel).ConfigureAwait(false);
    }

    private async Task<PropertySamples> KnownSamplesAsync(CancellationToken cancel)
    {
        var known = new PropertySamples();
        var rows = await facts.ListAsync(
            Watching, new FactsStatement("known samples", "SELECT source, name, property, samples FROM property_samples FINAL"), (ref RowReader row) => (row.Text(), row.Text(), row.Text(), row.Texts()), cancel).ConfigureAwait(false);
        rows.ForEach(r => known.Remember(r.Item1, r.Item2, r.Item3, r.Item4));
        return known;
    }

    private async Task KeepViolationSamplesAsync(CancellationToken cancel)
    {
        var taken = violationSamples.Take();
        if (taken.Count == 0)
        {
            return;
        }

        var writer = new RowWriter();
        foreach (var sample in taken)
        {
            writer.Text(sample.Source).Text(sample.Name).Text(sample.Violation).Text(sample.Text).Instant(sample.At);
        }

        await facts.InsertAsync(new FactsInsert("violation samples", "violation_samples (source, name, violation, sample, seen_at)"), One(writer.Written, cancel), cancel).ConfigureAwait(false);
    }

    private Task<FactsSummary> StateAsync(Span span, string state, CancellationToken cancel)
    {
        var row = new RowWriter().Instant(span.Since).Instant(span.Until).Text(state);
        return facts.InsertAsync(new FactsInsert("look", "tracking_looks (since, until, state)"), One(row.Written, cancel), cancel);
    }

    private FactsStatement Over(string question, Span span)
    {
        var statement = new FactsStatement(question, SqlFile.Beside<TrackingWatch>(question)).With("since", span.Since).With("until", span.Until).Within(Limits);
        return statement.Sql.Contains("{zone:", StringComparison.Ordinal) ? statement.With("zone", clock.Zone.Id) : statement;
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> One(ReadOnlyMemory<byte> rows, [EnumeratorCancellation] CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        yield return rows;
        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <param name="Events">Arrivals counted before a look; 0 of one that is repeated.</param>
    private sealed record Span(DateTimeOffset Since, DateTimeOffset Until, bool IsDone, long Events = 0);
}
