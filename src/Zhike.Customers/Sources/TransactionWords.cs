namespace Zhike.Customers.Sources;

/// <summary>The words of the transactions' enumerations as the bank says them.</summary>
internal static class TransactionWords
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["credit"] = "收入", ["debit"] = "支出", ["other"] = "其他", ["cash_in"] = "现金存入", ["transfer_in"] = "转入", ["cash_out"] = "现金支取",
        ["card_cash_out"] = "卡取现", ["transfer_out"] = "转出", ["card_payment"] = "刷卡消费", ["interest"] = "利息", ["fee"] = "手续费",
        ["none"] = "未注明", ["household"] = "家庭缴费", ["insurance"] = "保险", ["statement_fee"] = "账单费", ["penalty_interest"] = "罚息",
        ["pension"] = "养老金", ["loan"] = "贷款还款", ["leasing"] = "租赁", ["salary"] = "工资", ["investment"] = "投资", ["shopping"] = "购物",
        ["unknown"] = "未知", ["counter"] = "柜面", ["atm"] = "自助机具", ["app"] = "手机银行", ["web"] = "网上银行", ["pos"] = "商户终端", ["batch"] = "批量",
    };

    public static string Zh(string word) => Words.GetValueOrDefault(word, word);
}
