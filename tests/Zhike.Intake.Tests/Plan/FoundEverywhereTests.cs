namespace Zhike.Intake.Tests.Plan;

/// <summary>Numbers of persons are found outside of values too: in names of properties, and in an event's context.</summary>
public sealed class FoundEverywhereTests
{
    private static string Plan(string rule) =>
        $$"""
        key: p
        name: {zh: 案, en: P}
        owner: 数据部
        unplanned: keep
        privacy: {found: {phone: {{rule}}, card_number: {{rule}}}, properties: [{property: pin, rule: never}]}
        events:
          - event: e
            name: {zh: 事, en: E}
            other_properties: drop
            properties: [{property: "order 13812345678", type: any, privacy: plain}]
        """;

    [Theory]
    [InlineData("mask", """{"13812345678":1,"a":2}""", """Mark personal:138****5678 | {"138****5678":1,"a":2}""")]
    [InlineData("mask", """{"a":{"called_13812345678":{"b":"13912345678"}}}""", """Mark personal:a.called_138****5678 personal:a.called_138****5678.b | {"a":{"called_138****5678":{"b":"139****5678"}}}""")]
    [InlineData("mask", """{"\u00313812345678":true}""", """Mark personal:138****5678 | {"138****5678":true}""")]
    [InlineData("never", """{"a":1,"13812345678":{"b":2}}""", """Mark personal:138****5678 | {"a":1}""")]
    [InlineData("never", """{"x_13812345678":1,"b":"6222021001112223331"}""", """Mark personal:x_138****5678 personal:b | {}""")]
    [InlineData("plain", """{"13812345678":1}""", "Keep")]
    [InlineData("mask", """{"quarter_2026_of_1381234567":1,"13812345678901":2}""", "Keep")]
    public void A_name_that_holds_a_number_is_covered_or_its_property_is_never_stored(string rule, string came, string said) =>
        new PlanStage(Plan(rule)).Said("free", came).ShouldBe(said);

    [Fact]
    public void A_planned_name_that_is_plain_stays_and_one_that_is_dropped_is_gone_with_its_name()
    {
        var stage = new PlanStage(Plan("mask"));

        stage.Said("e", """{"order 13812345678":1}""").ShouldBe("Keep");
        stage.Said("e", """{"13812345678":1}""").ShouldBe("Mark personal:138****5678 unplanned:138****5678 | {}");
    }

    [Fact]
    public void A_sample_shows_the_name_covered()
    {
        var stage = new PlanStage(Plan("mask"));
        stage.Said("free", """{"13812345678":1}""");

        stage.Samples.Take().Select(s => $"{s.Violation} {s.Text}").ShouldBe(["personal:138****5678 138****5678"]);
    }

    [Theory]
    [InlineData("mask", """{"page":{"url":"https://b.cn/?m=13812345678","path":"/"}}""", """Mark personal:context.page.url | {"page":{"url":"https://b.cn/?m=138****5678","path":"/"}}""")]
    [InlineData("mask", """{"screen":{"width":1080},"13812345678":[1]}""", """Mark personal:context.138****5678 | {"screen":{"width":1080},"138****5678":[1]}""")]
    [InlineData("never", """{"os":{"name":"iOS"},"referrer":"13812345678"}""", """Mark personal:context.referrer | {"os":{"name":"iOS"}}""")]
    [InlineData("mask", """{"pin":"names are the SDK's own","timezone":"Asia/Shanghai","device":{"id":"8f1b2c"},"at":1790000000000}""", "Keep")]
    public void A_context_is_searched_by_the_same_rules_and_its_names_mean_nothing_else(string rule, string came, string said) =>
        new PlanStage(Plan(rule)).SaidOfContext(came).ShouldBe(said);
}
