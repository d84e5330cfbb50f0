using System.Text.Json;
using Zhike.Contracts.Customers;
using Zhike.Customers.Documents;
using Zhike.Customers.Tags.Definitions;
using Zhike.Customers.Tests.Bank;

namespace Zhike.Customers.Tests.Tags;

/// <summary>What people call the codes of a tag, wherever its values are read.</summary>
public sealed class NamedValueTests
{
    private const string Tier =
        "{key: tier, name: {zh: 分层, en: Tier}, dimension: value, kind: rule, type: text, values: [{code: low, zh: 普通, en: plain}, {code: high, zh: 贵宾, en: premier}], rule: [{when: {tag: money, op: at_least, value: 1000}, value: high}], otherwise: low}";
    private const string Money = "{key: money, name: {zh: 钱, en: Money}, dimension: asset, kind: measure, fact: transactions, aggregate: sum, value: amount, type: money}";

    [Fact]
    public void They_stand_in_the_order_of_the_document_and_are_the_only_ones_of_a_rule()
    {
        var tier = Read(Tier, Money)["tier"];

        tier.Named.ShouldBe([new NamedValue("low", "普通", "plain"), new NamedValue("high", "贵宾", "premier")]);
        tier.Column.Words.ShouldBe(["low", "high"]);
    }

    [Fact]
    public void What_the_document_does_not_name_has_the_words_of_the_standard_model()
    {
        var tags = Read(
            "{key: channel, name: {zh: 常用, en: a}, dimension: channel, kind: measure, fact: transactions, aggregate: last, value: channel, type: text, values: [{code: app, zh: 掌银, en: our app}]}",
            "{key: sex, name: {zh: 性别, en: a}, dimension: basic, kind: attribute, attribute: gender, type: text}");

        tags["channel"].Values[0].ShouldBe(new TagValue("app", new LocalText("掌银", "our app")));
        tags["channel"].Named.ShouldContain(new NamedValue("counter", "柜面", "counter"));
        tags["channel"].Named.Select(v => v.Value).ShouldBeUnique();
        tags["sex"].Named.ShouldBe([new NamedValue("F", "女", "female"), new NamedValue("M", "男", "male")]);
    }

    [Fact]
    public void A_rule_without_names_speaks_for_itself() =>
        Read(Money, "{key: tier, name: {zh: 分层, en: Tier}, dimension: value, kind: rule, type: text, rule: [{when: {tag: money, op: at_least, value: 1}, value: 有钱}], otherwise: 无}")["tier"].Named
            .ShouldBe([NamedValue.Nameless("有钱"), NamedValue.Nameless("无")]);

    private static Dictionary<string, TagDefinition> Read(params string[] documents)
    {
        var set = TagSet.Read(documents.Select(LiveDefinitions.Json).ToDictionary(d => d.GetProperty("key").GetString()!, d => d));
        set.Errors.ShouldBeEmpty(JsonSerializer.Serialize(set.Errors));
        return set.InOrder.ToDictionary(t => t.Key);
    }
}
