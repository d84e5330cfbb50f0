using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Zhike.Intake.Import;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Embedded;
using Zhike.Storage.Facts.Remote;
using Zhike.Testing;

namespace Zhike.Intake.Tests.Import.Reading;

/// <summary>What is particular to JSON lines, Excel and Parquet.</summary>
public sealed class FileKindsTests
{
    private const string Products =
        """
        mapping: test
        source: SOURCE
        target: products
        columns: {product_id: id, name_zh: name, kind: kind}
        attributes: {extra: extra}
        """;

    [Fact]
    public async Task Bad_lines_of_json_are_refused_one_by_one_and_the_good_ones_arrive()
    {
        var stage = await ImportStage.NewAsync();
        stage.Write("mapping.yaml", Products.Replace("SOURCE", "{path: rows.jsonl, field_bytes_max: 64}", StringComparison.Ordinal).Replace("extra: extra", "extra: more.deep.value", StringComparison.Ordinal));
        stage.Write("rows.jsonl",
        [
            0xEF, 0xBB, 0xBF,
            .. Encoding.UTF8.GetBytes(string.Join('\n',
                """{"id":"1","name":"活期\n存款","kind":"deposit","more":{"deep":{"value":[1,{"a":null}]},"other":1},"unknown":{"id":"9"}}""",
                "",
                """{"id":"2","name":"x","kind":"deposit" """,
                "[1]",
                "\"text\"",
                """{"id":3,"name":true,"kind":"deposit","more":"flat"}""",
                $$$"""{"id":"4","name":"{{{new string('n', 65)}}}","kind":"deposit"}""",
                $$$"""{"id":"5","name":{{{new string('[', 200)}}}{{{new string(']', 200)}}},"kind":"deposit"}""",
                """{"id":"6","name":"\ud800","kind":"deposit"}""",
                """{"id":"7","kind":"deposit"}""",
                """{"id":"8","name":"no"}}""")),
            .. "\n{\"id\":\"9\",\"name\":\""u8, 0xC4, 0xE3, .. "\",\"kind\":\"deposit\"}\r\n"u8,
            .. """{"id":"10","name":"last line without an end","kind":"card"}"""u8,
        ]);

        var report = (await stage.RunAsync("mapping.yaml")).Single();

        report.Refused.Select(r => (r.Row, r.Column)).ShouldBe([(2, ""), (3, ""), (4, ""), (6, "name"), (7, ""), (8, ""), (9, "name_zh"), (10, ""), (11, "name")]);
        report.Refused[0].Why.ShouldStartWith("is not JSON, from character ");
        report.Refused[1].Why.ShouldBe("is no JSON object");
        report.Refused.Last().Why.ShouldBe("is not valid UTF-8");
        (await stage.TextsAsync("SELECT concat(product_id, '|', name_zh, '|', attributes['extra']) AS line FROM products ORDER BY product_id"))
            .ShouldBe(["1|活期\n存款|[1,{\"a\":null}]", "10|last line without an end|", "3|true|"]);
    }

    [Fact]
    public async Task A_line_of_json_that_is_too_large_is_read_past()
    {
        var stage = await ImportStage.NewAsync();
        stage.Write("mapping.yaml", Products.Replace("SOURCE", "{path: rows.jsonl}", StringComparison.Ordinal));
        stage.Write("rows.jsonl", $"{{\"id\":\"1\",\"name\":\"{new string('x', CsvScanner.RowBytesMax + 5_000_000)}\"}}\n{{\"id\":\"2\",\"name\":\"n\",\"kind\":\"card\"}}\n");

        var report = (await stage.RunAsync("mapping.yaml")).Single();

        (report.Accepted, report.Refused.Single().Why).ShouldBe((1, $"is larger than {CsvScanner.RowBytesMax} bytes"));
    }

    [Fact]
    public async Task A_sheet_is_read_by_its_name_below_its_titles_with_days_and_numbers_as_people_see_them()
    {
        var stage = await ImportStage.NewAsync();
        stage.Write("mapping.yaml",
            """
            mapping: test
            source: {path: rows.xlsx, sheet: 客户, header_row: 3}
            target: customers
            columns: {customer_no: {from: 客户号, pad: 8, prefix: C}, opened_on: 开户日, is_demo: 演示}
            attributes: {rate: {from: 利率, type: number}}
            """);
        stage.Write("rows.xlsx", Workbook.Of(
            ("说明", [["nothing here"]]),
            ("客户",
            [
                ["客户清单"], [null, "2026年1月"], ["客户号", "开户日", "利率", "演示"],
                [17, new DateOnly(1993, 5, 31), 0.1 + 0.2, true],
                [null, null, null, null],
                [18, "1993-06-30", null, false],
                [6.2E18, new DateOnly(1993, 5, 31), 1, true],
                [19, "soon", 1, true],
            ])));

        var report = (await stage.RunAsync("mapping.yaml")).Single();

        report.Refused.ShouldBe(
        [
            new RowRefusal(3, "客户号", "is a number of more than 15 digits, which Excel rounds: the cell must be a text"),
            new RowRefusal(4, "opened_on", "must be a date written yyyy-MM-dd, but is \"soon\""),
        ]);
        (await stage.TextsAsync("SELECT concat(customer_no, ' ', toString(opened_on), ' ', attributes['rate'], ' ', toString(is_demo)) AS line FROM customers ORDER BY line"))
            .ShouldBe(["C00000017 1993-05-31 0.3 true", "C00000018 1993-06-30  false"]);
    }

    [Theory]
    [InlineData("rows.xlsx", "sheet: 没有", "must be one of 一", "source.sheet")]
    [InlineData("rows.xlsx", "header_row: 9", "must be a row of the sheet", "source.header_row")]
    [InlineData("broken.xlsx", "header_row: 1", "cannot be read as an Excel file", "source.path")]
    [InlineData("broken.parquet", "kind: parquet", "cannot be read as Parquet", "source.path")]
    [InlineData("cut.parquet", "kind: parquet", "cannot be read as Parquet", "source.path")]
    [InlineData("none.parquet", "kind: parquet", "no such file", "source.path")]
    public async Task A_file_that_is_not_what_it_says_is_refused_whole_with_its_reason(string file, string more, string why, string field)
    {
        var stage = await ImportStage.NewAsync();
        stage.Write("rows.xlsx", Workbook.Of(("一", [["id", "name", "kind", "extra"], ["1", "n", "card", ""]])));
        stage.Write("broken.xlsx", "PK, but no more");
        stage.Write("broken.parquet", "PAR1 and no more");
        await stage.Facts.RunAsync($"INSERT INTO FUNCTION file('{stage.Folder}/whole.parquet', 'Parquet') SELECT toString(number) AS id, 'n' AS name, 'card' AS kind, '' AS extra FROM numbers(1000);");
        var whole = await File.ReadAllBytesAsync(Path.Combine(stage.Folder, "whole.parquet"));
        stage.Write("cut.parquet", whole[..(whole.Length / 2)]);
        stage.Write("mapping.yaml", Products.Replace("SOURCE", $"{{path: {file}, {more}}}", StringComparison.Ordinal));

        var refused = await Should.ThrowAsync<ProblemException>(() => stage.RunAsync("mapping.yaml"));

        refused.Problem.Errors.ShouldHaveSingleItem().Field.ShouldBe(field);
        refused.Problem.Errors[0].Message.ShouldContain(why);
        (await stage.Log.ListAsync(new Contracts.Http.PageRequest(1, 1), CancellationToken.None)).Items.Single().State.ShouldBe(ImportState.Failed);
    }

    [Fact]
    public async Task Typed_columns_of_parquet_arrive_as_a_bank_writes_them_and_in_the_files_order()
    {
        const int rows = 300_000;
        var stage = await ImportStage.NewAsync();
        await stage.Facts.RunAsync("INSERT INTO customer_versions (customer_id, customer_no, opened_on, version) VALUES (1, 'C1', '1993-01-01', 1);");
        await stage.Facts.RunAsync("INSERT INTO account_versions (account_id, account_no, customer_id, opened_on, version) VALUES (11, '17', 1, '1993-01-01', 1);");
        await stage.Facts.RunAsync(
            $$"""
            INSERT INTO FUNCTION file('{{stage.Folder}}/rows.parquet', 'Parquet')
            SELECT number + 1 AS id, toInt32(17) AS account, toDate('1994-01-01') + number % 80 AS day,
                toDateTime64('1994-01-01 00:30:00.000', 3, 'UTC') + number AS moment, CAST(number % 2 = 0, 'Bool') AS incoming,
                if(number = 99999, toDecimal128('1.234', 3), toDecimal128(number, 3) / 4) AS amount, if(number % 3 = 0, NULL, 'x') AS other, [number] AS list
            FROM numbers({{rows}}) SETTINGS output_format_parquet_row_group_size = 20000;
            """);
        stage.Write("mapping.yaml",
            """
            mapping: test
            source: {path: rows.parquet}
            target: transactions
            columns:
              transaction_id: id
              account_no: account
              booked_on: day
              booked_at: moment
              direction: {from: incoming, codes: {"true": credit, "false": debit}}
              amount: amount
              counterparty_account: other
              counterparty_bank: list
            """);

        var report = (await stage.RunAsync("mapping.yaml")).Single();

        report.Rows.ShouldBe(rows);
        var wrong = report.Refused.ShouldHaveSingleItem();
        (wrong.Row, wrong.Column).ShouldBe((100_000, "amount"));
        wrong.Why.ShouldContain("1.234");
        (await stage.TextAsync("SELECT toString(tuple(booked_on, booked_at, direction, amount, counterparty_account, counterparty_bank)) FROM transactions WHERE transaction_id = 6"))
            .ShouldBe("('1994-01-06','1994-01-01 00:30:05.000','debit',1.25,'x','[5]')");
        (await stage.CountAsync("SELECT toUInt64(sum(amount) * 4) FROM transactions")).ShouldBe(((long)rows * (rows - 1) / 2) - 99_999);
    }

    /// <summary>The server does not see the file: the engine of this process reads it, and the rows travel.</summary>
    [Fact]
    public async Task A_parquet_file_arrives_on_a_server_too()
    {
        var local = await TestEngine.DatabaseAsync(typeof(IntakeModule).Assembly);
        await using var server = await TestClickHouse.StartAsync(local);
        var stage = await ImportStage.NewAsync(services =>
        {
            services.AddSingleton<IFacts>(new HttpFacts(HttpFactsConnection.Parse(server.Connection), new CountingIds(), TimeProvider.System, NullLogger<HttpFacts>.Instance, 8));
            services.AddSingleton(EmbeddedEngine.Start(TestEngine.Folder));
            return Task.CompletedTask;
        });
        await local.RunAsync($"INSERT INTO FUNCTION file('{stage.Folder}/rows.parquet', 'Parquet') SELECT toString(number) AS id, 'n' AS name, 'card' AS kind, '' AS extra FROM numbers(1000);");
        stage.Write("mapping.yaml", Products.Replace("SOURCE", "{path: rows.parquet}", StringComparison.Ordinal));

        var report = (await stage.RunAsync("mapping.yaml")).Single();

        report.Accepted.ShouldBe(1000);
        (await stage.CountAsync("SELECT count() FROM products")).ShouldBe(1000);
        server.Statements.ShouldContain(s => s.Contains("import_stage", StringComparison.Ordinal));
        server.Statements.ShouldNotContain(s => s.Contains("file(", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mapping_says_everything_that_is_wrong_with_its_source()
    {
        var stage = await ImportStage.NewAsync();
        stage.Write("mapping.yaml",
            """
            mapping: test
            source:
              kind: mysql
              connection: "Server=secret"
              path: rows.csv
              incremental: {column: "a b", kind: money, overlap: x}
            target: products
            columns: {product_id: id, name_zh: name, kind: kind}
            """);

        var refused = await Should.ThrowAsync<ProblemException>(() => stage.RunAsync("mapping.yaml"));

        refused.Problem.Errors.Select(e => e.Field).ShouldBe(
            ["source.connection", "source.query", "source.incremental.column", "source.incremental.kind", "source.incremental.overlap"], ignoreOrder: true);
        string.Create(CultureInfo.InvariantCulture, $"{refused.Problem.Errors.Length}").ShouldBe("5");
    }
}
