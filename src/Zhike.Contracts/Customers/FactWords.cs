using System.Collections.Frozen;

namespace Zhike.Contracts.Customers;

/// <summary>What people call the columns of the standard model, the codes in them, the attributes of a customer and the events
/// that the system itself reports. Pure: what a bank adds (tags, its own events) is named by its definitions.</summary>
public static class FactWords
{
    private static readonly FrozenDictionary<string, NamedValue> Columns = Table(
        ("direction", "收支方向", "Direction"), ("kind", "类型", "Kind"), ("purpose", "用途", "Purpose"), ("channel", "渠道", "Channel"),
        ("amount", "金额", "Amount"), ("balance_after", "交易后余额", "Balance after"), ("counterparty_bank", "对方银行", "Counterparty's bank"),
        ("counterparty_account", "对方账号", "Counterparty's account"), ("booked_on", "记账日期", "Booked on"),
        ("day_of_month", "记账日（每月几号）", "Day of the month"));

    private static readonly FrozenDictionary<string, NamedValue> Attributes = Table(
        ("opened_on", "开户日期", "Opened on"), ("birth_date", "出生日期", "Birth date"), ("age", "年龄", "Age"), ("gender", "性别", "Gender"),
        ("customer_no", "客户号", "Customer number"), ("outlet_id", "网点号", "Outlet number"), ("manager_id", "客户经理", "Customer manager"),
        ("is_demo", "含演示数据", "Partly invented"), ("outlet.name", "网点名称", "Outlet name"), ("outlet.region", "网点所在地区", "Outlet region"));

    private static readonly FrozenDictionary<string, NamedValue> Events = Table(
        ("transaction", "账户交易", "Transaction"), ("app_login", "登录手机银行", "Signing in to the app"), ("app_opened", "打开手机银行", "Opening the app"),
        ("message_shown", "看到消息", "Seeing a message"), ("message_clicked", "点击消息", "Clicking a message"),
        ("message_closed", "关闭消息", "Closing a message"), ("work_order_reported", "客户经理回单", "A manager's report"));

    private static readonly FrozenDictionary<string, NamedValue[]> Coded = new Dictionary<string, NamedValue[]>
    {
        ["direction"] = [new("credit", "收入", "credit"), new("debit", "支出", "debit")],
        ["kind"] =
        [
            new("other", "其他", "other"), new("cash_in", "现金存入", "cash in"), new("transfer_in", "转入", "transfer in"), new("cash_out", "现金支取", "cash out"),
            new("card_cash_out", "卡取现", "cash by card"), new("transfer_out", "转出", "transfer out"), new("card_payment", "刷卡消费", "card payment"),
            new("interest", "结息", "interest"), new("fee", "手续费", "fee"),
        ],
        ["purpose"] =
        [
            new("none", "未注明", "not stated"), new("household", "生活缴费", "household"), new("insurance", "保险", "insurance"),
            new("statement_fee", "账单费", "statement fee"), new("interest", "利息", "interest"), new("penalty_interest", "罚息", "penalty interest"),
            new("pension", "养老金", "pension"), new("loan", "贷款还款", "loan"), new("leasing", "租赁", "leasing"), new("salary", "工资", "salary"),
            new("investment", "投资", "investment"), new("shopping", "购物", "shopping"),
        ],
        ["channel"] =
        [
            new("unknown", "未知", "unknown"), new("counter", "柜面", "counter"), new("atm", "自助设备", "ATM"), new("app", "手机银行", "app"),
            new("web", "网上银行", "web bank"), new("pos", "商户POS", "point of sale"), new("batch", "批量", "batch"),
            new("mini_programme", "小程序", "mini programme"), new("h5", "H5页面", "H5 page"),
        ],
        ["gender"] = [new("F", "女", "female"), new("M", "男", "male")],
    }.ToFrozenDictionary();

    /// <summary>A column of a fact table.</summary>
    public static NamedValue Column(string name) => Columns.GetValueOrDefault(name) ?? new NamedValue(name, name, name.Replace('_', ' '));

    /// <summary>What the bank says of a customer.</summary>
    public static NamedValue Attribute(string name) => Attributes.GetValueOrDefault(name) ?? NamedValue.Nameless(name);

    /// <summary>An event by its name, or "transaction".</summary>
    public static NamedValue Event(string name) => Events.GetValueOrDefault(name) ?? new NamedValue(name, name, name.Replace('_', ' '));

    /// <summary>The codes that stand in a column or an attribute; empty where it holds free text.</summary>
    public static IReadOnlyList<NamedValue> Codes(string column) => Coded.GetValueOrDefault(column, []);

    /// <summary>One code of a column; a code without a name stands for itself.</summary>
    public static NamedValue Code(string column, string code) => Codes(column).FirstOrDefault(c => c.Value == code) ?? NamedValue.Nameless(code);

    private static FrozenDictionary<string, NamedValue> Table(params ReadOnlySpan<(string Value, string Zh, string En)> words)
    {
        var table = new Dictionary<string, NamedValue>(words.Length);
        foreach (var (value, zh, en) in words)
        {
            table.Add(value, new NamedValue(value, zh, en));
        }

        return table.ToFrozenDictionary();
    }
}
