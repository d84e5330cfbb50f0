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
            ["value_tier"] = new("value_tier", "价值分层", "Value tier", "value", "rule", "text", "value_tier", "")
            {
                Values = [new("gold", "黄金客户", "gold"), new("silver", "白银客户", "silver")],
            },
            ["quiet_days"] = new("quiet_days", "未动账天数", "Quiet days", "activity", "measure", "days", "quiet_days", ""),
            ["moves"] = new("moves", "动账", "Moves", "activity", "measure", "count", "moves", "")
            {
                Unit = new("moves", "笔", "times"),
                Bands = [new(null, 3, new("few", "偶尔", "few"))],
            },
        },
        new Dictionary<string, Reason> { ["new-customers"] = new("新客户", "New customers") });

    [Theory]
    [InlineData("""{"tag":"balance","op":"at_least","value":50000}""", "余额不低于50,000", "Balance is at least 50,000")]
    [InlineData("""{"tag":"value_tier","op":"in","value":["gold","silver"]}""", "价值分层属于黄金客户、白银客户", "Value tier is one of gold, silver")]
    [InlineData("""{"tag":"value_tier","op":"eq","value":"bronze"}""", "价值分层为bronze", "Value tier is bronze")]
    [InlineData("""{"tag":"quiet_days","op":"more_than","value":60}""", "未动账天数高于60天", "Quiet days is more than 60 days")]
    [InlineData("""{"tag":"moves","op":"between","value":[1,3]}""", "动账介于1笔至3笔", "Moves lies between 1 times and 3 times")]
    [InlineData("""{"tag":"moves","op":"in_band","value":["few"]}""", "动账为偶尔", "Moves is few")]
    [InlineData("""{"attribute":"opened_on","op":"at_least","value":{"days_ago":100}}""", "开户日期不低于100天前", "opened on is at least 100 days ago")]
    [InlineData("""{"tag":"unknown","op":"is_null"}""", "unknown为空", "unknown is not known")]
    [InlineData("""{"attribute":"gender","op":"eq","value":"F"}""", "性别为女", "gender is female")]
    [InlineData("""{"and":[{"segment":"new-customers"},{"not":{"list":"vip"}}]}""", "属于客群“新客户”，且并非（在名单“vip”中）", "belongs to the segment “New customers” and not (is on the list “vip”)")]
    [InlineData("""{"did":{"event":"transaction","where":{"kind":["cash_in","transfer_in"],"amount":{"at_least":1000}},"at_least":2,"since":"enrolment"}}""", "进入策略以来有至少2次账户交易（现金存入、转入，金额不低于1,000）", "transaction (cash in, transfer in, amount is at least 1,000) at least 2 times since entering")]
    [InlineData("""{"did_not":{"event":"app_login","within_days":30}}""", "近30天没有登录手机银行", "no signing in to the app within 30 days")]
    [InlineData("""{"else":1}""", "其他条件", "another condition")]
    public void A_condition_in_words(string expression, string zh, string en)
    {
        using var json = JsonDocument.Parse(expression);

        Words.Of(json.RootElement).ShouldBe(new Reason(zh, en));
    }
}
