using System.Globalization;
using Npgsql;
using Zhike.Intake.Import;
using Zhike.Testing;

namespace Zhike.Intake.Tests.Import.Reading;

/// <summary>Whatever brings them, the same rows are let in, refused and reported alike.</summary>
public sealed class SameRowsTests
{
    private static readonly string[] Fields = ["id", "account", "day", "direction", "amount", "other"];

    private static readonly string[][] Rows =
    [
        ["1", "A1", "1994-01-01", "in", "1.5", "好"],
        ["x", "A9", "never", "up", "-1", ""],
        ["2", "A2", "1994-01-02", "out", "2", "a \"quoted\", \\ text"],
        ["3", "A1", "1994-02-31", "in", "7", ""],
        ["4", "A1", "1994-01-03", "in", "1.234", ""],
        ["", "A1", "1994-01-03", "in", "1", ""],
        ["5", "A2", "1994-01-04", "out", "250000.25", "  spaced "],
    ];

    public static TheoryData<string> Kinds => ["jsonl", "excel", "parquet", "postgresql", "mysql"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Each_kind_of_source_reports_row_column_and_reason_as_a_delimited_file_does(string kind)
    {
        var asCsv = await NewAsync();
        var expected = (await asCsv.ImportAsync(Mapping("{path: rows.csv}"), Csv()))!;
        var stage = await NewAsync();
        stage.Write("mapping.yaml", Mapping(await WriteAsync(stage, kind)));

        var tried = (await stage.RunAsync("mapping.yaml", dryRun: true)).Single();
        (await stage.CountAsync("SELECT count() FROM transactions")).ShouldBe(0);
        var report = (await stage.RunAsync("mapping.yaml")).Single();
        var again = (await stage.RunAsync("mapping.yaml")).Single();

        (report.Rows, report.Accepted, report.RefusedRows).ShouldBe((7, 3, 4));
        report.Refused.ShouldBe(expected.Refused);
        tried.Refused.ShouldBe(report.Refused);
        tried.Accepted.ShouldBe(3);
        (await ContentAsync(stage)).ShouldBe(await ContentAsync(asCsv));
        (again.Accepted, again.Unchanged, again.Conflicts).ShouldBe((0, 3, 0));
        (await stage.CountAsync("SELECT count() FROM transactions")).ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_field_that_the_source_lacks_is_named_before_anything_is_read(string kind)
    {
        var stage = await NewAsync();
        stage.Write("mapping.yaml", Mapping(await WriteAsync(stage, kind)).Replace("amount: amount", "amount: sum", StringComparison.Ordinal));

        // A line of JSON may leave a member out, so there the column is missing in every row.
        if (kind == "jsonl")
        {
            var report = (await stage.RunAsync("mapping.yaml")).Single();
            report.RefusedRows.ShouldBe(7);
            report.Refused.ShouldContain(new RowRefusal(1, "amount", "has no value, and must have one"));
            return;
        }

        var refused = await Should.ThrowAsync<Kernel.ProblemException>(() => stage.RunAsync("mapping.yaml"));
        refused.Problem.Errors.ShouldHaveSingleItem().Message.ShouldContain("id, account, day, direction, amount, other");
        refused.Problem.Errors[0].Field.ShouldBe("sum");
    }

    private static async Task<ImportStage> NewAsync()
    {
        var stage = await ImportStage.NewAsync();
        await stage.Facts.RunAsync(
            """
            INSERT INTO customer_versions (customer_id, customer_no, opened_on, version) VALUES (1, 'C1', '1993-01-01', 1), (2, 'C2', '1993-01-01', 1);
            INSERT INTO account_versions (account_id, account_no, customer_id, opened_on, version) VALUES (11, 'A1', 1, '1993-01-01', 1), (12, 'A2', 2, '1993-01-01', 1);
            """);
        return stage;
    }

    private static string Mapping(string source) =>
        $$$"""
        mapping: test
        source: {{{source}}}
        target: transactions
        columns:
          transaction_id: id
          account_no: account
          booked_on: day
          direction: {from: direction, codes: {in: credit, out: debit}}
          amount: amount
          counterparty_account: other
        """;

    private static string Csv() => string.Join('\n', Rows.Prepend(Fields).Select(r => string.Join(',', r.Select(f => $"\"{f.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))));

    private static Task<string> ContentAsync(ImportStage stage) => stage.TextAsync(
        "SELECT toString(groupArray(tuple(transaction_id, account_id, booked_on, direction, amount, counterparty_account))) FROM (SELECT * FROM transactions ORDER BY transaction_id)");

    /// <summary>Puts the rows where the kind finds them, and answers what the mapping says of it.</summary>
    private static async Task<string> WriteAsync(ImportStage stage, string kind)
    {
        switch (kind)
        {
            case "jsonl":
                stage.Write("rows.jsonl", string.Join('\n', Rows.Select(r => System.Text.Json.JsonSerializer.Serialize(Fields.Zip(r).ToDictionary(p => p.First, p => p.Second)))));
                return "{path: rows.jsonl}";
            case "excel":
                stage.Write("rows.xlsx", Workbook.Of(("流水", [.. Rows.Prepend(Fields).Select(r => r.Cast<object?>().ToArray())])));
                return "{path: rows.xlsx}";
            case "parquet":
                await stage.Facts.RunAsync($"INSERT INTO FUNCTION file('{stage.Folder}/rows.parquet', 'Parquet', '{string.Join(", ", Fields.Select(f => $"{f} String"))}') VALUES {Values(@"\\", @"\'")};");
                return "{path: rows.parquet}";
            case "postgresql":
                var database = await TestRecords.EmptyPostgresAsync();
                stage.Configuration["Sources:Connections:core"] = database.Text;
                await using (var connection = new NpgsqlConnection(database.Text))
                {
                    await connection.OpenAsync();
                    await using var fill = new NpgsqlCommand(Table("BIGINT GENERATED ALWAYS AS IDENTITY", "\"") + $"INSERT INTO movements ({Names("\"")}) VALUES {Values(@"\", "''")}", connection);
                    await fill.ExecuteNonQueryAsync();
                }

                return $"{{kind: postgresql, connection: core, query: 'SELECT {Names("\"")} FROM movements ORDER BY n'}}";
            default:
                var server = await TestMySql.ServerAsync();
                var name = string.Create(CultureInfo.InvariantCulture, $"same_{Interlocked.Increment(ref _databases)}");
                stage.Configuration["Sources:Connections:core"] = server.Connection(name);
                await server.RunAsync($"CREATE DATABASE {name} CHARACTER SET utf8mb4; USE {name}; {Table("BIGINT AUTO_INCREMENT PRIMARY KEY", "`")} INSERT INTO movements ({Names("`")}) VALUES {Values(@"\\", "''")}");
                return $"{{kind: mysql, connection: core, query: 'SELECT {Names("`")} FROM movements ORDER BY n LIMIT 1000'}}";
        }
    }

    private static int _databases;

    private static string Table(string number, string quote) => $"CREATE TABLE movements (n {number}, {string.Join(", ", Fields.Select(f => $"{quote}{f}{quote} VARCHAR(100)"))});\n";

    private static string Names(string quote) => string.Join(", ", Fields.Select(f => $"{quote}{f}{quote}"));

    private static string Values(string backslash, string apostrophe) => string.Join(", ", Rows.Select(r => $"({string.Join(", ", r.Select(f => $"'{f.Replace("\\", backslash, StringComparison.Ordinal).Replace("'", apostrophe, StringComparison.Ordinal)}'"))})"));
}
