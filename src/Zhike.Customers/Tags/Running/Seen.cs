using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Tags.Running;

/// <summary>Which facts had arrived when a run began. Whatever arrives later, however old its date, makes its customer due.</summary>
internal sealed record Seen(string[] Runs, ulong[] Rows, ulong CustomerVersion, ulong HoldingVersion, ulong OutletVersion, DateTimeOffset EventsUntil)
{
    private const string Sql =
        """
        SELECT
            (SELECT groupArray(run) FROM (SELECT toString(run_id) AS run FROM transactions GROUP BY run_id ORDER BY run)),
            (SELECT groupArray(rows) FROM (SELECT toString(run_id) AS run, count() AS rows FROM transactions GROUP BY run_id ORDER BY run)),
            (SELECT max(version) FROM customer_versions),
            (SELECT max(version) FROM holding_versions),
            (SELECT max(version) FROM outlet_versions),
            (SELECT max(received_at) FROM events)
        """;

    /// <summary>Runs that have brought nothing more since; what is not among them may concern somebody.</summary>
    /// <param name="rows">Of each run, now.</param>
    public IEnumerable<string> Still(IReadOnlyDictionary<string, ulong> rows) =>
        Runs.Where((run, i) => i >= Rows.Length || rows.GetValueOrDefault(run) <= Rows[i]);

    public IReadOnlyDictionary<string, ulong> RowsOfRuns() => Runs.Zip(Rows).ToDictionary(r => r.First, r => r.Second);

    public static async Task<Seen> NowAsync(IFacts facts, CancellationToken cancel)
    {
        var rows = await facts.ListAsync(
            Viewer.Bank("tag run"), new FactsStatement("facts seen", Sql).Within(FactsLimits.Batch),
            (ref RowReader row) => new Seen(row.Texts(), row.UInt64s(), row.UInt64OrNull() ?? 0, row.UInt64OrNull() ?? 0, row.UInt64OrNull() ?? 0, row.InstantOrNull() ?? DateTimeOffset.UnixEpoch),
            cancel).ConfigureAwait(false);
        return rows[0];
    }
}
