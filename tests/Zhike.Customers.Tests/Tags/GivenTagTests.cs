using System.Text;
using System.Text.Json;
using Zhike.Customers.Tags.Definitions;
using Zhike.Customers.Tags.Giving;
using Zhike.Customers.Tests.Bank;
using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Customers.Tests.Tags;

/// <summary>Values that are handed in: uploaded lists, entries by staff, scores of models.</summary>
public sealed class GivenTagTests
{
    private const string Tags =
        """
        {key: limit, name: {zh: 额度, en: Limit}, dimension: value, kind: list, type: money}
        ---
        {key: campaign, name: {zh: 活动, en: Campaign}, dimension: value, kind: list, valid_days: 3, type: text, values: [{code: gold, zh: 黄金, en: Gold}, {code: blue, zh: 蓝, en: Blue}]}
        ---
        {key: has_car, name: {zh: 有车, en: Car}, dimension: basic, kind: manual, type: flag}
        ---
        {key: children, name: {zh: 子女, en: Children}, dimension: basic, kind: manual, type: count, valid_days: 2}
        ---
        {key: churn, name: {zh: 流失分, en: Churn}, dimension: value, kind: score, model: churn, type: share, bands: [{to: 0.5, zh: 低, en: low}, {from: 0.5, zh: 高, en: high}]}
        ---
        {key: churn_fresh, name: {zh: 近日流失分, en: Recent churn}, dimension: value, kind: score, model: churn, type: share, valid_days: 2}
        ---
        {key: churn_rank, name: {zh: 流失位, en: Rank}, dimension: value, kind: rank, of: churn, type: share}
        ---
        {key: worth_a_call, name: {zh: 致电, en: Call}, dimension: value, kind: rule, type: flag, rule: [{when: {or: [{tag: churn, op: in_band, value: high}, {tag: limit, op: at_least, value: 1000}]}, value: true}], otherwise: false}
        """;

    private static readonly DateOnly Day = new(1994, 3, 28);

    [Fact]
    public async Task An_upload_counts_from_its_date_and_replaces_the_one_before_whole()
    {
        using var bank = await OpenAsync();
        await UploadAsync(bank, "limit", Day, "customer_no,value\nC00000001,100\nC00000002,200");
        await UploadAsync(bank, "limit", Day.AddDays(2), "客户号,值\nC00000002,\"1,250.50\"");

        await RunAsync(bank, Day, 4);

        (await LineAsync(bank, Day, "limit")).ShouldBe("100 200 -");
        (await LineAsync(bank, Day.AddDays(1), "limit")).ShouldBe("100 200 -");
        (await LineAsync(bank, Day.AddDays(2), "limit")).ShouldBe("- 1250.5 -", "whoever is not in the newer list has no value");
        (await LineAsync(bank, Day.AddDays(2), "worth_a_call")).ShouldBe("False True False", "what reads it follows");
    }

    [Fact]
    public async Task A_list_expires_after_its_days()
    {
        using var bank = await OpenAsync();
        await UploadAsync(bank, "campaign", Day, "customer_no,value\nC00000001,gold\nC00000003,蓝");

        await RunAsync(bank, Day, 4);

        (await LineAsync(bank, Day.AddDays(2), "campaign")).ShouldBe("gold - blue", "the third date, the upload's own counted");
        (await LineAsync(bank, Day.AddDays(3), "campaign")).ShouldBe("- - -");
    }

    [Fact]
    public async Task The_report_of_an_upload_says_what_became_of_every_row()
    {
        using var bank = await OpenAsync();

        var report = await UploadAsync(bank, "limit", Day, "value,customer_no\n1,C00000001\n2,C77777777\nlots,C00000002\n3,\n4,C00000001\n5,C00000003\n");

        (report.Matched, report.Unmatched, report.Bad).ShouldBe((2, 1, 3));
        report.UnmatchedNumbers.ShouldBe(["C77777777"]);
        report.BadRows.Select(b => b.Line).ShouldBe([4, 5, 6]);
        report.BadRows[0].Message.ShouldContain("must be a number with at most two decimals");
        report.BadRows[2].Message.ShouldBe("names customer C00000001 again; the first row counts");
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("number,amount\n1,2", "must begin with a line that names the columns customer_no and value")]
    [InlineData("customer_no,value\nC00000001,abc", "holds no row that can be read")]
    [InlineData("customer_no,value\nX1,5", "holds no customer of the bank")]
    [InlineData("PK\u0003\u0004broken", "cannot be read")]
    public async Task A_file_that_says_nothing_is_refused(string text, string why)
    {
        using var bank = await OpenAsync();
        var tag = await TagAsync(bank, "limit");

        (await Refusal()).ShouldContain(why);

        async Task<string> Refusal()
        {
            try
            {
                var file = await UploadFile.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), tag, CancellationToken.None);
                return (file.Ok ? await bank.Get<TagUploads>().AddAsync(tag, Day, file.Value, "m1", CancellationToken.None) : file.Problem).Problem!.Message;
            }
            catch (ProblemException refused)
            {
                return refused.Problem.Message;
            }
        }
    }

    [Fact]
    public async Task A_file_that_old_Excel_saved_in_Chinese_is_read()
    {
        using var bank = await OpenAsync();
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

        var file = await UploadFile.ReadAsync(new MemoryStream(Encoding.GetEncoding("GB18030").GetBytes("客户号,值\nC00000001,黄金\n")), await TagAsync(bank, "campaign"), CancellationToken.None);

        file.Value.Values["C00000001"].ShouldBe("gold");
    }

    [Fact]
    public async Task The_newest_entry_counts_until_it_is_taken_back_or_expires()
    {
        using var bank = await OpenAsync();
        await EnterAsync(bank, "has_car", 1, Day, "1");
        await EnterAsync(bank, "has_car", 1, Day.AddDays(1), "0");
        await EnterAsync(bank, "has_car", 2, Day, "1");
        await EnterAsync(bank, "has_car", 2, Day.AddDays(2), "");
        await EnterAsync(bank, "children", 3, Day.AddDays(1), "2");

        await RunAsync(bank, Day, 4);

        (await LineAsync(bank, Day, "has_car")).ShouldBe("True True -");
        (await LineAsync(bank, Day.AddDays(1), "has_car")).ShouldBe("False True -");
        (await LineAsync(bank, Day.AddDays(2), "has_car")).ShouldBe("False - -");
        (await LineAsync(bank, Day, "children")).ShouldBe("- - -");
        (await LineAsync(bank, Day.AddDays(2), "children")).ShouldBe("- - 2");
        (await LineAsync(bank, Day.AddDays(3), "children")).ShouldBe("- - -");
    }

    [Fact]
    public async Task The_newest_score_counts_and_none_before_the_first()
    {
        using var bank = await OpenAsync();
        await ScoreAsync(bank, 1, Day.AddDays(1), version: 1, 0.9);
        await ScoreAsync(bank, 2, Day.AddDays(1), version: 1, 0.1);
        await ScoreAsync(bank, 1, Day.AddDays(2), version: 1, 0.3);
        await ScoreAsync(bank, 1, Day.AddDays(2), version: 2, 0.05);

        await RunAsync(bank, Day, 3);

        (await LineAsync(bank, Day, "churn")).ShouldBe("- - -");
        (await LineAsync(bank, Day.AddDays(1), "churn")).ShouldBe("0.9 0.1 -");
        (await LineAsync(bank, Day.AddDays(1), "churn_rank")).ShouldBe("1 0 -");
        (await LineAsync(bank, Day.AddDays(1), "worth_a_call")).ShouldBe("True False False");
        (await LineAsync(bank, Day.AddDays(2), "churn")).ShouldBe("0.05 0.1 -");
        (await LineAsync(bank, Day.AddDays(2), "churn_rank")).ShouldBe("0 1 -");
    }

    [Fact]
    public async Task A_score_means_the_same_as_a_tag_and_as_a_likeness()
    {
        using var bank = await OpenAsync();
        await ScoreAsync(bank, 1, Day, version: 1, 0.9);
        await ScoreAsync(bank, 2, Day, version: 1, 0.8);
        await ScoreAsync(bank, 3, Day, version: 1, 0.1);
        // The newest run left customers 1 and 3 out: what the model said of them last still counts, until it is too old.
        await ScoreAsync(bank, 2, Day.AddDays(1), version: 1, 0.2);
        await RunAsync(bank, Day, 4);

        foreach (var (tag, more) in new[] { ("churn", ""), ("churn_fresh", ", valid_days: 2") })
        {
            foreach (var day in Enumerable.Range(-1, 5).Select(Day.AddDays))
            {
                var valued = await bank.TextsAsync(FormattableString.Invariant($"SELECT toString(customer_id) FROM tag_values WHERE as_of = '{day:yyyy-MM-dd}' AND {tag} >= 0.5 ORDER BY customer_id"));
                var alike = await bank.MembersAsync($"{{lookalike: {{model: churn, at_least: 0.5{more}}}}}", day);

                alike.ShouldBe(valued.Select(ulong.Parse), FormattableString.Invariant($"{tag} on {day:yyyy-MM-dd}"));
            }
        }

        (await bank.MembersAsync("{lookalike: {model: churn, at_least: 0.5}}", Day.AddDays(3))).ShouldBe([1ul]);
        (await bank.MembersAsync("{lookalike: {model: churn, at_least: 0.5, valid_days: 2}}", Day.AddDays(2))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("has_car", "\"perhaps\"", "must be a true or false")]
    [InlineData("children", "-1", "must be 0 or more")]
    [InlineData("children", "1.5", "must be a whole number")]
    public async Task A_value_of_another_type_is_refused(string key, string value, string why)
    {
        using var bank = await OpenAsync();

        var read = GivenValue.From(await TagAsync(bank, key), JsonSerializer.Deserialize<JsonElement>(value), "value");

        read.Problem!.Message.ShouldContain(why);
    }

    private static async Task<TestBank> OpenAsync()
    {
        var bank = await TestBank.OpenAsync();
        await bank.AddAsync([.. Enumerable.Range(1, 3).Select(i => new Customer((ulong)i, Day.AddDays(-50)))]);
        bank.Definitions.Put("tag", Tags);
        return bank;
    }

    private static async Task<TagDefinition> TagAsync(TestBank bank, string key) =>
        (await bank.Get<LiveTags>().ReadAsync(CancellationToken.None)).InOrder.Single(t => t.Key == key);

    private static async Task<UploadReport> UploadAsync(TestBank bank, string key, DateOnly from, string csv)
    {
        var tag = await TagAsync(bank, key);
        bank.Wall.Advance(TimeSpan.FromSeconds(1));
        var file = (await UploadFile.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv)), tag, CancellationToken.None)).OrThrow();
        return (await bank.Get<TagUploads>().AddAsync(tag, from, file, "m1", CancellationToken.None)).OrThrow();
    }

    private static Task EnterAsync(TestBank bank, string key, ulong customer, DateOnly day, string value) => bank.Facts.ExecuteAsync(
        Viewer.Bank("test"),
        new FactsStatement("entry", $"INSERT INTO supplements (tag, customer_id, entered_on, entered_at, entry_id, value, note, staff) VALUES ('{key}', {customer}, '{day:yyyy-MM-dd}', '{day:yyyy-MM-dd} 02:00:00', generateUUIDv4(), '{value}', '', 'm1')"),
        CancellationToken.None);

    private static Task ScoreAsync(TestBank bank, ulong customer, DateOnly day, int version, double score) => bank.Facts.ExecuteAsync(
        Viewer.Bank("test"),
        new FactsStatement("score", FormattableString.Invariant($"INSERT INTO scores (model, model_version, as_of, customer_id, score, computed_at) VALUES ('churn', {version}, '{day:yyyy-MM-dd}', {customer}, {score}, '1994-01-01 00:00:00')")),
        CancellationToken.None);

    /// <summary>Day after day by changes; each must be what computing everybody gives.</summary>
    private static async Task RunAsync(TestBank bank, DateOnly first, int days)
    {
        await bank.RunTagsAsync(first);
        for (var day = first.AddDays(1); day < first.AddDays(days); day = day.AddDays(1))
        {
            await bank.RunTagsAsync(day, full: false);
            var changes = await bank.DumpAsync(day);
            await bank.RunTagsAsync(day);
            changes.ShouldBe(await bank.DumpAsync(day), $"at {day}");
        }
    }

    private static async Task<string> LineAsync(TestBank bank, DateOnly day, string key) => string.Join(
        ' ', (await bank.ValuesAsync(day)).OrderBy(v => v.Key).Select(v => v.Value[key] is { } value ? FormattableString.Invariant($"{(value is decimal money ? money / 1.0000m : value)}") : "-"));
}
