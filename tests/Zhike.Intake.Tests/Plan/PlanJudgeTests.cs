using Zhike.Intake.Plan;

namespace Zhike.Intake.Tests.Plan;

public sealed class PlanJudgeTests
{
    private const string Plan =
        """
        key: test
        name: {zh: 测试, en: Test}
        owner: 数据部
        unplanned: mark
        privacy:
          properties: [{property: password, rule: never}, {property: Card_No, rule: hash}, {property: payee_name, rule: mask}]
        events:
          - event: transfer
            name: {zh: 转账, en: Transfer}
            properties:
              - {property: amount, type: money, required: true, at_least: 0.01, on_violation: quarantine}
              - {property: kind, type: text, values: [own, other]}
              - {property: times, type: integer, at_most: 9, on_violation: drop}
              - {property: loan.months, type: integer, on_violation: drop}
              - {property: order_no, type: text, privacy: plain}
              - {property: at, type: instant}
              - {property: on, type: date}
              - {property: flag, type: flag}
              - {property: tags, type: list}
              - {property: open, type: object}
              - {property: rate, type: number}
              - {property: secret, type: text, privacy: hash}
          - event: strict
            name: {zh: 严, en: Strict}
            other_properties: mark
            properties: [{property: a.b, type: integer}, {property: o, type: object}]
          - event: closed
            name: {zh: 关, en: Closed}
            other_properties: drop
            properties: [{property: a, type: integer}]
        """;

    private static readonly PlanStage Stage = new(Plan);

    [Theory]
    [InlineData("""{"amount":"100.00","kind":"own"}""", "Keep")]
    [InlineData("""{"amount":1e2}""", "Keep")]
    [InlineData("""{"kind":"own"}""", "Quarantine missing:amount")]
    [InlineData("""{"amount":null}""", "Quarantine missing:amount")]
    [InlineData("""{"amount":""}""", "Quarantine type:amount missing:amount")]
    [InlineData("""{"amount":"12 yuan"}""", "Quarantine type:amount")]
    [InlineData("""{"amount":0}""", "Quarantine range:amount")]
    [InlineData("""{"amount":1,"kind":"theirs"}""", "Mark value:kind")]
    [InlineData("""{"amount":1,"k\u0069nd":"theirs"}""", "Mark value:kind")]
    [InlineData("""{"amount":1,"kind":"\u006fwn"}""", "Keep")]
    [InlineData("""{"amount":1,"times":10}""", """Mark range:times | {"amount":1}""")]
    [InlineData("""{"times":1.5 , "amount":1}""", """Mark type:times | { "amount":1}""")]
    [InlineData("""{"amount":1,"loan":{"months":"x","y":1}}""", """Mark type:loan.months | {"amount":1,"loan":{"y":1}}""")]
    [InlineData("""{"amount":1,"loan":{"y":1,"months":"x"},"times":"t"}""", """Mark type:loan.months type:times | {"amount":1,"loan":{"y":1}}""")]
    [InlineData("""{"amount":1,"loan.months":"x"}""", """Mark type:loan.months | {"amount":1}""")]
    [InlineData("""{"amount":1,"at":"2026-01-31T09:30:00+08:00","on":"2026-01-31","flag":true,"tags":[1],"open":{},"rate":1.5}""", "Keep")]
    [InlineData("""{"amount":1,"at":"yesterday"}""", "Mark type:at")]
    [InlineData("""{"amount":1,"at":1767225600000}""", "Keep")]
    [InlineData("""{"amount":1,"at":17672256}""", "Mark type:at")]
    [InlineData("""{"amount":1,"on":"2026-02-30"}""", "Mark type:on")]
    [InlineData("""{"amount":1,"flag":"true"}""", "Mark type:flag")]
    [InlineData("""{"amount":1,"tags":{}}""", "Mark type:tags")]
    [InlineData("""{"amount":1,"new":5}""", "Keep")]
    public void A_planned_event_is_compared_property_by_property(string properties, string said) => Stage.Said("transfer", properties).ShouldBe(said);

    [Theory]
    [InlineData("strict", """{"a":{"b":1,"c":2},"o":{"x":1},"z":[{"y":1}]}""", "Mark unplanned:a.c unplanned:z")]
    [InlineData("closed", """{"z":{"y":1},"a":1,"q":"x"}""", """Mark unplanned:z unplanned:q | {"a":1}""")]
    [InlineData("closed", """{"z":1}""", """Mark unplanned:z | {}""")]
    public void Properties_that_nobody_planned_are_marked_or_left_out_as_the_plan_says(string name, string properties, string said) => Stage.Said(name, properties).ShouldBe(said);

    [Fact]
    public void An_event_that_nobody_planned_is_marked_and_calls_that_need_no_plan_are_not()
    {
        Stage.Said("other", "{}").ShouldBe("Mark unplanned_event");
        Stage.Said("page", "{}", "page").ShouldBe("Keep");
        Stage.Said("identify", "{}", "identify").ShouldBe("Keep");
    }

    [Fact]
    public void Without_a_plan_everything_comes_in_and_personal_numbers_are_still_covered()
    {
        var open = new PlanStage();

        open.Said("anything", """{"a":1}""").ShouldBe("Keep");
        open.Said("anything", """{"a":"call 13812345678 now"}""").ShouldBe("""Mark personal:a | {"a":"call 138****5678 now"}""");
    }

    [Theory]
    [InlineData("""{"password":"s3cret","a":1}""", """Mark never:password | {"a":1}""")]
    [InlineData("""{"deep":[{"PassWord":"s3cret"}]}""", """Mark never:deep.PassWord | {"deep":[{}]}""")]
    [InlineData("""{"p\u0061ssword":"s3cret"}""", """Mark never:password | {}""")]
    [InlineData("""{"payee_name":"张伟","mail":"x"}""", """Keep | {"payee_name":"张***","mail":"x"}""")]
    [InlineData("""{"note":"6222021001112223332"}""", "Keep")]
    [InlineData("""{"note":"卡号6222 0210 0111 2223 331。"}""", """Mark personal:note | {"note":"卡号6222 0************* 331。"}""")]
    [InlineData("""{"note":["11010519491231002X"]}""", """Mark personal:note | {"note":["110*************2X"]}""")]
    [InlineData("""{"phone":13812345678}""", """Mark personal:phone | {"phone":"138****5678"}""")]
    [InlineData("""{"phone":"+8613812345678"}""", """Mark personal:phone | {"phone":"+86138****5678"}""")]
    public void Privacy_holds_wherever_a_name_or_a_pattern_occurs(string properties, string said)
    {
        var open = new PlanStage(Plan.Replace("unplanned: mark", "unplanned: keep", StringComparison.Ordinal));

        open.Said("free", properties).ShouldBe(said);
    }

    [Fact]
    public void A_hash_is_the_same_for_the_same_value_and_has_no_digits()
    {
        var hash = PlanStage.Hash.Of("abc");

        Stage.Said("transfer", """{"amount":1,"secret":"abc","CARD_NO":"abc"}""").ShouldBe($$"""Keep | {"amount":1,"secret":"{{hash}}","CARD_NO":"{{hash}}"}""");
        hash.Length.ShouldBe(PropertyHash.Length);
        hash.ShouldAllBe(c => c >= 'a' && c <= 'p');
    }

    [Fact]
    public void A_planned_plain_property_and_planned_amounts_are_not_searched()
    {
        Stage.Said("transfer", """{"amount":13812345678,"order_no":"6222021001112223331"}""").ShouldBe("Keep");
    }

    [Fact]
    public void What_was_left_out_is_sampled_and_what_must_never_be_stored_only_by_its_form()
    {
        var stage = new PlanStage(Plan);
        for (var i = 0; i < 10; i++)
        {
            stage.Judge("transfer", """{"amount":1,"times":"about 13812345678","password":"s3cret"}""");
        }

        var samples = stage.Samples.Take();

        samples.Count(s => s.Violation == "type:times").ShouldBe(ViolationSamples.SamplesMax);
        samples.First(s => s.Violation == "type:times").Text.ShouldBe("about 138****5678");
        samples.First(s => s.Violation == "never:password").Text.ShouldBe("(text of 6 bytes)");
        stage.Samples.Take().ShouldBeEmpty();
    }

    [Fact]
    public void What_hides_behind_escapes_is_covered_in_the_event_and_in_its_samples()
    {
        var stage = new PlanStage(Plan);

        stage.Said("transfer", """{"amount":1,"times":"\u0031\u0033812345678","note":"\u00313812345678"}""").ShouldBe("""Mark type:times personal:note | {"amount":1,"note":"138****5678"}""");
        stage.Samples.Take().Select(s => s.Text).ShouldBe(["138****5678", "138****5678"]);
    }

    [Fact]
    public void A_plan_holds_for_its_sources_only()
    {
        var stage = new PlanStage(Plan.Replace("key: test", "key: test\nsources: [app]", StringComparison.Ordinal));

        stage.Said("transfer", "{}").ShouldBe("Quarantine missing:amount");
        stage.Said("transfer", "{}", source: "core").ShouldBe("Keep");
    }

    [Fact]
    public void Deep_and_long_and_repeated_members_do_no_harm()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"abcdefghijklmnopqrstuvwxyz\":", 60)) + "\"13812345678\"" + new string('}', 60);
        Stage.Said("free", deep).ShouldContain("138****5678");
        Stage.Said("free", $$"""{"{{new string('n', 5000)}}":"13812345678"}""").ShouldContain("138****5678");
        Stage.Said("transfer", """{"amount":1,"times":"a","times":"b"}""").ShouldBe("""Mark type:times | {"amount":1}""");
        Stage.Judge("transfer", "{" + string.Join(',', Enumerable.Range(0, 500).Select(i => $"\"password\":{i}")) + ",\"amount\":1}").Violations.Count.ShouldBe(1);
    }
}
