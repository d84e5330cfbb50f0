using System.Runtime.CompilerServices;
using System.Text;
using Zhike.Kernel;

namespace Zhike.Customers.Spreadsheets;

/// <summary>A row of a table that somebody hands in.</summary>
/// <param name="Row">As people count: the line of a text, the row of a sheet, from 1.</param>
/// <param name="Cells">Without the white space around them.</param>
/// <param name="Problem">Why the row cannot be read ("too_long", "open_quote"); it has no cells then.</param>
internal readonly record struct TableRow(long Row, IReadOnlyList<string> Cells, string? Problem)
{
    /// <summary>The problem in words.</summary>
    public string Why => Problem == "too_long" ? $"is longer than {TextRows.RowBytesMax} bytes" : "has a quote that is not closed";

    /// <summary>Nothing where the row has no such cell.</summary>
    public string Cell(int column) => column >= 0 && column < Cells.Count ? Cells[column] : "";
}

/// <summary>Reads a table row by row, whatever it was saved as: text (UTF-8 or GB 18030; comma, semicolon or tab; quotes as in RFC 4180) or the
/// first sheet of an Excel file (.xlsx, .xls). Its first bytes say which. Blank rows are left out but counted.</summary>
internal static class TableFile
{
    /// <summary>For readers that keep what they read.</summary>
    public const int RowsMax = 1_000_000;

    /// <summary>For readers that take the file into memory.</summary>
    public const int BytesMax = 64 << 20;

    private const int HeadBytes = 8;

    // Old Excel saves Chinese as GB 18030; .NET knows it once it is told so.
    static TableFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <param name="file">Need not be seekable: a workbook, whose directory stands at its end, goes by way of a temporary file then.</param>
    /// <exception cref="ProblemException">It is no table, or too long.</exception>
    public static async IAsyncEnumerable<TableRow> ReadAsync(Stream file, int rowsMax, [EnumeratorCancellation] CancellationToken cancel)
    {
        var head = new byte[HeadBytes];
        var known = await file.ReadAtLeastAsync(head, HeadBytes, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
        var rows = KindOf(head.AsSpan(0, known)) is { } kind
            ? WorkbookAsync(kind, head.AsMemory(0, known), file, cancel)
            : new TextRows(head.AsMemory(0, known), file).ReadAsync(cancel);
        var read = 0;
        await foreach (var row in rows.ConfigureAwait(false))
        {
            if (row.Problem is null && row.Cells.All(c => c.Length == 0))
            {
                continue;
            }

            // One more than the rows: the head.
            if (++read > rowsMax + 1)
            {
                throw new ProblemException(new Problem(ProblemKind.LimitExceeded, "too_many_rows", $"A file may hold {rowsMax} rows; split it."));
            }

            yield return row;
        }
    }

    private static WorkbookKind? KindOf(ReadOnlySpan<byte> head) =>
        head.StartsWith("PK"u8) ? WorkbookKind.OpenXml
        : head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? WorkbookKind.Binary
        : null;

    private static async IAsyncEnumerable<TableRow> WorkbookAsync(
        WorkbookKind kind, ReadOnlyMemory<byte> head, Stream file, [EnumeratorCancellation] CancellationToken cancel)
    {
        var copy = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        await using var closed = copy.ConfigureAwait(false);
        await copy.WriteAsync(head, cancel).ConfigureAwait(false);
        await file.CopyToAsync(copy, cancel).ConfigureAwait(false);
        copy.Position = 0;
        foreach (var row in WorkbookRows.Read(copy, kind))
        {
            cancel.ThrowIfCancellationRequested();
            yield return row;
        }
    }
}
