using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Zhike.Intake.Import;
using Zhike.Intake.Sources;

namespace Zhike.Intake.Tests.Sources;

/// <summary>The nightly drop: a file is taken when it is announced, once, and whole or not at all.</summary>
public sealed class DropTests
{
    private const string Rows = "id,name,kind\n1,one,card\n2,two,\n3,three,card\n";

    [Fact]
    public async Task A_file_is_taken_only_when_it_is_announced_and_moves_to_done_with_its_report()
    {
        var stage = await NewAsync();
        stage.Import.Write("in/products_1.csv", Rows);
        stage.Import.Write("in/other.txt", "not of the pattern");
        stage.Import.Write("in/other.txt.ok", "");
        (await stage.TurnAsync()).ShouldBeEmpty();
        var waiting = (await stage.SourceAsync("drop.yaml")).Waiting.ShouldHaveSingleItem();
        (waiting.Name, waiting.Bytes, waiting.Announced).ShouldBe(("products_1.csv", Rows.Length, false));

        stage.Import.Write("in/products_1.csv.ok", "");
        (await stage.TurnAsync()).ShouldBe(["drop.yaml Folder done"]);

        Left(stage).ShouldBe(["other.txt", "other.txt.ok"]);
        Left(stage, "done").ShouldBe(["products_1.csv", "products_1.csv.ok", "products_1.csv.report.json"]);
        var report = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(stage.Import.Folder, "in", "done", "products_1.csv.report.json"))).RootElement;
        report.GetProperty("state").GetString().ShouldBe("Done");
        report.GetProperty("runs")[0].GetProperty("refused")[0].GetProperty("column").GetString().ShouldBe("kind");
        var run = (await stage.RunsAsync()).ShouldHaveSingleItem();
        (run.File, run.Cause, run.Accepted, run.Refused).ShouldBe(("products_1.csv", ImportCause.Folder, 2, 1));
        (await stage.TurnAsync()).ShouldBeEmpty();
    }

    public static TheoryData<string, bool, string> Announcements => new()
    {
        { "", true, "" },
        { "3", true, "" },
        { "rows=3\nsha256=SHA256\n", true, "" },
        { "MD5  products_1.csv\n", true, "" },
        { "{\"count\": 3, \"md5\": \"MD5\"}", true, "" },
        { "SHA256", true, "" },
        { "4", false, "It has 3 rows, but 4 were announced." },
        { "records: 4", false, "It has 3 rows, but 4 were announced." },
        { "0123456789abcdef0123456789abcdef", false, "it did not arrive whole" },
        { "rows=3 sha256=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", false, "it did not arrive whole" },
    };

    [Theory]
    [MemberData(nameof(Announcements))]
    public async Task What_the_announcement_says_is_compared_before_anything_is_stored(string announcement, bool taken, string why)
    {
        var stage = await NewAsync();
        var bytes = Encoding.UTF8.GetBytes(Rows);
        stage.Import.Write("in/products_1.csv", bytes);
#pragma warning disable CA5351 // MD5 is what bank cores announce; it finds cut files, and is no proof of origin.
        stage.Import.Write("in/products_1.csv.ok", announcement
            .Replace("SHA256", Convert.ToHexString(SHA256.HashData(bytes)), StringComparison.Ordinal)
            .Replace("MD5", Convert.ToHexStringLower(MD5.HashData(bytes)), StringComparison.Ordinal));
#pragma warning restore CA5351

        await stage.TurnAsync();

        (await stage.Import.CountAsync("SELECT count() FROM products")).ShouldBe(taken ? 2 : 0);
        Left(stage).ShouldBeEmpty();
        Left(stage, taken ? "done" : "refused").Count.ShouldBe(3);
        var file = (await FilesAsync(stage)).ShouldHaveSingleItem();
        file.State.ShouldBe(taken ? SourceFileState.Done : SourceFileState.Refused);
        file.Why.ShouldContain(why);
    }

    [Fact]
    public async Task The_same_file_delivered_again_is_put_away_and_not_imported_again()
    {
        var stage = await NewAsync();
        Deliver(stage, "products_1.csv", Rows);
        await stage.TurnAsync();
        Deliver(stage, "products_1.csv", Rows);
        await stage.TurnAsync();
        Deliver(stage, "products_1.csv", Rows.Replace("three", "drei", StringComparison.Ordinal));
        await stage.TurnAsync();

        (await stage.RunsAsync()).Count.ShouldBe(2);
        (await FilesAsync(stage)).Count.ShouldBe(2);
        Left(stage).ShouldBeEmpty();
        (await stage.Import.TextAsync("SELECT name_zh FROM products WHERE product_id = '3'")).ShouldBe("drei");
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_refused_with_its_reason_and_taken_when_it_comes_again_after_the_mapping_was_mended()
    {
        var stage = await NewAsync();
        Deliver(stage, "products_1.csv", Rows.Replace("name", "title", StringComparison.Ordinal));
        Deliver(stage, "products_2.csv", Rows);
        await stage.TurnAsync();
        Left(stage, "refused").ShouldBe(["products_1.csv", "products_1.csv.ok", "products_1.csv.report.json"]);
        Left(stage, "done").Count.ShouldBe(3);
        var refused = (await FilesAsync(stage)).Single(f => f.Name == "products_1.csv");
        refused.Why.ShouldContain("name is not a field of products_1.csv, which has id, title, kind");
        var fault = refused.Faults.ShouldHaveSingleItem();
        (fault.Field, fault.Code).ShouldBe(("name", "no_field"));
        fault.Values.ShouldBe(["products_1.csv", "id, title, kind"]);

        stage.Import.Write("drop.yaml", Mapping.Replace("name_zh: name", "name_zh: title", StringComparison.Ordinal));
        Deliver(stage, "products_1.csv", Rows.Replace("name", "title", StringComparison.Ordinal));
        await stage.TurnAsync();

        (await FilesAsync(stage)).Single(f => f.Name == "products_1.csv").State.ShouldBe(SourceFileState.Done);
    }

    [Fact]
    public async Task A_file_that_came_before_can_be_imported_again_and_no_other_file_can()
    {
        var stage = await NewAsync();
        Deliver(stage, "products_1.csv", Rows);
        await stage.TurnAsync();
        stage.Import.Write("drop.yaml", Mapping.Replace("kind: kind}", "kind: {constant: card}}", StringComparison.Ordinal));

        await stage.RunAsync("drop.yaml", "Again", file: "products_1.csv");

        var again = (await stage.RunsAsync())[0];
        (again.Cause, again.Rows, again.Accepted, again.Unchanged).ShouldBe((ImportCause.Again, 3, 1, 2));
        stage.Import.Write("products_0.csv", Rows);
        foreach (var file in new[] { "../../products_0.csv", "products_2.csv", "products_1.csv.ok" })
        {
            await Should.ThrowAsync<Kernel.ProblemException>(() => stage.RunAsync("drop.yaml", "Again", file: file));
        }
    }

    [Fact]
    public async Task A_file_with_too_many_bad_rows_goes_to_refused()
    {
        var stage = await NewAsync();
        stage.Import.Write("drop.yaml", Mapping + "bad_rows: {limit: 0}\n");
        Deliver(stage, "products_1.csv", Rows);

        await stage.TurnAsync();

        Left(stage, "refused").Count.ShouldBe(3);
        (await FilesAsync(stage)).Single().Why.ShouldContain("More than 0 rows were refused");
    }

    [Fact]
    public async Task A_file_whose_import_was_done_before_the_process_was_killed_is_only_moved()
    {
        var stage = await NewAsync();
        Deliver(stage, "products_1.csv", Rows);
        await stage.TurnAsync();
        foreach (var name in new[] { "products_1.csv", "products_1.csv.ok" })
        {
            File.Move(Path.Combine(stage.Import.Folder, "in", "done", name), Path.Combine(stage.Import.Folder, "in", name));
        }

        await stage.TurnAsync();

        (await stage.RunsAsync()).ShouldHaveSingleItem();
        Left(stage).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("products_1.csv.ok")]
    [InlineData("products_1.ok")]
    public async Task An_announcement_that_a_killed_process_left_behind_follows_its_file_at_the_next_look(string announcement)
    {
        var stage = await NewAsync();
        stage.Import.Write("in/products_1.csv", Rows);
        stage.Import.Write($"in/{announcement}", "");
        await stage.TurnAsync();
        // As if it had been killed between its last two moves; beside it lies the announcement of a file that is still to come.
        File.Move(Path.Combine(stage.Import.Folder, "in", "done", announcement), Path.Combine(stage.Import.Folder, "in", announcement));
        stage.Import.Write("in/products_2.csv.ok", "");

        (await stage.TurnAsync()).ShouldBe(["drop.yaml Folder done"]);

        Left(stage).ShouldBe(["products_2.csv.ok"]);
        Left(stage, "done").ShouldBe(["products_1.csv", announcement, "products_1.csv.report.json"], ignoreOrder: true);
        (await stage.RunsAsync()).ShouldHaveSingleItem();
        (await stage.TurnAsync()).ShouldBeEmpty();
        stage.Import.Write($"in/{announcement}", "");
        (await stage.TurnAsync()).ShouldBeEmpty("the announcement of the next day's file of that name is left alone");
    }

    [Fact]
    public async Task A_refused_file_that_is_imported_again_leaves_for_done_and_stays_where_it_is_when_it_is_refused_again()
    {
        var stage = await NewAsync();
        Deliver(stage, "products_1.csv", Rows.Replace("name", "title", StringComparison.Ordinal));
        await stage.TurnAsync();
        await Should.ThrowAsync<Kernel.ProblemException>(() => stage.RunAsync("drop.yaml", "Again", file: "products_1.csv"));
        Left(stage, "refused").Count.ShouldBe(3);

        stage.Import.Write("drop.yaml", Mapping.Replace("name_zh: name", "name_zh: title", StringComparison.Ordinal));
        await stage.RunAsync("drop.yaml", "Again", file: "products_1.csv");

        Left(stage, "refused").ShouldBeEmpty();
        Left(stage, "done").ShouldBe(["products_1.csv", "products_1.csv.ok", "products_1.csv.report.json"]);
        var file = (await FilesAsync(stage)).ShouldHaveSingleItem();
        (file.State, file.Why).ShouldBe((SourceFileState.Done, ""));
        Deliver(stage, "products_1.csv", Rows.Replace("name", "title", StringComparison.Ordinal));
        await stage.TurnAsync();
        (await stage.RunsAsync()).Count(r => r.Accepted > 0).ShouldBe(1, "what is done is not imported a second time");
    }

    [Theory]
    [InlineData("kind: jsonl", "{\"id\":\"1\",\"name\":\"one\",\"kind\":\"card\"}\n{\"id\":\"2\"}\n", "2")]
    [InlineData("kind: csv", "id,name,kind\n1,one,card\n\n2,\"cut", "2")]
    public async Task Rows_of_any_kind_are_counted_as_the_report_counts_them(string kind, string rows, string announced)
    {
        var stage = await NewAsync();
        stage.Import.Write("drop.yaml", Mapping.Replace("kind: csv", kind, StringComparison.Ordinal));
        Deliver(stage, "products_1.csv", rows, announced);

        await stage.TurnAsync();

        (await FilesAsync(stage)).Single().State.ShouldBe(SourceFileState.Done);
        (await stage.RunsAsync()).Single().Rows.ShouldBe(2);
    }

    private const string Mapping =
        """
        mapping: products
        source: {kind: csv, drop: {folder: in, pattern: "products_*.csv"}}
        target: products
        columns: {product_id: id, name_zh: name, kind: kind}

        """;

    private static async Task<SourceStage> NewAsync()
    {
        var stage = await SourceStage.NewAsync();
        Directory.CreateDirectory(Path.Combine(stage.Import.Folder, "in"));
        stage.Import.Write("drop.yaml", Mapping);
        await stage.ScheduleAsync("drop.yaml", "");
        return stage;
    }

    private static void Deliver(SourceStage stage, string name, string rows, string announcement = "")
    {
        stage.Import.Write($"in/{name}", rows);
        stage.Import.Write($"in/{name}.ok", announcement);
    }

    private static List<string> Left(SourceStage stage, string folder = "") =>
        [.. Directory.GetFiles(Path.Combine(stage.Import.Folder, "in", folder)).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    private static async Task<IReadOnlyList<DeliveredFile>> FilesAsync(SourceStage stage) =>
        (await stage.Board.FilesAsync(null, new Contracts.Http.PageRequest(1, 50), CancellationToken.None)).Items;
}
