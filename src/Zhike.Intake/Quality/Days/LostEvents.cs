using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Quality.Days;

/// <summary>What came and did not become an event: repetitions and refusals, as the intake counted them.</summary>
internal sealed class LostEvents(IFacts facts, BankClock clock)
{
    private const int UnknownTable = 60;

    private const string OfDay =
        """
        SELECT source, sumIf(events, reason = 'duplicate'), sumIf(events, reason != 'duplicate')
        FROM event_refusals WHERE minute >= toDateTime(addDays({day:Date}, -1), 'UTC') AND toDate(minute, {zone:String}) = {day:Date} GROUP BY source
        """;

    private const string Since =
        """
        SELECT source, reason, field, sum(events) AS total, toDateTime64(max(minute), 3, 'UTC'), arraySlice(groupUniqArrayIf(3)(sample, sample != ''), 1, 3)
        FROM event_refusals WHERE minute >= toDateTime({since:DateTime64(3, 'UTC')}, 'UTC') AND ({source:String} = '' OR source = {source:String})
        GROUP BY source, reason, field ORDER BY total DESC, source, reason, field LIMIT 50
        """;

    private static readonly Viewer Counting = Viewer.Bank("events that were not taken");

    public async Task<Dictionary<string, Lost>> OfDayAsync(DateOnly day, CancellationToken cancel)
    {
        var statement = new FactsStatement("lost events of a day", OfDay).With("day", day).With("zone", clock.Zone.Id);
        var rows = await ListAsync(statement, (ref RowReader row) => (Source: row.Text(), Lost: new Lost((long)row.UInt64(), (long)row.UInt64())), cancel).ConfigureAwait(false);
        return rows.ToDictionary(r => r.Source, r => r.Lost);
    }

    /// <param name="source">Empty for every one.</param>
    public Task<List<Refusal>> SinceAsync(DateTimeOffset since, string source, CancellationToken cancel) => ListAsync(
        new FactsStatement("refusals lately", Since).With("since", since.AddMinutes(-1)).With("source", source),
        (ref RowReader row) => new Refusal(row.Text(), row.Text(), row.Text(), (long)row.UInt64(), row.Instant(), row.Texts()),
        cancel);

    private async Task<List<T>> ListAsync<T>(FactsStatement statement, RowMapper<T> map, CancellationToken cancel)
    {
        try
        {
            return await facts.ListAsync(Counting, statement, map, cancel).ConfigureAwait(false);
        }
        catch (FactsException without) when (without.Code == UnknownTable)
        {
            // A store in which nothing was ever counted as refused.
            return [];
        }
    }
}

internal readonly record struct Lost(long Duplicates, long Refused);

/// <param name="Reason">malformed, duplicate, rate, too_large …</param>
/// <param name="Field">Which was wrong; empty where it was the call.</param>
/// <param name="Samples">The form of what came, not its content.</param>
internal sealed record Refusal(string Source, string Reason, string Field, long Events, DateTimeOffset LastAt, IReadOnlyList<string> Samples);
