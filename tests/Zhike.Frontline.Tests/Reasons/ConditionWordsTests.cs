using System.Text.Json;
using Zhike.Contracts.Customers;
using Zhike.Frontline.Reasons;

namespace Zhike.Frontline.Tests.Reasons;

/// <summary>Conditions in the words of the people who call customers.</summary>
public sealed class ConditionWordsTests
{
    private static readonly ConditionWords Words = new(
        new Dictionary<string, TagInfo>
        {
            ["balance"] = new("balance", "余额", "Balance", "asset", "measure", "money", "balance", ""),
            ["value_tier"] = new("value_tier", "价值分层", "Value tier", "value", "rule", "text", "value_tier", ""),
        },
        new Dictionary<string, Reason> { ["new-customers"] = new("新客户", "New customers") });

    [Theory]
    [InlineData("""{"tag":"balance","op":"at_least","value":50000}""", "余额不低于50,000", "Balance is at least 50,000")]
    [InlineData("""{"tag":"value_tier","op":"in","value":["gold","silver"]}""", "价值分层属于黄金、白银", "Value tier is one of gold, silver")]
    [InlineData("""{"tag":"unknown","op":"is_null"}""", "unknown为空", "unknown is not known")]
    [InlineData("""{"attribute":"gender","op":"eq","value":"F"}""", "性别为女", "gender is female")]
    [InlineData("""{"and":[{"segment":"new-customers"},{"not":{"list":"vip"}}]}""", "属于客群“新客户”，且并非（在名单“vip”中）", "belongs to the segment “New customers” and not (is on the list “vip”)")]
    [InlineData("""{"did":{"event":"transaction","where":{"kind":["cash_in","transfer_in"],"amount":{"at_least":1000}},"at_least":2,"since":"enrolment"}}""", "进入策略以来有至少2次交易（现金存入、转入，金额不低于1,000）", "did a transaction (cash in, transfer in, amount is at least 1,000) at least 2 times since entering")]
    [InlineData("""{"did_not":{"event":"app_login","within_days":30}}""", "近30天没有登录手机银行", "no signing in to the app within 30 days")]
    [InlineData("""{"else":1}""", "其他条件", "another condition")]
    public void A_condition_in_words(string expression, string zh, string en)
    {
        using var json = JsonDocument.Parse(expression);

        Words.Of(json.RootElement).ShouldBe(new Reason(zh, en));
    }
}
