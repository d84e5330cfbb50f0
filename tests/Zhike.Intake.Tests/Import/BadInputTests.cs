using System.Globalization;
using System.IO.Compression;
using System.Text;
using Zhike.Contracts.Customers;
using Zhike.Intake.Import;
using Zhike.Kernel;
using Zhike.Storage.Records;

namespace Zhike.Intake.Tests.Import;

/// <summary>What a bank's files get wrong, and what the import says of it.</summary>
[Collection(nameof(Alone))]
public sealed class BadInputTests
{
    private const string Seed =
        """
        INSERT INTO customer_versions (customer_id, customer_no, opened_on, version) VALUES (1, 'C1', '1993-01-01', 1), (2, 'C2', '1993-01-01', 1);
        INSERT INTO account_versions (account_id, account_no, customer_id, opened_on, version) VALUES (11, 'A1', 1, '1993-01-01', 1), (12, 'A2', 2, '1993-01-01', 1);
        """;

    private const string Transactions =
        """
        mapping: test
        source: {path: rows.csv}
        target: transactions
        columns:
          transaction_id: id
          account_no: account
          booked_on: day
          direction: {from: direction, codes: {in: credit, out: debit}}
          amount: amount
          counterparty_account: other
        """;

    private const string Head = "id,account,day,direction,amount,other\n";

    [Theory]
    [InlineData("x,A1,1994-01-01,in,1,", "transaction_id", "whole number")]
    [InlineData(",A1,1994-01-01,in,1,", "transaction_id", "must have one")]
    [InlineData("1,A9,1994-01-01,in,1,", "account_no", "not among the imported accounts")]
    [InlineData("1,,1994-01-01,in,1,", "account_no", "must have one")]
    [InlineData("1,A1,1994-02-31,in,1,", "booked_on", "a date written yyyy-MM-dd")]
    [InlineData("1,A1,31.01.1994,in,1,", "booked_on", "a date written yyyy-MM-dd")]
    [InlineData("1,A1,1994-01-01,sideways,1,", "direction", "code table does not know")]
    [InlineData("1,A1,1994-01-01,in,1.234,", "amount", "at most two decimals")]
    [InlineData("1,A1,1994-01-01,in,-5,", "amount", "zero or more")]
    [InlineData("1,A1,1994-01-01,in,many,", "amount", "but is \"many\"")]
    [InlineData("1,A1,1994-01-01,in,1", "", "has 5 fields where 6 are expected")]
    [InlineData("1,A1,1994-01-01,in,1,,", "", "has 7 fields where 6 are expected")]
    [InlineData("1,A1,1994-01-01,\"in\"x,1,", "direction", "goes on after its closing quote")]
    public async Task A_bad_row_is_refused_with_its_column_and_reason_and_the_rest_is_kept(string row, string column, string why)
    {
        var stage = await StageAsync();

        var report = await stage.ImportAsync(Transactions, $"{Head}7,A1,1994-01-01,in,1.5,\n{row}\n8,A2,1994-01-02,out,2,\n");

        (report.Rows, report.Accepted, report.RefusedRows).ShouldBe((3, 2, 1));
        var refusal = report.Refused.ShouldHaveSingleItem();
        (refusal.Row, refusal.Column).ShouldBe((2, column is "direction" && why.StartsWith("goes", StringComparison.Ordinal) ? "direction" : column));
        refusal.Why.ShouldContain(why);
        (await stage.CountAsync("SELECT count() FROM transactions")).ShouldBe(2);
    }

    [Fact]
    public async Task A_reason_that_names_an_erased_customer_is_blanked_and_the_others_stay()
    {
        var stage = await StageAsync();
        var report = await stage.ImportAsync(Transactions, $"{Head}1,A77,1994-01-01,in,1,\n2,A778,1994-01-01,in,1,\n");

        var erased = await new EraseRefusedRows(stage.Service<IRecords>()).EraseAsync(new ErasedPerson(77, ["A77"]), CancellationToken.None);

        erased.ShouldHaveSingleItem().Rows.ShouldBe(1);
        (await stage.Log.RefusalsAsync(report.RunId, CancellationToken.None)).Select(r => (r.Row, r.Code, r.Why.Length > 0, r.Values.Count)).ShouldBe(
            [(1, "not_imported", false, 0), (2, "not_imported", true, 2)]);
    }

    [Fact]
    public async Task Everything_wrong_with_a_row_is_said_at_once()
    {
        var stage = await StageAsync();

        var report = await stage.ImportAsync(Transactions, $"{Head}x,A9,never,up,-1,\n");

        report.Refused.Select(r => r.Column).ShouldBe(["transaction_id", "account_no", "booked_on", "direction", "amount"]);
        report.RefusedRows.ShouldBe(1);
    }

    [Fact]
    public async Task A_personal_value_is_reported_by_its_shape_only()
    {
        var stage = await StageAsync();

        var report = await stage.ImportAsync(
            """
            mapping: people
            source: {path: rows.csv}
            target: customers
            columns:
              customer_no: no
              opened_on: {constant: 1993-01-01}
              birth_date: born
            """,
            "no,born\nC9,born 1970-01\n");

        report.Refused.Single().Why.ShouldContain("aaaa 9999-99");
        report.Refused.Single().Why.ShouldNotContain("1970");
    }

    [Fact]
    public async Task Wrong_bytes_are_refused_where_utf8_is_promised()
    {
        var stage = await StageAsync();
        stage.Write("mapping.yaml", Transactions);
        stage.Write("rows.csv", [.. Encoding.ASCII.GetBytes(Head + "1,A1,1994-01-01,in,1,"), 0xC4, 0xE3, .. "\n2,A1,1994-01-01,in,1,好\n"u8]);

        var report = (await stage.RunAsync("mapping.yaml")).Single();

        report.Refused.ShouldHaveSingleItem().ShouldBe(new RowRefusal(1, "other", "is not valid UTF-8"));
        (await stage.TextAsync("SELECT counterparty_account FROM transactions")).ShouldBe("好");
    }

    [Fact]
    public async Task Gb18030_and_latin1_files_arrive_as_what_they_say()
    {
        var stage = await StageAsync();
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        stage.Write("gb.yaml", Transactions.Replace("rows.csv", "gb.csv, encoding: gb18030", StringComparison.Ordinal));
        stage.Write("gb.csv", Encoding.GetEncoding("GB18030").GetBytes(Head + "1,A1,1994-01-01,in,1,你好\n"));
        stage.Write("latin.yaml", Transactions.Replace("rows.csv", "latin.csv, encoding: latin1", StringComparison.Ordinal));
        stage.Write("latin.csv", Encoding.Latin1.GetBytes(Head + "2,A1,1994-01-01,in,1,\"Plzeò \"\"1\"\"\"\n"));

        await stage.RunAsync("gb.yaml");
        await stage.RunAsync("latin.yaml");

        (await stage.TextsAsync("SELECT counterparty_account FROM transactions ORDER BY transaction_id")).ShouldBe(["你好", "Plzeò \"1\""]);
    }

    [Fact]
    public async Task A_field_of_many_megabytes_is_refused_without_being_held()
    {
        var stage = await StageAsync();
        stage.Write("mapping.yaml", Transactions.Replace("rows.csv", "rows.csv.gz", StringComparison.Ordinal));
        var block = Encoding.ASCII.GetBytes(new string('x', 1 << 20));
        using (var file = new GZipStream(File.Create(Path.Combine(stage.Folder, "rows.csv.gz")), CompressionLevel.Fastest))
        {
            file.Write(Encoding.ASCII.GetBytes(Head + "1,A1,1994-01-01,in,1,\""));
            for (var i = 0; i < 300; i++)
            {
                file.Write(block);
            }

            file.Write("\"\n2,A1,1994-01-01,in,1,y\n"u8);
        }

        var before = GC.GetTotalAllocatedBytes();
        var report = (await stage.RunAsync("mapping.yaml")).Single();

        (report.Accepted, report.Refused.Single().Why).ShouldBe((1, $"is larger than {CsvScanner.RowBytesMax} bytes"));
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(150L << 20);
    }

    [Fact]
    public async Task A_field_beyond_its_limit_is_refused_by_name()
    {
        var stage = await StageAsync();

        var report = await stage.ImportAsync(
            Transactions.Replace("rows.csv", "rows.csv, field_bytes_max: 20", StringComparison.Ordinal), $"{Head}1,A1,1994-01-01,in,1,{new string('9', 21)}\n");

        report.Refused.Single().ShouldBe(new RowRefusal(1, "other", "is larger than 20 bytes"));
    }

    [Fact]
    public async Task The_first_bad_row_stops_an_import_that_says_so()
    {
        var stage = await StageAsync();

        var report = await stage.ImportAsync(Transactions + "\nbad_rows: {action: stop}", $"{Head}1,A1,1994-01-01,in,1,\nx,A1,1994-01-01,in,1,\n");

        report.Stopped.ShouldNotBeNull().ShouldContain("bad_rows.action");
        (await stage.CountAsync("SELECT count() FROM transactions")).ShouldBe(0);
    }

    [Fact]
    public async Task More_bad_rows_than_the_limit_stop_it_too()
    {
        var stage = await StageAsync();

        var report = await stage.ImportAsync(Transactions + "\nbad_rows: {limit: 2}", $"{Head}x,A1,1994-01-01,in,1,\ny,A1,1994-01-01,in,1,\nz,A1,1994-01-01,in,1,\n");

        report.Stopped.ShouldNotBeNull().ShouldContain("bad_rows.limit");
    }

    [Fact]
    public async Task A_transaction_that_is_there_with_another_content_is_a_conflict_and_stays_as_it_was()
    {
        var stage = await StageAsync();
        await stage.ImportAsync(Transactions, $"{Head}1,A1,1994-01-01,in,1,\n2,A1,1994-01-01,in,2,\n");

        var report = await stage.ImportAsync(Transactions, $"{Head}1,A1,1994-01-01,in,99,\n2,A1,1994-01-01,in,2,\n3,A1,1994-01-01,in,3,\n3,A1,1994-01-01,in,3,\n3,A1,1994-01-01,in,4,\n");

        (report.Accepted, report.Unchanged, report.Conflicts).ShouldBe((1, 2, 2));
        report.Refused.Select(r => r.Row).ShouldBe([1, 5]);
        (await stage.TextAsync("SELECT toString(sum(amount)) FROM transactions")).ShouldBe("6");
    }

    [Fact]
    public async Task A_changed_customer_becomes_a_new_version_of_the_same_number()
    {
        var stage = await StageAsync();
        const string mapping =
            """
            mapping: customers
            source: {path: rows.csv}
            target: customers
            columns: {customer_no: no, opened_on: since, gender: gender}
            """;
        await stage.ImportAsync(mapping, "no,since,gender\nC5,1993-01-01,F\nC4,1993-01-02,\n");

        var report = await stage.ImportAsync(mapping, "no,since,gender\nC5,1993-01-01,M\nC4,1993-01-02,\nC3,1993-01-03,F\n");

        (report.Accepted, report.Unchanged).ShouldBe((2, 1));
        (await stage.TextsAsync("SELECT concat(toString(customer_id), ' ', customer_no, ' ', gender) FROM customers WHERE customer_id > 2 ORDER BY customer_id"))
            .ShouldBe(["3 C4 ", "4 C5 M", "5 C3 F"]);
    }

    [Fact]
    public async Task A_dry_run_counts_and_stores_nothing()
    {
        var stage = await StageAsync();

        var report = await stage.ImportAsync(Transactions, $"{Head}1,A1,1994-01-01,in,1,\nx,A1,1994-01-01,in,1,\n", dryRun: true);

        (report.Accepted, report.RefusedRows).ShouldBe((1, 1));
        (await stage.CountAsync("SELECT count() FROM transactions")).ShouldBe(0);
    }

    [Theory]
    [InlineData("", "even a header")]
    [InlineData("a,b\n1,2\n", "is not a field of rows.csv")]
    public async Task A_file_without_what_the_mapping_needs_is_refused_before_anything_is_read(string file, string why)
    {
        var stage = await StageAsync();

        (await Should.ThrowAsync<ProblemException>(() => stage.ImportAsync(Transactions, file))).Problem.Message.ShouldContain(why);
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        var stage = await StageAsync();
        stage.Write("mapping.yaml", Transactions);

        var refused = await Should.ThrowAsync<ProblemException>(() => stage.RunAsync("mapping.yaml"));

        refused.Problem.Errors.Single().Field.ShouldBe("source.path");
        (await stage.Log.ListAsync(new Contracts.Http.PageRequest(1, 1), CancellationToken.None)).Items.Single().State.ShouldBe(ImportState.Failed);
    }

    [Fact]
    public async Task Nothing_of_an_import_stays_in_the_engine_but_the_rows()
    {
        var stage = await StageAsync();

        await stage.ImportAsync(Transactions, $"{Head}1,A1,1994-01-01,in,1,\n");

        (await stage.TextsAsync("SELECT name FROM system.tables WHERE database = currentDatabase() AND startsWith(name, 'import_')")).ShouldBeEmpty();
    }

    private static async Task<ImportStage> StageAsync()
    {
        var stage = await ImportStage.NewAsync();
        await Testing.TestEngine.RunAsync(stage.Facts, Seed);
        return stage;
    }
}
