using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Tags.Running;

/// <summary>Which facts had arrived when a run began. Whatever arrives later, however old its date, makes its customer due.</summary>
internal sealed record Seen(string[] Runs, ulong CustomerVersion, ulong HoldingVersion, ulong OutletVersion, DateTimeOffset EventsUntil)
{
    private const string Sql =
        """
        SELECT
            (SELECT groupArray(toString(run_id)) FROM (SELECT run_id FROM transactions GROUP BY run_id)),
            (SELECT max(version) FROM customer_versions),
            (SELECT max(version) FROM holding_versions),
            (SELECT max(version) FROM outlet_versions),
            (SELECT max(received_at) FROM events)
        """;

    public static async Task<Seen> NowAsync(IFacts facts, CancellationToken cancel)
    {
        var rows = await facts.ListAsync(
            Viewer.Bank("tag run"), new FactsStatement("facts seen", Sql).Within(FactsLimits.Batch),
            (ref RowReader row) => new Seen(row.Texts(), row.UInt64OrNull() ?? 0, row.UInt64OrNull() ?? 0, row.UInt64OrNull() ?? 0, row.InstantOrNull() ?? DateTimeOffset.UnixEpoch),
            cancel).ConfigureAwait(false);
        return rows[0];
    }
}
