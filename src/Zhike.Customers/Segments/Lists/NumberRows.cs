using System.Runtime.CompilerServices;
using Zhike.Customers.Spreadsheets;

namespace Zhike.Customers.Segments.Lists;

/// <summary>The customer numbers of a table, row by row; with or without a head.</summary>
internal static class NumberRows
{
    public static async IAsyncEnumerable<NumberRow> ReadAsync(Stream file, [EnumeratorCancellation] CancellationToken cancel)
    {
        int? column = null;
        await foreach (var row in TableFile.ReadAsync(file, ListUploads.RowsMax, cancel).ConfigureAwait(false))
        {
            var line = checked((int)row.Row);
            if (row.Problem is { } problem)
            {
                yield return new NumberRow(line, "", problem);
                continue;
            }

            if (column is null)
            {
                var head = NumberRow.HeadOf(row.Cells);
                column = head ?? 0;
                if (head is not null)
                {
                    continue;
                }
            }

            yield return column >= row.Cells.Count ? new NumberRow(line, "", "no_such_column") : NumberRow.Of(line, row.Cells[column.Value]);
        }
    }
}
