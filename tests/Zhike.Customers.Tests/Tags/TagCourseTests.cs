using Zhike.Customers.Tags.Definitions;
using Zhike.Customers.Tags.Reading;
using Zhike.Customers.Tests.Bank;
using Zhike.Kernel;

namespace Zhike.Customers.Tests.Tags;

/// <summary>A tag's course: how it was distributed, when it ends, who would miss it, and what its writer should know.</summary>
public sealed class TagCourseTests
{
    private const string Head = "name: {zh: 一, en: a}, dimension: basic";
    private static readonly DateOnly Day = new(1994, 3, 28);

    private static readonly string Tags =
        $$"""
        {key: income, {{Head}}, kind: measure, fact: transactions, aggregate: sum, value: amount, window_days: 3, type: money, bands: [{from: 1, to: 100, zh: 少, en: low}, {from: 100, zh: 多, en: high}]}
        ---
        {key: usual, {{Head}}, kind: measure, fact: transactions, aggregate: preference, value: kind, window_days: 3, type: text}
        ---
        {key: active, {{Head}}, kind: rule, type: flag, rule: [{when: {tag: income, op: at_least, value: 1}, value: true}], otherwise: false}
        """;

    [Fact]
    public async Task The_history_keeps_how_many_had_which_band_within_the_viewers_scope()
    {
        using var bank = await OpenAsync(Tags);
        await bank.RunTagsAsync(Day);
        await bank.RunTagsAsync(Day.AddDays(3), full: false);

        (await HistoryAsync(bank, "income", Viewer.Bank("test"))).ShouldBe(["03-28 3 0.67: low=1 high=1 =1", "03-31 3 0.00: =3"]);
        (await HistoryAsync(bank, "usual", Viewer.Bank("test"))).ShouldBe(["03-28 3 0.67: cash_in=2 =1", "03-31 3 0.00: =3"]);
        (await HistoryAsync(bank, "active", Viewer.Bank("test"))).ShouldBe(["03-28 3 0.67: true=2 false=1", "03-31 3 0.00: false=3"]);
        (await HistoryAsync(bank, "income", new Viewer("w", OrgPath.Parse("/hq/b/").OrThrow(), "", false, "test"))).ShouldBe(["03-28 1 1.00: high=1", "03-31 1 0.00: =1"]);
        (await HistoryAsync(bank, "income", new Viewer("m1", OrgPath.Parse("/hq/b/").OrThrow(), "m1", false, "test"))).ShouldBeEmpty("counts by outlet say nothing of one manager's customers");
    }

    [Fact]
    public async Task After_its_last_date_a_tag_has_no_value_and_what_reads_it_follows()
    {
        using var bank = await OpenAsync(Tags.Replace("{key: usual,", "{key: usual, stops_on: 1994-03-28,", StringComparison.Ordinal)
            + $"\n---\n{{key: cash, {Head}, kind: rule, type: flag, rule: [{{when: {{tag: usual, op: eq, value: cash_in}}, value: true}}], otherwise: false}}");
        await bank.RunTagsAsync(Day);
        await bank.RunTagsAsync(Day.AddDays(1), full: false);
        var changes = await bank.DumpAsync(Day.AddDays(1));
        await bank.RunTagsAsync(Day.AddDays(1));

        changes.ShouldBe(await bank.DumpAsync(Day.AddDays(1)));
        (await bank.ValuesAsync(Day))[1]["usual"].ShouldBe("cash_in");
        (await bank.ValuesAsync(Day))[1]["cash"].ShouldBe(true);
        (await bank.ValuesAsync(Day.AddDays(1)))[1]["usual"].ShouldBeNull();
        (await bank.ValuesAsync(Day.AddDays(1)))[1]["cash"].ShouldBe(false);
        (await HistoryAsync(bank, "usual", Viewer.Bank("test"))).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_names_a_tag_is_named_before_it_can_be_stopped()
    {
        using var bank = await OpenAsync(Tags);
        bank.Definitions.Put("segment", "{key: rich, name: {zh: 富, en: Rich}, expression: {tag: income, op: at_least, value: 3000}}");

        (await bank.Get<TagDefinitionKind>().UsersAsync("income", CancellationToken.None)).ShouldBe(["tag/active", "segment/rich"]);
        (await bank.Get<TagDefinitionKind>().UsersAsync("usual", CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_window_beyond_the_data_and_a_source_that_stops_are_warned_of()
    {
        using var bank = await OpenAsync(Tags.Replace("{key: usual,", "{key: usual, stops_on: 1994-12-31,", StringComparison.Ordinal));
        var kind = bank.Get<TagDefinitionKind>();

        (await WarnedAsync(kind, $"{{key: long, {Head}, kind: measure, fact: transactions, aggregate: count, window_days: 90, type: count}}"))
            .ShouldBe(["window_days reaches back to 1994-01-01, but data begins 1994-03-28"]);
        (await WarnedAsync(kind, $"{{key: short, {Head}, kind: measure, fact: transactions, aggregate: count, window_days: 4, type: count}}")).ShouldBeEmpty();
        (await WarnedAsync(kind, $"{{key: cash, {Head}, kind: rule, type: flag, rule: [{{when: {{tag: usual, op: eq, value: cash_in}}, value: true}}], otherwise: false}}"))
            .ShouldBe(["reads the tag \"usual\", which has no value after 1994-12-31"]);
        (await WarnedAsync(kind, $"{{key: income, stops_on: 1994-06-30, {Head}, kind: measure, fact: transactions, aggregate: sum, value: amount, window_days: 3, type: money}}"))
            .ShouldBe(["stops_on leaves these without a value after 1994-06-30: tag/active"]);
    }

    private static async Task<IReadOnlyList<string>> WarnedAsync(TagDefinitionKind kind, string yaml)
    {
        var document = LiveDefinitions.Json(yaml);
        return [.. (await kind.WarnAsync(document.GetProperty("key").GetString()!, document, CancellationToken.None)).Select(w => $"{w.Field} {w.Message}")];
    }

    private static async Task<IReadOnlyList<string>> HistoryAsync(TestBank bank, string key, Viewer viewer)
    {
        var tag = (await bank.Get<LiveTags>().ReadAsync(CancellationToken.None)).InOrder.Single(t => t.Key == key);
        var days = await bank.Get<TagHistory>().ReadAsync(viewer, tag, Day, Day.AddDays(30), CancellationToken.None);
        return [.. days.Select(d => FormattableString.Invariant($"{d.AsOf:MM-dd} {d.Customers} {d.Coverage:0.00}: {string.Join(' ', d.Distribution.Select(b => $"{b.Band}={b.Customers}"))}"))];
    }

    private static async Task<TestBank> OpenAsync(string tags)
    {
        var bank = await TestBank.OpenAsync();
        await bank.AddAsync(new Customer(1, Day.AddDays(-9)), new Customer(2, Day.AddDays(-9), OrgPath: "/hq/b/o2/"), new Customer(3, Day.AddDays(-9)));
        await bank.AddAsync(new Booking(1, 1, Day, "credit", "cash_in", 10), new Booking(2, 2, Day, "credit", "cash_in", 100));
        bank.Definitions.Put("tag", tags);
        return bank;
    }
}
