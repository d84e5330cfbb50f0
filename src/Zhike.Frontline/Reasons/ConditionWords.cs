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
        ["in_band"] = ("为", "is"),
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

    /// <summary>A value of a tag in words: a code by its name, a number with what it counts.</summary>
    public static (string Zh, string En) Value(TagInfo? tag, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => Listed(value, one => Value(tag, one)),
        JsonValueKind.String => tag?.Bands.FirstOrDefault(b => b.Name.Value == value.GetString()) is { } band
            ? (band.Name.Zh, band.Name.En)
            : Both(tag?.Named(value.GetString()!) ?? NamedValue.Nameless(value.GetString()!)),
        JsonValueKind.Number when value.TryGetDecimal(out var number) => Counted(tag, number),
        _ => Plain(value),
    };

    private Reason Simple(JsonElement expression)
    {
        if (Text(expression, "tag") is { } tag)
        {
            var info = tags.GetValueOrDefault(tag);
            return Compared(info is null ? NamedValue.Nameless(tag) : new NamedValue(tag, info.NameZh, info.NameEn), expression, value => Value(info, value));
        }

        if (Text(expression, "attribute") is { } attribute)
        {
            return Compared(Within(FactWords.Attribute(attribute)), expression, value => value.ValueKind == JsonValueKind.String
                ? Both(FactWords.Code(attribute, value.GetString()!))
                : value.ValueKind == JsonValueKind.Array ? Listed(value, one => one.ValueKind == JsonValueKind.String ? Both(FactWords.Code(attribute, one.GetString()!)) : Plain(one)) : Plain(value));
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

    private static Reason Compared(NamedValue name, JsonElement expression, Func<JsonElement, (string Zh, string En)> said)
    {
        var (operatorZh, operatorEn) = Operator(Text(expression, "op") ?? "eq");
        var (valueZh, valueEn) = !expression.TryGetProperty("value", out var value) ? ("", "")
            : Text(expression, "op") == "between" && value.ValueKind == JsonValueKind.Array ? Listed(value, said, "至", " and ")
            : said(value);
        return new Reason($"{name.Zh}{operatorZh}{valueZh}", $"{name.En} {operatorEn} {valueEn}".Trim());
    }

    private static Reason Behaviour(JsonElement what, bool happened)
    {
        var did = Text(what, "event") is { } name ? Within(FactWords.Event(name)) : new NamedValue("", "行为", "something");
        var tests = what.TryGetProperty("where", out var where) && where.ValueKind == JsonValueKind.Object ? where.EnumerateObject().Select(Where).ToList() : [];
        var whereZh = tests.Count == 0 ? "" : $"（{string.Join("，", tests.Select(t => t.Zh))}）";
        var whereEn = tests.Count == 0 ? "" : $" ({string.Join(", ", tests.Select(t => t.En))})";
        var times = what.TryGetProperty("at_least", out var least) && least.TryGetInt32(out var n) ? n : 1;
        var (withinZh, withinEn) = what.TryGetProperty("within_days", out var within)
            ? ($"近{within.GetRawText()}天", $" within {within.GetRawText()} days")
            : Text(what, "since") == "enrolment" ? ("进入策略以来", " since entering") : ("", "");
        var (timesZh, timesEn) = times > 1 ? (string.Create(CultureInfo.InvariantCulture, $"至少{times}次"), string.Create(CultureInfo.InvariantCulture, $" at least {times} times")) : ("", "");
        return happened
            ? new Reason($"{withinZh}有{timesZh}{did.Zh}{whereZh}", $"{did.En}{whereEn}{timesEn}{withinEn}")
            : new Reason($"{withinZh}没有{timesZh}{did.Zh}{whereZh}", $"no {did.En}{whereEn}{timesEn}{withinEn}");
    }

    /// <summary>One column's test: {kind: [cash_in, transfer_in]} or {amount: {at_least: 1000}}.</summary>
    private static Reason Where(JsonProperty test)
    {
        (string Zh, string En) Code(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Array => Listed(value, Code),
            JsonValueKind.String => Both(FactWords.Code(test.Name, value.GetString()!)),
            _ => Plain(value),
        };
        if (test.Value.ValueKind != JsonValueKind.Object)
        {
            return Code(test.Value) is var (zh, en) ? new Reason(zh, en) : new Reason("", "");
        }

        var column = Within(FactWords.Column(test.Name));
        var ends = test.Value.EnumerateObject().Select(o => (Operator: Operator(o.Name), Value: Code(o.Value))).ToList();
        return new Reason(
            column.Zh + string.Join("且", ends.Select(e => $"{e.Operator.Zh}{e.Value.Zh}")),
            $"{column.En} {string.Join(" and ", ends.Select(e => $"{e.Operator.En} {e.Value.En}"))}");
    }

    /// <summary>As it stands within an English sentence; what has no name of its own stays as it is.</summary>
    private static NamedValue Within(NamedValue named) => named.En == named.Value ? named : named with { En = char.ToLowerInvariant(named.En[0]) + named.En[1..] };

    private static (string Zh, string En) Operator(string op) => Operators.GetValueOrDefault(op, ("满足", "meets"));

    private static (string Zh, string En) Both(NamedValue named) => (named.Zh, named.En);

    private static (string Zh, string En) Listed(
        JsonElement values, Func<JsonElement, (string Zh, string En)> said, string zh = "、", string en = ", ")
    {
        var words = values.EnumerateArray().Select(said).ToList();
        return (string.Join(zh, words.Select(w => w.Zh)), string.Join(en, words.Select(w => w.En)));
    }

    private static (string Zh, string En) Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => ("是", "yes"),
        JsonValueKind.False => ("否", "no"),
        JsonValueKind.Number when value.TryGetDecimal(out var number) => (Number(number), Number(number)),
        JsonValueKind.Object when value.TryGetProperty("days_ago", out var days) => ($"{days.GetRawText()}天前", $"{days.GetRawText()} days ago"),
        JsonValueKind.String => (value.GetString()!, value.GetString()!),
        _ => (value.GetRawText(), value.GetRawText()),
    };

    private static (string Zh, string En) Counted(TagInfo? tag, decimal number) => tag switch
    {
        { Type: "share" } => (number.ToString("0.##%", CultureInfo.InvariantCulture), number.ToString("0.##%", CultureInfo.InvariantCulture)),
        { Type: "days" } => ($"{Number(number)}天", $"{Number(number)} days"),
        { Type: "years" } => ($"{Number(number)}岁", $"{Number(number)} years"),
        { Unit: { } unit } => ($"{Number(number)}{unit.Zh}", $"{Number(number)} {unit.En}"),
        _ => (Number(number), Number(number)),
    };

    private static string Number(decimal number) => number.ToString("#,0.##", CultureInfo.InvariantCulture);

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
