using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Tags.Realtime;

/// <summary>How far the facts had come at a look. Equal marks: nothing came between.</summary>
/// <param name="Runs">Rows of each run of transactions: a run comes in many pieces.</param>
internal sealed record Marks(
    ulong Events, DateTimeOffset EventsUntil, ulong CustomerVersion, ulong HoldingVersion, ulong Transactions,
    DateTimeOffset EnteredUntil, DateTimeOffset DecidedUntil)
{
    private static readonly Viewer Looking = Viewer.Bank("real-time tags");

    public IReadOnlyDictionary<string, ulong> Runs { get; private init; } = new Dictionary<string, ulong>();

    public static async Task<Marks> NowAsync(IFacts facts, Marks? last, CancellationToken cancel)
    {
        var from = last?.EventsUntil ?? DateTimeOffset.UnixEpoch;
        var rows = await facts.ListAsync(
            Looking,
            new FactsStatement("surroundings of tags", SqlFile.Beside<Marks>("Surroundings.sql")).With("events_from", from).Within(FactsLimits.Batch),
            (ref RowReader row) => new Marks(
                row.UInt64OrNull() ?? 0, Later(row.InstantOrNull(), from),
                row.UInt64OrNull() ?? 0, row.UInt64OrNull() ?? 0, row.UInt64OrNull() ?? 0,
                Later(row.InstantOrNull(), DateTimeOffset.UnixEpoch), Later(row.InstantOrNull(), DateTimeOffset.UnixEpoch)),
            cancel).ConfigureAwait(false);
        return rows[0] with { Runs = last is not null && last.Transactions == rows[0].Transactions ? last.Runs : await RunsAsync(facts, cancel).ConfigureAwait(false) };
    }

    /// <summary>Runs that have more rows than they had then.</summary>
    public IReadOnlyList<string> GrownSince(Marks last) => ReferenceEquals(Runs, last.Runs)
        ? []
        : [.. Runs.Where(run => run.Value > last.Runs.GetValueOrDefault(run.Key)).Select(run => run.Key)];

    private static async Task<IReadOnlyDictionary<string, ulong>> RunsAsync(IFacts facts, CancellationToken cancel)
    {
        var runs = await facts.ListAsync(
            Looking, new FactsStatement("runs of transactions", "SELECT toString(run_id), count() FROM transactions GROUP BY run_id").Within(FactsLimits.Batch),
            (ref RowReader row) => (Run: row.Text(), Rows: row.UInt64()), cancel).ConfigureAwait(false);
        return runs.ToDictionary(r => r.Run, r => r.Rows);
    }

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;
}
