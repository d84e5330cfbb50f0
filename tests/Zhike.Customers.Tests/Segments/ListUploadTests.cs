using System.IO.Compression;
using System.Text;
using Zhike.Customers.Segments.Lists;
using Zhike.Customers.Tests.Bank;
using Zhike.Kernel;

namespace Zhike.Customers.Tests.Segments;

public sealed class ListUploadTests : IAsyncLifetime
{
    private static readonly DateOnly AsOf = new(1994, 3, 31);
    private static readonly Viewer Everything = new("x", OrgPath.Root, "", false, "test");
    private static readonly ListName Name = new("vip", "贵宾", "vip", "wang");

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private TestBank _bank = null!;

    public async Task InitializeAsync()
    {
        _bank = await TestBank.OpenAsync();
        await _bank.AddAsync([.. Enumerable.Range(1, 20).Select(i => new Customer((ulong)i, AsOf.AddDays(-9), OrgPath: i % 2 == 0 ? "/hq/a/o2/" : "/hq/b/o1/"))]);
    }

    public Task DisposeAsync()
    {
        _bank.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_file_is_matched_and_every_row_that_brought_nobody_is_told_by_its_line()
    {
        var report = await ReadAsync("name,客户号\nA,C00000001\nB,C00000002\n\nC,\nD,C00000001\nE,C99999999\nF\n\"G,C00000003\nH,\"C00000004\"\nI,C0 5\n");

        (report.Rows, report.Matched, report.Unmatched, report.Duplicates, report.Bad).ShouldBe((9, 3, 1, 1, 4));
        report.Problems.Select(p => $"{p.Line} {p.Problem} {p.CustomerNo}".TrimEnd()).ShouldBe(
            ["5 empty", "6 duplicate C00000001", "7 unmatched C99999999", "8 no_such_column", "9 open_quote", "11 not_a_number C0 5"]);
        (await _bank.MembersAsync("{list: vip}", AsOf)).ShouldBe([1ul, 2ul, 4ul]);
    }

    [Fact]
    public async Task Without_a_head_the_first_column_counts_and_the_newest_upload_replaces_the_last()
    {
        await ReadAsync("C00000001\r\nC00000002\r\n");
        var report = await ReadAsync("\uFEFFC00000003;x\r\nC00000004;y\r\n");

        (report.Matched, report.Problems.Count).ShouldBe((2, 0));
        (await _bank.MembersAsync("{list: vip}", AsOf)).ShouldBe([3ul, 4ul]);
    }

    [Fact]
    public async Task To_a_viewer_the_customers_of_others_are_unmatched()
    {
        var report = await ReadAsync("C00000001\nC00000002\nC00000004\n", Everything with { Scope = OrgPath.Of("/hq/a/") });

        (report.Matched, report.Unmatched).ShouldBe((2, 1));
        (await _bank.MembersAsync("{list: vip}", AsOf)).ShouldBe([2ul, 4ul]);
    }

    [Fact]
    public async Task An_excel_sheet_is_read_by_its_rows()
    {
        using var book = Workbook(
            "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>1</v></c></row><row r=\"3\"><c r=\"C3\" t=\"s\"><v>2</v></c></row><row r=\"4\"><c r=\"A4\"><v>9</v></c></row><row r=\"5\"><c r=\"C5\" t=\"inlineStr\"><is><t>C00000006</t></is></c></row>",
            "name", "customer_no", "C00000005");

        var report = await _bank.Get<ListUploads>().ReadAsync(Everything, Name, NumberRows.ReadAsync(book, CancellationToken.None), CancellationToken.None);

        (report.Rows, report.Matched, report.Bad).ShouldBe((3, 2, 1));
        report.Problems.Select(p => (p.Line, p.Problem)).ShouldBe([(4, "empty")]);
    }

    [Fact]
    public async Task A_million_rows_with_bad_ones_among_them_stream_through()
    {
        using var file = new MemoryStream();
        using (var writer = new StreamWriter(file, leaveOpen: true))
        {
            for (var i = 1; i <= 1_000_000; i++)
            {
                await writer.WriteLineAsync(i % 1_000 == 0 ? "bad row, no number here" : $"C{i:00000000}");
            }
        }

        file.Position = 0;
        var before = GC.GetTotalAllocatedBytes();
        var report = await _bank.Get<ListUploads>().ReadAsync(Everything, Name, NumberRows.ReadAsync(file, CancellationToken.None), CancellationToken.None);

        (report.Rows, report.Matched, report.Bad, report.Duplicates, report.Problems.Count).ShouldBe((1_000_000, 20, 1_000, 0, 1_000));
        report.Problems[0].ShouldBe(new ListProblem(21, "unmatched", "C00000021"));
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(1L << 30);
        (await _bank.TextsAsync("SELECT toString(count()) FROM list_upload_rows")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task A_file_that_is_empty_or_no_workbook_is_refused()
    {
        (await Should.ThrowAsync<ProblemException>(() => ReadAsync(""))).Problem.Message.ShouldContain("holds no row");
        (await Should.ThrowAsync<ProblemException>(() => ReadAsync("PK\u0003\u0004broken"))).Problem.Message.ShouldContain("cannot be read as an Excel file");
    }

    private async Task<ListReport> ReadAsync(string csv, Viewer? viewer = null)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(csv));
        return await _bank.Get<ListUploads>().ReadAsync(viewer ?? Everything, Name, NumberRows.ReadAsync(file, CancellationToken.None), CancellationToken.None);
    }

    private static MemoryStream Workbook(string rows, params string[] shared)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
            Write("_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Write("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"s1\"/></sheets></workbook>");
            Write("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"s1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"s2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>");
            Write("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{Main}\"><sheetData>{rows}</sheetData></worksheet>");
            Write("xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\">{string.Concat(shared.Select(s => $"<si><t>{s}</t></si>"))}</sst>");

            void Write(string name, string xml)
            {
                using var entry = new StreamWriter(zip.CreateEntry(name).Open());
                entry.Write(xml);
            }
        }

        file.Position = 0;
        return file;
    }
}
