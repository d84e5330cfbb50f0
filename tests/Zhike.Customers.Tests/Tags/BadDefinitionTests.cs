using System.Text.Json;
using Zhike.Customers.Tags.Definitions;
using Zhike.Customers.Tests.Bank;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Tests.Tags;

/// <summary>A wrong definition is refused with the field and the expectation, never half understood.</summary>
public sealed class BadDefinitionTests
{
    private const string Head = "key: x1, name: {zh: 一, en: a}, dimension: basic";
    private const string Sum = $"{Head}, kind: measure, fact: transactions, aggregate: sum, value: amount, type: money";

    private const string Count = $"{Head}, kind: measure, fact: transactions, aggregate: count, type: count";
    private const string Part = $"{Head}, kind: measure, fact: transactions, aggregate: share";
    private const string Steps = $"{Head}, kind: measure, fact: transactions, aggregate: sequence, first: {{direction: credit}}, then: {{direction: debit}}";
    private const string Word = $"{Head}, kind: attribute, attribute: attributes.title, type: text";
    private const string Cases = $"{Head}, kind: rule, type: text, rule: [{{when: {{tag: known, op: at_least, value: 1}}, value: a}}]";

    [Theory]
    [InlineData("[1]", "document", "must be an object")]
    [InlineData("{kind: rule}", "key", "is missing")]
    [InlineData($"{{{Sum}, colour: red}}", "colour", "is not known here")]
    [InlineData($"{{{Sum}, window_days: -5}}", "window_days", "must be a whole number from 1 to 3660, but is -5")]
    [InlineData($"{{{Sum}, window_days: 1.5}}", "window_days", "must be a whole number")]
    [InlineData($"{{{Sum}, where: {{color: red}}}}", "where.color", "is no column of transactions")]
    [InlineData($"{{{Sum}, where: {{kind: [cash_in, cheque]}}}}", "where.kind[1]", "must be one of other, cash_in")]
    [InlineData($"{{{Sum}, where: {{amount: {{at_least: much}}}}}}", "where.amount.at_least", "must be a number")]
    [InlineData($"{{{Sum}, where: {{amount: {{over: 5}}}}}}", "where.amount.over", "is no comparison")]
    [InlineData($"{{{Sum}, where: {{kind: {{at_least: cash_in}}}}}}", "where.kind.at_least", "cannot be compared by at_least")]
    [InlineData($"{{{Head}, kind: measure, fact: payments, aggregate: sum, value: amount, type: money}}", "fact", "must be one of transactions, events, holdings")]
    [InlineData($"{{{Head}, kind: measure, fact: transactions, aggregate: median, value: amount, type: money}}", "aggregate", "must be one of")]
    [InlineData($"{{{Head}, kind: measure, fact: transactions, aggregate: sum, value: sum, type: money}}", "value", "names \"sum\", which is no column of transactions")]
    [InlineData($"{{{Head}, kind: measure, fact: transactions, aggregate: sum, type: money}}", "value", "is missing: sum needs a column")]
    [InlineData($"{{{Head}, kind: measure, fact: transactions, aggregate: count, value: amount, type: count}}", "value", "has no meaning for count")]
    [InlineData($"{{{Head}, kind: measure, fact: transactions, aggregate: sum, value: purpose, type: money}}", "value", "must be a number for sum")]
    [InlineData($"{{{Head}, kind: measure, fact: transactions, aggregate: count, type: money}}", "type", "must be count for count, but is money")]
    [InlineData($"{{{Head}, kind: measure, fact: holdings, aggregate: count, type: count, window_days: 5}}", "window_days", "has no meaning for holdings")]
    [InlineData($"{{{Head}, kind: attribute, attribute: salary, type: money}}", "attribute", "names \"salary\"")]
    [InlineData($"{{{Head}, kind: attribute, attribute: gender, as: age, type: days}}", "as", "needs a date")]
    [InlineData($"{{{Head}, kind: attribute, attribute: opened_on, as: days_since, type: text}}", "type", "must be days")]
    [InlineData($"{{{Head}, kind: rule, type: text, rule: [{{when: {{tag: wealth, op: at_least, value: 1}}, value: a}}]}}", "rule[0].when.tag", "names \"wealth\", which is no live tag")]
    [InlineData($"{{{Head}, kind: rule, type: text, rule: [{{when: {{tag: known, op: at_least, value: lots}}, value: a}}]}}", "rule[0].when.value", "must be a number")]
    [InlineData($"{{{Head}, kind: rule, type: count, rule: [{{when: {{tag: known, op: at_least, value: 1}}, value: a}}]}}", "rule[0].value", "must be a whole number")]
    [InlineData($"{{{Head}, kind: rule, type: text, rule: [{{when: {{did: {{event: x}}}}, value: a}}]}}", "rule[0].when.did", "cannot stand in a rule")]
    [InlineData($"{{{Head}, kind: ratio, of: known, to: nothing, type: share}}", "to", "names \"nothing\"")]
    [InlineData($"{{{Head}, kind: rule, type: text, rule: [{{when: {{tag: x1, op: eq, value: a}}, value: a}}]}}", "rule", "goes in a circle: x1 -> x1")]
    [InlineData($"{{{Sum}, bands: [{{to: 10, zh: 一, en: a}}, {{from: 5, zh: 二, en: b}}]}}", "bands[1].from", "overlaps the band before it")]
    [InlineData($"{{{Sum}, bands: [{{to: 10, zh: 一, en: a}}, {{from: 15, zh: 二, en: b}}]}}", "bands[1].from", "leaves a gap")]
    [InlineData($"{{{Sum}, bands: [{{zh: 一, en: a}}, {{from: 15, zh: 二, en: b}}]}}", "bands[0].to", "is missing")]
    [InlineData($"{{{Sum}, bands: [{{from: 9, to: 3, zh: 一, en: a}}]}}", "bands[0]", "must begin below its end")]
    [InlineData($"{{{Sum}, bands: [{{to: 10, zh: 一, en: a}}, {{from: 10, zh: 二, en: a}}]}}", "bands", "use the name \"a\" twice")]
    [InlineData($"{{{Sum}, unit: {{zh: 元, en: yuan}}}}", "unit", "has no meaning for money")]
    [InlineData($"{{{Count}, unit: times}}", "unit", "must be an object")]
    [InlineData($"{{{Count}, unit: {{zh: 笔}}}}", "unit.en", "is missing")]
    [InlineData($"{{{Head}, kind: attribute, attribute: birth_date, as: age, type: days}}", "type", "must be years for birth_date, but is days")]
    [InlineData($"{{{Sum}, values: [{{code: a, zh: 一, en: one}}]}}", "values", "name the codes of a text, but the tag is a money")]
    [InlineData($"{{{Word}, values: [{{code: F, en: female}}]}}", "values[0].zh", "is missing")]
    [InlineData($"{{{Word}, values: [{{code: F, zh: 女}}]}}", "values[0].en", "is missing")]
    [InlineData($"{{{Word}, values: [{{zh: 女, en: female}}]}}", "values[0].code", "is missing")]
    [InlineData($"{{{Word}, values: [{{code: F, zh: 女, en: female, fr: femme}}]}}", "values[0].fr", "is not known here")]
    [InlineData($"{{{Word}, values: [F, M]}}", "values[0]", "must be an object")]
    [InlineData($"{{{Word}, values: {{F: 女}}}}", "values", "must be a list")]
    [InlineData($"{{{Word}, values: [{{code: F, zh: 女, en: female}}, {{code: F, zh: 男, en: male}}]}}", "values[1].code", "stands twice: \"F\"")]
    [InlineData($"{{{Word}, values: [{{code: F, zh: 女, en: female}}, {{code: M, zh: 女, en: male}}]}}", "values[1].zh", "stands twice: \"女\"")]
    [InlineData($"{{{Cases}, otherwise: b, values: [{{code: b, zh: 乙, en: b}}]}}", "rule[0].value", "gives \"a\", which \"values\" does not name")]
    [InlineData($"{{{Cases}, otherwise: b, values: [{{code: a, zh: 甲, en: a}}]}}", "otherwise", "gives \"b\", which \"values\" does not name")]
    [InlineData($"{{{Cases}, values: [{{code: a, zh: 甲, en: a}}, {{code: c, zh: 丙, en: c}}]}}", "values[1].code", "names \"c\", which no case of the rule gives")]
    [InlineData($"{{{Head}, kind: measure, fact: transactions, aggregate: last, value: channel, type: text, values: [{{code: fax, zh: 传真, en: fax}}]}}", "values[0].code", "names \"fax\", which is no channel; known are unknown, counter")]
    [InlineData($"{{{Head}, kind: measure, fact: transactions, aggregate: sum, value: amout, type: money}}", "value", "names \"amout\", which is no column of transactions; did you mean \"amount\"?")]
    [InlineData($"{{{Sum}, windw_days: 30}}", "windw_days", "is not known here; did you mean \"window_days\"?")]
    [InlineData($"{{{Sum}, where: {{dirction: credit}}}}", "where.dirction", "is no column of transactions; did you mean \"direction\"?")]
    [InlineData($"{{{Head}, kind: ratio, of: known, to: knwon, type: share}}", "to", "names \"knwon\", which is no live tag; did you mean \"known\"?")]
    [InlineData($"{{{Head}, kind: rule, type: flag, rule: [{{when: {{tag: knowm, op: at_least, value: 1}}, value: true}}]}}", "rule[0].when.tag", "names \"knowm\", which is no live tag; did you mean \"known\"?")]
    [InlineData($"{{{Head}, kind: measure, fact: transactions, aggregate: summ, value: amount, type: money}}", "aggregate", "must be one of sum, count")]
    [InlineData($"{{{Part}, type: share}}", "part", "is missing")]
    [InlineData($"{{{Part}, part: {{}}, type: share}}", "part", "must name at least one column")]
    [InlineData($"{{{Part}, part: {{kind: fee}}, type: money}}", "type", "must be share for share, but is money")]
    [InlineData($"{{{Count}, part: {{kind: fee}}}}", "part", "is not known here")]
    [InlineData($"{{{Head}, kind: measure, fact: transactions, aggregate: trend, change: ratio, type: share}}", "window_days", "is missing: a trend compares")]
    [InlineData($"{{{Head}, kind: measure, fact: transactions, aggregate: trend, window_days: 9, type: share}}", "change", "is missing")]
    [InlineData($"{{{Head}, kind: measure, fact: transactions, aggregate: trend, window_days: 9, change: difference, value: amount, type: share}}", "type", "must be money for trend of amount, but is share")]
    [InlineData($"{{{Head}, kind: measure, fact: transactions, aggregate: streak, every: year, type: count}}", "every", "must be one of day, week, month")]
    [InlineData($"{{{Head}, kind: measure, fact: holdings, aggregate: streak, every: day, type: count}}", "aggregate", "streak has no meaning for holdings")]
    [InlineData($"{{{Head}, kind: measure, fact: transactions, aggregate: preference, value: amount, type: text}}", "value", "must hold words for preference, but \"amount\" is a money")]
    [InlineData($"{{{Head}, kind: measure, fact: transactions, aggregate: preference, value: channel, at_least: 0, type: text}}", "at_least", "must be a whole number from 1")]
    [InlineData($"{{{Steps}, type: flag}}", "within_days", "or within_hours must be given")]
    [InlineData($"{{{Steps}, within_days: 1, within_hours: 5, type: flag}}", "within_days", "or within_hours must be given")]
    [InlineData($"{{{Steps}, within_hours: 5, type: flag}}", "within_hours", "has no meaning for transactions")]
    [InlineData($"{{{Steps}, within_days: 2, gives: count, type: flag}}", "type", "must be count for sequence, but is flag")]
    [InlineData($"{{{Head}, kind: rank, of: known, type: money}}", "type", "of a rank must be share")]
    [InlineData($"{{{Head}, kind: rank, of: known, within: branch, type: share}}", "within", "must be one of bank, outlet")]
    [InlineData($"{{{Head}, kind: rank, of: place, type: share}}", "of", "names \"place\", which is itself made of a rank")]
    public void It_is_refused_at_the_field(string yaml, string field, string message)
    {
        var errors = Check("x1", yaml);

        errors.ShouldContain(e => e.Field == field && e.Message.StartsWith(message, StringComparison.Ordinal),
            string.Join("; ", errors.Select(e => $"{e.Field} {e.Message}")));
    }

    [Fact]
    public void Every_problem_is_found_at_once()
    {
        var errors = Check("x1", $"{{{Head}, kind: measure, fact: transactions, aggregate: sum, value: amount, type: text, window_days: -5, colour: red, where: {{a: 1, kind: x}}}}");

        errors.Select(e => e.Field).ShouldBe(["window_days", "where.a", "where.kind", "type", "colour"], ignoreOrder: true);
    }

    [Fact]
    public void More_names_than_anybody_reads_are_refused()
    {
        var values = string.Join(", ", Enumerable.Range(0, ValueReader.ValuesMax + 1).Select(i => $"{{code: c{i}, zh: 第{i}, en: n{i}}}"));

        Check("x1", $"{{{Word}, values: [{values}]}}").Single().ShouldBe(new Kernel.FieldError("values", "must be at most 200, but are 201"));
    }

    [Fact]
    public void Ten_thousand_values_are_refused_at_once()
    {
        var numbers = string.Join(", ", Enumerable.Range(0, 10_000));

        Check("x1", $"{{{Sum}, where: {{counterparty_account: [{numbers}]}}}}").Single().Message.ShouldBe("holds 10009 values; a tag may hold at most 5000");
    }

    [Fact]
    public void Two_hundred_levels_are_refused_before_they_are_read()
    {
        var deep = $"{string.Concat(Enumerable.Repeat("{not: ", 200))}{{tag: known, op: not_null}}{new string('}', 200)}";

        DocumentText.Parse($"---\n{{{Head}, kind: rule, type: flag, rule: [{{when: {deep}, value: true}}]}}").Problem!.Message.ShouldContain("64");
        var forty = $"{string.Concat(Enumerable.Repeat("{not: ", 40))}{{tag: known, op: not_null}}{new string('}', 40)}";
        Check("x1", $"{{{Head}, kind: rule, type: flag, rule: [{{when: {forty}, value: true}}]}}").ShouldContain(e => e.Message == "is nested deeper than 20");
    }

    [Fact]
    public void Tags_that_read_each_other_are_named_in_the_order_of_the_circle()
    {
        var documents = new Dictionary<string, JsonElement>
        {
            ["ta"] = Rule("ta", "tb"),
            ["tb"] = Rule("tb", "tc"),
            ["tc"] = Rule("tc", "ta"),
        };

        var set = TagSet.Read(documents);

        set.InOrder.ShouldBeEmpty();
        set.Errors["tb"].Single().Message.ShouldBe("goes in a circle: tb -> tc -> ta -> tb");
    }

    [Fact]
    public async Task The_type_of_a_published_tag_cannot_change()
    {
        using var bank = await TestBank.OpenAsync();
        var kind = bank.Get<TagDefinitionKind>();
        bank.Definitions.Put("tag", $"{{{Sum}}}");
        await kind.GoLiveAsync((await bank.Definitions.FindLiveAsync("tag", "x1", CancellationToken.None))!, CancellationToken.None);

        var errors = await kind.CheckAsync("x1", LiveDefinitions.Json($"{{{Head}, kind: measure, fact: transactions, aggregate: count, type: count}}"), CancellationToken.None);

        errors.Single().Field.ShouldBe("type");
        errors[0].Message.ShouldContain("Decimal(18, 2)");
    }

    [Fact]
    public async Task A_change_that_breaks_a_tag_above_it_names_that_tag()
    {
        using var bank = await TestBank.OpenAsync();
        bank.Definitions.Put("tag", $"{{{Sum}}}\n---\n{{key: upper, name: {{zh: 一, en: a}}, dimension: basic, kind: rule, type: flag, rule: [{{when: {{tag: x1, op: at_least, value: 5}}, value: true}}], otherwise: false}}");

        var errors = await bank.Get<TagDefinitionKind>().CheckAsync("x1", LiveDefinitions.Json($"{{{Head}, kind: attribute, attribute: gender, type: text}}"), CancellationToken.None);

        errors.ShouldContain(e => e.Field.StartsWith("usedBy.upper.", StringComparison.Ordinal));
    }

    private static JsonElement Rule(string key, string reads) => LiveDefinitions.Json(
        $"{{key: {key}, name: {{zh: 一, en: a}}, dimension: basic, kind: rule, type: flag, rule: [{{when: {{tag: {reads}, op: eq, value: true}}, value: true}}], otherwise: false}}");

    private static IReadOnlyList<Kernel.FieldError> Check(string key, string yaml)
    {
        var documents = new Dictionary<string, JsonElement>
        {
            ["known"] = LiveDefinitions.Json(Sum.Replace("x1", "known", StringComparison.Ordinal) is var known ? $"{{{known}}}" : ""),
            ["place"] = LiveDefinitions.Json("{key: place, name: {zh: 一, en: a}, dimension: basic, kind: rank, of: known, type: share}"),
            [key] = LiveDefinitions.Json(yaml),
        };
        var set = TagSet.Read(documents);
        return set.Errors.TryGetValue(key, out var errors) ? errors : [];
    }
}
