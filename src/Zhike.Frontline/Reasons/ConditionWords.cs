using System.Globalization;
using System.Text.Json;
using Zhike.Contracts.Customers;

namespace Zhike.Frontline.Reasons;

/// <summary>A sentence in both languages of the house.</summary>
public sealed record Reason(string Zh, string En);

/// <summary>Says a condition (docs/segments.md) in words that a customer manager understands. Pure.</summary>
internal sealed class ConditionWords(IReadOnlyDictionary<string, TagInfo> tags, IReadOnlyDictionary<string, Reason> segments)
{
    private static readonly Dictionary<string, (string Zh, string En)> Operators = new(StringComparer.Ordinal)
    {
        ["eq"] = ("为", "is"),
        ["ne"] = ("不为", "is not"),
        ["in"] = ("属于", "is one of"),
        ["not_in"] = ("不属于", "is none of"),
        ["at_least"] = ("不低于", "is at least"),
        ["more_than"] = ("高于", "is more than"),
        ["at_most"] = ("不高于", "is at most"),
        ["less_than"] = ("低于", "is less than"),
        ["between"] = ("介于", "lies between"),
        ["is_null"] = ("为空", "is not known"),
        ["not_null"] = ("有值", "is known"),
    };

    private static readonly Dictionary<string, (string Zh, string En)> Attributes = new(StringComparer.Ordinal)
    {
        ["gender"] = ("性别", "gender"),
        ["age"] = ("年龄", "age"),
        ["opened_on"] = ("开户日期", "day of opening"),
        ["birth_date"] = ("出生日期", "date of birth"),
        ["outlet_id"] = ("网点", "outlet"),
        ["manager_id"] = ("客户经理", "customer manager"),
    };

    private static readonly Dictionary<string, (string Zh, string En)> Events = new(StringComparer.Ordinal)
    {
        ["transaction"] = ("交易", "a transaction"),
        ["app_login"] = ("登录手机银行", "signing in to the app"),
        ["message_clicked"] = ("点击消息", "clicking a message"),
        ["message_shown"] = ("看到消息", "seeing a message"),
        ["work_order_reported"] = ("客户经理回单", "a manager's report"),
    };

    private static readonly Dictionary<string, (string Zh, string En)> Values = new(StringComparer.Ordinal)
    {
        ["credit"] = ("入账", "credit"), ["debit"] = ("出账", "debit"), ["cash_in"] = ("现金存入", "cash in"), ["transfer_in"] = ("转入", "transfer in"),
        ["cash_out"] = ("现金支取", "cash out"), ["transfer_out"] = ("转出", "transfer out"), ["card_cash_out"] = ("卡取现", "cash by card"),
        ["card_payment"] = ("刷卡消费", "card payment"), ["household"] = ("生活缴费", "household"), ["insurance"] = ("保险", "insurance"),
        ["pension"] = ("养老金", "pension"), ["loan"] = ("贷款", "loan"), ["leasing"] = ("租赁", "leasing"), ["salary"] = ("工资", "salary"),
        ["new"] = ("新客", "new"), ["leaving"] = ("流失预警", "leaving"), ["asleep"] = ("沉睡", "asleep"), ["growing"] = ("成长", "growing"), ["mature"] = ("成熟", "mature"),
        ["diamond"] = ("钻石", "diamond"), ["gold"] = ("黄金", "gold"), ["silver"] = ("白银", "silver"), ["basic"] = ("大众", "basic"),
        ["amount"] = ("金额", "amount"), ["F"] = ("女", "female"), ["M"] = ("男", "male"), ["true"] = ("是", "yes"), ["false"] = ("否", "no"),
    };

    public Reason Of(JsonElement expression)
    {
        if (expression.ValueKind != JsonValueKind.Object)
        {
            return new Reason("其他条件", "another condition");
        }

        if (expression.TryGetProperty("and", out var all))
        {
            return Joined(all, "，且", " and ");
        }

        if (expression.TryGetProperty("or", out var any))
        {
            return Joined(any, "，或", " or ");
        }

        if (expression.TryGetProperty("not", out var not))
        {
            return Of(not) is var inner ? new Reason($"并非（{inner.Zh}）", $"not ({inner.En})") : inner;
        }

        return Simple(expression);
    }

    /// <summary>The tags that a condition reads.</summary>
    public static IEnumerable<string> TagsIn(JsonElement expression) => expression.ValueKind switch
    {
        JsonValueKind.Object => expression.EnumerateObject().SelectMany(p =>
            p is { Name: "tag", Value.ValueKind: JsonValueKind.String } ? [p.Value.GetString()!] : TagsIn(p.Value)),
        JsonValueKind.Array => expression.EnumerateArray().SelectMany(TagsIn),
        _ => [],
    };

    /// <summary>A coded value (credit, silver, F) in words; any other stays as it is.</summary>
    public static (string Zh, string En) Coded(string value) => Values.GetValueOrDefault(value, (value, value));

    private Reason Simple(JsonElement expression)
    {
        if (Text(expression, "tag") is { } tag)
        {
            var info = tags.GetValueOrDefault(tag);
            return Compared(info?.NameZh ?? tag, info?.NameEn ?? tag, expression);
        }

        if (Text(expression, "attribute") is { } attribute)
        {
            var (zh, en) = Attributes.GetValueOrDefault(attribute, (attribute, attribute));
            return Compared(zh, en, expression);
        }

        if (expression.TryGetProperty("did", out var did))
        {
            return Behaviour(did, happened: true);
        }

        if (expression.TryGetProperty("did_not", out var didNot))
        {
            return Behaviour(didNot, happened: false);
        }

        if (Text(expression, "segment") is { } segment)
        {
            var name = segments.GetValueOrDefault(segment) ?? new Reason(segment, segment);
            return new Reason($"属于客群“{name.Zh}”", $"belongs to the segment “{name.En}”");
        }

        return Text(expression, "list") is { } list
            ? new Reason($"在名单“{list}”中", $"is on the list “{list}”")
            : new Reason("其他条件", "another condition");
    }

    private Reason Joined(JsonElement parts, string zh, string en)
    {
        var words = parts.ValueKind == JsonValueKind.Array ? parts.EnumerateArray().Select(Of).ToList() : [];
        return new Reason(string.Join(zh, words.Select(w => w.Zh)), string.Join(en, words.Select(w => w.En)));
    }

    private static Reason Compared(string zh, string en, JsonElement expression)
    {
        var (operatorZh, operatorEn) = Operators.GetValueOrDefault(Text(expression, "op") ?? "eq", ("满足", "meets"));
        var (valueZh, valueEn) = expression.TryGetProperty("value", out var value) ? Value(value) : ("", "");
        return new Reason($"{zh}{operatorZh}{valueZh}", $"{en} {operatorEn} {valueEn}".Trim());
    }

    private static Reason Behaviour(JsonElement what, bool happened)
    {
        var (eventZh, eventEn) = Text(what, "event") is { } name ? Events.GetValueOrDefault(name, (name, name)) : ("行为", "something");
        var (whereZh, whereEn) = ("", "");
        if (what.TryGetProperty("where", out var where) && where.ValueKind == JsonValueKind.Object)
        {
            var parts = where.EnumerateObject().Select(p => p.Value.ValueKind == JsonValueKind.Object
                ? string.Join("、", p.Value.EnumerateObject().Select(o => $"{Coded(p.Name).Zh}{Operators.GetValueOrDefault(o.Name, (o.Name, o.Name)).Item1}{Value(o.Value).Zh}"))
                : Value(p.Value).Zh).ToList();
            var english = where.EnumerateObject().Select(p => p.Value.ValueKind == JsonValueKind.Object ? $"{Coded(p.Name).En} {Value(p.Value).En}" : Value(p.Value).En);
            (whereZh, whereEn) = ($"（{string.Join("，", parts)}）", $" ({string.Join(", ", english)})");
        }

        var times = what.TryGetProperty("at_least", out var least) && least.TryGetInt32(out var n) ? n : 1;
        var (withinZh, withinEn) = what.TryGetProperty("within_days", out var within)
            ? ($"近{within.GetRawText()}天", $" within {within.GetRawText()} days")
            : Text(what, "since") == "enrolment" ? ("进入策略以来", " since entering") : ("", "");
        return happened
            ? new Reason($"{withinZh}有{(times > 1 ? string.Create(CultureInfo.InvariantCulture, $"至少{times}次") : "")}{eventZh}{whereZh}", string.Create(CultureInfo.InvariantCulture, $"did {eventEn}{whereEn}{(times > 1 ? $" at least {times} times" : "")}{withinEn}"))
            : new Reason($"{withinZh}没有{eventZh}{whereZh}", $"no {eventEn.Replace("a ", "", StringComparison.Ordinal)}{whereEn}{withinEn}");
    }

    private static (string Zh, string En) Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => (string.Join("、", value.EnumerateArray().Select(v => Value(v).Zh)), string.Join(", ", value.EnumerateArray().Select(v => Value(v).En))),
        JsonValueKind.String => Coded(value.GetString()!),
        JsonValueKind.Number when value.TryGetDecimal(out var number) => (Number(number), Number(number)),
        JsonValueKind.Object => (string.Join("，", value.EnumerateObject().Select(p => $"{Operators.GetValueOrDefault(p.Name, (p.Name, p.Name)).Item1}{Value(p.Value).Zh}")),
            string.Join(", ", value.EnumerateObject().Select(p => $"{Operators.GetValueOrDefault(p.Name, (p.Name, p.Name)).Item2} {Value(p.Value).En}"))),
        _ => Coded(value.GetRawText()),
    };

    private static string Number(decimal number) => number.ToString("#,0.##", CultureInfo.InvariantCulture);

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
