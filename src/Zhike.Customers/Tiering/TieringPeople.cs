using System.Globalization;
using Zhike.Contracts.Http;
using Zhike.Customers.Profiles;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Tiering;

/// <summary>The people behind the numbers of a tiering: who moved, and who is near a limit.</summary>
internal sealed class TieringPeople(IFacts facts, CustomerListQuery customers)
{
    /// <param name="old">A tier's code, empty for those without one, null for any.</param>
    /// <param name="way">up, down, or empty for any.</param>
    public async Task<Page<MovedCustomer>> MovedAsync(
        Viewer viewer, TieringScheme scheme, (DateOnly From, DateOnly To) days, string? old, string? @new, string way, PageRequest page, CancellationToken cancel)
    {
        var filled = TierSql.Fill("FlowPeople.sql", scheme);
        var statement = new FactsStatement("customers who moved", filled.Sql).WithBound(filled.Parameters)
            .With("from", days.From).With("to", days.To).With("old", PlaceOf(scheme, old)).With("new", PlaceOf(scheme, @new)).With("way", way);
        var (rows, total) = await PageAsync(
            viewer, statement, "customer_id", page, (ref RowReader row) => (Id: row.UInt64(), Old: (int)row.UInt8(), New: (int)row.UInt8()), cancel).ConfigureAwait(false);
        var dressed = await customers.DressAsync(viewer, [.. rows.Select(r => r.Id)], days.To, cancel).ConfigureAwait(false);
        return new Page<MovedCustomer>(
            [.. rows.Where(r => dressed.ContainsKey(r.Id)).Select(r => new MovedCustomer(dressed[r.Id], TieringQueries.CodeOf(scheme, r.Old), TieringQueries.CodeOf(scheme, r.New)))], total);
    }

    /// <summary>The nearest first, measured by the limit they are near to.</summary>
    /// <param name="side">up: just below the next tier; down: just above the limit of their own.</param>
    public async Task<Page<EdgeCustomer>> AtEdgeAsync(Viewer viewer, TieringScheme scheme, DateOnly asOf, string side, PageRequest page, CancellationToken cancel)
    {
        var filled = TierSql.Fill("EdgePeople.sql", scheme);
        var limits = scheme.Tag.Bands.Skip(1).Select(b => b.From!.Value.ToString(CultureInfo.InvariantCulture));
        var statement = new FactsStatement("customers at the edge", filled.Sql.Replace("/*VALUE*/", $"`{scheme.Tag.Key}`", StringComparison.Ordinal))
            .WithBound(filled.Parameters).With("as_of", asOf).With("side", side).With("edge", scheme.Edge).With("limits", $"[{string.Join(',', limits)}]");
        var (rows, total) = await PageAsync(
            viewer, statement, "gap / greatest(abs(edge_at), 0.01), customer_id", page,
            (ref RowReader row) => (Id: row.UInt64(), Place: (int)row.UInt8(), Value: row.Decimal(), Limit: row.Decimal(), Gap: row.Decimal()), cancel).ConfigureAwait(false);
        var dressed = await customers.DressAsync(viewer, [.. rows.Select(r => r.Id)], asOf, cancel).ConfigureAwait(false);
        return new Page<EdgeCustomer>(
            [.. rows.Where(r => dressed.ContainsKey(r.Id)).Select(r => new EdgeCustomer(dressed[r.Id], TieringQueries.CodeOf(scheme, r.Place), r.Value, r.Limit, r.Gap))], total);
    }

    private async Task<(IReadOnlyList<T> Rows, long Total)> PageAsync<T>(
        Viewer viewer, FactsStatement statement, string order, PageRequest page, RowMapper<T> read, CancellationToken cancel)
    {
        var total = await facts.CountAsync(viewer, statement with { Sql = $"SELECT count() FROM ({statement.Sql})" }, cancel).ConfigureAwait(false);
        var rows = await facts.ListAsync(
            viewer,
            (statement with { Sql = $"{statement.Sql}\nORDER BY {order} LIMIT {{size:UInt32}} OFFSET {{offset:UInt64}}" }).With("size", (long)page.Size).With("offset", page.Offset),
            read, cancel).ConfigureAwait(false);
        return (rows, checked((long)total));
    }

    private static long PlaceOf(TieringScheme scheme, string? code) => code switch
    {
        null => -1,
        "" => 0,
        _ => 1 + scheme.Tiers.Select(t => t.Code).ToList().IndexOf(code),
    };
}
