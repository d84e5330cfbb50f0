using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Zhike.Contracts.Customers;
using Zhike.Customers.Segments.Exports;
using Zhike.Customers.Spreadsheets;
using PersonalRecord = Zhike.Contracts.Customers.PersonalData;

namespace Zhike.Customers.Tests.Segments.Exports;

/// <summary>What stands in an exported file, and what a copy of it gives away.</summary>
public sealed class ExportFileTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+86 138", "'+86 138")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("  =cmd|'/c calc'!A1", "'  =cmd|'/c calc'!A1")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("张=伟", "张=伟")]
    [InlineData("13812345678", "13812345678")]
    [InlineData("110101197004011234", "\t110101197004011234")]
    [InlineData("", "")]
    public void A_text_that_a_spreadsheet_would_run_or_round_is_made_harmless(string text, string written) => CsvWriter.Harmless(text).ShouldBe(written);

    [Fact]
    public async Task A_formula_in_a_customers_name_is_a_text_in_either_format()
    {
        var stage = await ExportStage.NewAsync();
        var seal = await stage.Bank.Get<ISealing>().OpenAsync(CancellationToken.None);
        var s = seal(1, new PersonalRecord("=HYPERLINK(\"http://x\",\"看\")", "+8613812345678", "", "", ""));
        await stage.Bank.RunAsync($"INSERT INTO customer_secret_versions VALUES (1, '{s.Name}', '{s.Phone}', '{s.Email}', '{s.IdNumber}', '{s.Address}', '{s.NameHash}', '{s.PhoneHash}', '{s.EmailHash}', '{s.IdNumberHash}', '{s.KeyId}', 2, '')");

        var csv = await stage.WrittenAsync(ExportStage.PragueHead, ExportStage.Wish(unmasked: true));
        var book = await stage.WrittenAsync(ExportStage.PragueHead, ExportStage.Wish("xlsx", unmasked: true));

        (await stage.TextAsync(ExportStage.PragueHead, csv.Id)).ShouldContain("C00000001,\"'=HYPERLINK(\"\"http://x\"\",\"\"看\"\")\",'+8613812345678,");
        Sheet(await stage.BytesAsync(ExportStage.PragueHead, book.Id), 1).ShouldContain("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">=HYPERLINK(");
        Sheet(await stage.BytesAsync(ExportStage.PragueHead, book.Id), 1).ShouldNotContain("<f>");
    }

    [Fact]
    public async Task A_csv_file_opens_in_a_chinese_excel_and_says_at_its_end_who_answers_for_it()
    {
        var stage = await ExportStage.NewAsync();
        var ready = await stage.WrittenAsync(ExportStage.Wang, ExportStage.Wish(columns: ["customer_no", "gender", "age", "opened_on", "outlet", "manager"]));

        var file = await stage.BytesAsync(ExportStage.Wang, ready.Id);
        file[..3].ShouldBe(new byte[] { 0xEF, 0xBB, 0xBF });
        var lines = Encoding.UTF8.GetString(file[3..]).Split("\r\n");
        lines[0].ShouldBe("客户号,性别,年龄,开户日期,归属网点,客户经理,溯源码");
        ExportStage.Rows(Encoding.UTF8.GetString(file))[..2].ShouldBe(["C00000001,女,23,1993-05-01,一号支行,陈经理", "C00000002,男,,1994-03-20,一号支行,m2"]);
        lines[4..^1].ShouldBe(
        [
            "# 申请人,wang", "# 导出时间,1994-03-31 10:00:00 +08:00", $"# 导出编号,\"\t{ready.Id}\"", $"# 溯源标记,{ready.Mark}", "# 批准人,zhao", "# 客群,all@1 1994-03-31", "# 客户数,3",
            "# 用途,三月回访名单", "# 声明,含客户信息，仅限申请用途，到期删除，禁止转发",
        ]);
    }

    [Fact]
    public async Task A_workbook_holds_numbers_as_numbers_its_watermark_apart_and_the_trace_codes_hidden()
    {
        var stage = await ExportStage.NewAsync();
        await stage.Bank.InstallAsync(
            "tag", "{key: all_credits, name: {zh: 存入笔数, en: Credits}, dimension: transaction, kind: measure, fact: transactions, aggregate: count, where: {direction: credit}, type: count}",
            "{key: paid_in, name: {zh: 有存入, en: Paid in}, dimension: activity, kind: measure, fact: transactions, aggregate: exists, where: {direction: credit}, type: flag}");
        await stage.Bank.TagAsync(new DateOnly(1994, 3, 31));
        var ready = await stage.WrittenAsync(ExportStage.Wang, ExportStage.Wish("xlsx", columns: ["tag.paid_in", "customer_no", "tag.all_credits"]) with { Language = "en" });

        var file = await stage.BytesAsync(ExportStage.Wang, ready.Id);
        var rows = new List<IReadOnlyList<string>>();
        await foreach (var row in TableFile.ReadAsync(new MemoryStream(file), TableFile.RowsMax, CancellationToken.None))
        {
            rows.Add(row.Cells);
        }

        rows[0].ShouldBe(["Paid in", "Customer number", "Credits", "Trace code"]);
        rows.Skip(1).Select(r => string.Join("|", r.Take(3))).Order(StringComparer.Ordinal).ShouldBe(["no|C00000002|0", "no|C00000003|0", "yes|C00000001|2"]);
        var sheet = Sheet(file, 1);
        sheet.ShouldContain("<c><v>2</v></c>");
        sheet.ShouldContain("<col min=\"4\" max=\"4\" width=\"20\" hidden=\"1\" customWidth=\"1\"/>");
        Sheet(file, 2).ShouldContain($">Export</t></is></c><c t=\"inlineStr\"><is><t xml:space=\"preserve\">{ready.Id}<");
        Entry(file, "docProps/core.xml").ShouldContain($"<dc:creator>wang</dc:creator><dc:description>{ready.Mark} {ready.Id}</dc:description>");
    }

    [Fact]
    public async Task A_leaked_row_leads_to_its_export_and_its_customer()
    {
        var stage = await ExportStage.NewAsync();
        var ready = await stage.WrittenAsync(ExportStage.Wang, ExportStage.Wish(columns: "customer_no"));
        var leaked = (await stage.TextAsync(ExportStage.Wang, ready.Id)).Split("\r\n").Single(l => l.StartsWith("C00000002", StringComparison.Ordinal)).Split(',')[1];

        var traced = (await stage.Files.TraceAsync(ExportStage.Zhao, $" {leaked.ToLowerInvariant()} ", CancellationToken.None)).Value;
        (traced.Export.Id, traced.Export.RequestedBy, traced.CustomerNos.Single()).ShouldBe((ready.Id, "wang", "C00000002"));
        (await stage.Files.TraceAsync(ExportStage.Zhao, ready.Mark, CancellationToken.None)).Value.CustomerNos.ShouldBeEmpty();
        var forged = $"{ready.Mark}-{(leaked[^6..] == "000000" ? "000001" : "000000")}";
        (await stage.Files.TraceAsync(ExportStage.Zhao, forged, CancellationToken.None)).Value.CustomerNos.ShouldBeEmpty();
        (await stage.Files.TraceAsync(ExportStage.Zhao, "not a code", CancellationToken.None)).Problem!.Errors.Single().Field.ShouldBe("code");
        (await stage.Files.TraceAsync(ExportStage.Zhao, "0000000000", CancellationToken.None)).Problem!.Code.ShouldBe("not_found");
        (await stage.Files.TraceAsync(ExportStage.SouthHead, leaked, CancellationToken.None)).Problem!.Code.ShouldBe("not_found");
    }

    [Fact]
    public async Task Rows_stand_in_the_order_that_the_export_drew()
    {
        var stage = await ExportStage.NewAsync();
        await stage.Bank.RunAsync("""
            INSERT INTO customer_versions (customer_id, customer_no, opened_on, org_path, version) SELECT 100 + number, concat('X', toString(number)), '1993-01-01', '/hq/', 1 FROM numbers(200);
            INSERT INTO segment_members SELECT 'all', 2, toDate('1994-03-31'), now(), groupBitmapState(100 + number) FROM numbers(200);
            """);

        var one = await stage.WrittenAsync(ExportStage.Wang, ExportStage.Wish(columns: "customer_no"));
        var two = await stage.WrittenAsync(ExportStage.Wang, ExportStage.Wish(columns: "customer_no"));

        var (a, b) = (Parts(await stage.TextAsync(ExportStage.Wang, one.Id)), Parts(await stage.TextAsync(ExportStage.Wang, two.Id)));
        a.Select(r => r[0]).ShouldBe(b.Select(r => r[0]), ignoreOrder: true);
        a.Select(r => r[0]).SequenceEqual(b.Select(r => r[0])).ShouldBeFalse();
        a.Select(r => r[1]).ShouldBe(a.Select(r => r[1]).Order(StringComparer.Ordinal));

        static List<string[]> Parts(string csv) => [.. csv.Split("\r\n").Skip(1).TakeWhile(l => !l.StartsWith('#')).Select(l => l.Split(','))];
    }

    [Fact]
    public async Task What_lies_on_the_disk_says_nothing_without_its_key_and_a_change_of_it_is_found()
    {
        var stage = await ExportStage.NewAsync();
        var ready = await stage.WrittenAsync(ExportStage.Wang, ExportStage.Wish());
        var path = Path.Combine(stage.Folder, "exports", $"{ready.Id}.sealed");
        var bytes = await File.ReadAllBytesAsync(path);

        Encoding.UTF8.GetString(bytes).ShouldNotContain("C0000000");
        bytes[40] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        await Should.ThrowAsync<AuthenticationTagMismatchException>(() => stage.BytesAsync(ExportStage.Wang, ready.Id));
        File.Delete(Path.Combine(stage.Folder, "keys", "exports", $"{ready.Id}.key"));
        (await stage.Files.OpenAsync(ExportStage.Wang, ready.Id, CancellationToken.None)).Problem!.Code.ShouldBe("file_gone");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(300_000)]
    public void A_sealed_file_gives_back_what_was_written_and_notices_an_end_cut_off(int length)
    {
        var path = Path.GetTempFileName();
        var (key, plain) = (RandomNumberGenerator.GetBytes(SealedFile.KeyBytes), RandomNumberGenerator.GetBytes(length));
        using (var file = File.Create(path))
        {
            using var writer = new SealedFile.Writer(file, key);
            writer.Write(plain.AsSpan(0, length / 3));
            writer.Write(plain.AsSpan(length / 3));
        }

        Read().ShouldBe(plain);
        var whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..(whole.Length > 65_552 ? 65_552 : whole.Length - 1)]);
        Should.Throw<CryptographicException>(() => Read());
        File.Delete(path);

        byte[] Read()
        {
            using var reader = new SealedFile.Reader(File.OpenRead(path), key);
            using var into = new MemoryStream();
            reader.CopyTo(into);
            return into.ToArray();
        }
    }

    private static string Sheet(byte[] book, int number) => Entry(book, FormattableString.Invariant($"xl/worksheets/sheet{number}.xml"));

    private static string Entry(byte[] book, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(book));
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
