using Zhike.Kernel;

namespace Zhike.Storage.Facts;

/// <summary>The everyday shapes of an answer, over <see cref="IFacts.StreamAsync"/>.</summary>
public static class FactsReading
{
    public static async Task<List<T>> ListAsync<T>(
        this IFacts facts, Viewer viewer, FactsStatement statement, RowMapper<T> map, CancellationToken cancel)
    {
        var rows = new List<T>();
        await foreach (var row in facts.StreamAsync(viewer, statement, map, cancel).ConfigureAwait(false))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>The first row, or null when there is none.</summary>
    public static async Task<T?> FirstOrNullAsync<T>(
        this IFacts facts, Viewer viewer, FactsStatement statement, RowMapper<T> map, CancellationToken cancel)
        where T : class
    {
        await foreach (var row in facts.StreamAsync(viewer, statement, map, cancel).ConfigureAwait(false))
        {
            return row;
        }

        return null;
    }

    /// <summary>One UInt64: SELECT count() …; 0 where it is null or there is no row. A scalar subquery makes it nullable.</summary>
    public static async Task<ulong> CountAsync(this IFacts facts, Viewer viewer, FactsStatement statement, CancellationToken cancel)
    {
        // Read to its end, so that the statement need not be stopped.
        var counts = await facts.ListAsync(viewer, statement, (ref Rows.RowReader row) => row.UInt64OrNull() ?? 0, cancel).ConfigureAwait(false);
        return counts.FirstOrDefault();
    }
}
