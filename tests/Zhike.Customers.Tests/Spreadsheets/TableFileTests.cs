using System.Text;
using Zhike.Customers.Spreadsheets;
using Zhike.Kernel;

namespace Zhike.Customers.Tests.Spreadsheets;

public sealed class TableFileTests
{
    static TableFileTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("客户号,值\r\nC1,黄金\r\n", "1 客户号|值", "2 C1|黄金")]
    [InlineData("a;b\n1,5;2\n", "1 a|b", "2 1,5|2")]
    [InlineData("a\tb\n 1 \t\"2\t3\" \n", "1 a|b", "2 1|2\t3")]
    [InlineData("a,b\n\n,\n\"x \"\"y\"\"\nz\",2\nlast", "1 a|b", "4 x \"y\"\nz|2", "6 last")]
    [InlineData("a\n\"open,1\nb\n", "1 a", "2 open_quote", "3 b")]
    [InlineData("a\n\"shut\"x,1\nb\n", "1 a", "2 open_quote", "3 b")]
    [InlineData("a\nin \"the\" middle\n", "1 a", "2 in \"the\" middle")]
    public async Task A_text_is_cut_into_rows_as_people_number_them(string text, params string[] rows)
    {
        foreach (var encoding in new[] { new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), Encoding.GetEncoding("GB18030") })
        {
            (await ReadAsync([.. encoding.GetPreamble(), .. encoding.GetBytes(text)], piece: 1)).ShouldBe(rows);
        }
    }

    [Fact]
    public async Task What_is_written_is_read_however_it_comes_in_pieces()
    {
        var random = new Random(11);
        var alphabet = new[] { "a", "7", "客", "户", "\"", ",", "\n", " x", "" };
        var table = Enumerable.Range(0, 4_000).Select(_ => Enumerable.Range(0, 4).Select(i => $"k{i}" + string.Concat(random.GetItems(alphabet, random.Next(40)))).ToArray()).ToList();
        var text = string.Concat(table.Select(row => string.Join(',', row.Select(c => $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n"));

        foreach (var encoding in new[] { Encoding.UTF8, Encoding.GetEncoding("GB18030") })
        {
            foreach (var piece in new[] { 7, 4_096, 1 << 20 })
            {
                (await ReadAsync(encoding.GetBytes(text), piece)).Select(r => r[(r.IndexOf(' ', StringComparison.Ordinal) + 1)..])
                    .ShouldBe(table.Select(row => string.Join('|', row.Select(c => c.Trim()))));
            }
        }
    }

    [Fact]
    public async Task A_row_too_long_costs_itself_only()
    {
        var text = $"a\n{new string('x', TextRows.RowBytesMax * 9)}\nb\n{new string('y', TextRows.RowBytesMax - 1)}\n";

        (await ReadAsync(Encoding.UTF8.GetBytes(text), 100_000)).Select(r => r[..Math.Min(r.Length, 10)]).ShouldBe(["1 a", "2 too_long", "3 b", "4 yyyyyyyy"]);
    }

    [Fact]
    public async Task A_workbook_keeps_its_texts_and_counts_blank_rows()
    {
        var file = WorkbookWriter.Write([("名单", [["客户号", "原因"], ["C1", "a \"b\" <c>"], ["", ""], ["C2", ""]]), ("other", [["x"]])]);

        (await ReadAsync(file, 1_000)).ShouldBe(["1 客户号|原因", "2 C1|a \"b\" <c>", "4 C2|"]);
    }

    [Fact]
    public async Task What_is_no_table_or_too_long_is_refused()
    {
        (await RefusalAsync([0xFF, 0xFE, 0x41])).Message.ShouldContain("UTF-16");
        (await RefusalAsync([(byte)'P', (byte)'K', 3, 4])).Message.ShouldContain("cannot be read as an Excel file (.xlsx, .xls)");
        (await RefusalAsync([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0])).Message.ShouldContain("cannot be read as an Excel file (.xlsx, .xls)");
        (await RefusalAsync("head\n1\n2\n3\n"u8.ToArray(), rowsMax: 2)).Message.ShouldBe("A file may hold 2 rows; split it.");
        (await ReadAsync([], 1)).ShouldBeEmpty();
    }

    /// <summary>The rows of a small file, for other tests too.</summary>
    internal static async Task<List<TableRow>> RowsAsync(byte[] content, int piece = 4_096, int rowsMax = TableFile.RowsMax)
    {
        var rows = new List<TableRow>();
        await foreach (var row in TableFile.ReadAsync(new Pieces(content, piece), rowsMax, CancellationToken.None))
        {
            rows.Add(row);
        }

        return rows;
    }

    internal static async Task<IReadOnlyList<string>> ReadAsync(byte[] content, int piece = 4_096, int rowsMax = TableFile.RowsMax) =>
        (await RowsAsync(content, piece, rowsMax)).ConvertAll(row => FormattableString.Invariant($"{row.Row} {row.Problem ?? string.Join('|', row.Cells)}"));

    private static async Task<Problem> RefusalAsync(byte[] content, int rowsMax = TableFile.RowsMax) =>
        (await Should.ThrowAsync<ProblemException>(() => ReadAsync(content, rowsMax: rowsMax))).Problem;

    /// <summary>Hands out so many bytes at once, and cannot be sought in, as a request's body.</summary>
    private sealed class Pieces(byte[] content, int piece) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, piece));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, piece)], cancellationToken);
    }
}
