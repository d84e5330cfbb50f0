using System.Globalization;
using System.Text.Json;
using Zhike.Contracts.Customers;
using Zhike.Journeys.Documents;

namespace Zhike.Journeys.Browsing;

/// <summary>What a node that holds people up is called when its document does not say.</summary>
internal static class WaitLabels
{
    private static readonly string[] DaysZh = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];

    public static Words Of(JourneyNode node) => node switch
    {
        WaitNode wait => Span("等待", "Wait", wait.Span),
        DateWaitNode wait => new Words($"等待至{Day(wait.Date).Zh}", $"Wait until {Day(wait.Date).En}"),
        EventWaitNode wait => Event(wait),
        LimitNode limit => new Words(Text($"限流：每{(limit.PerDay ? "天" : "小时")} {limit.AtMost} 人"), Text($"At most {limit.AtMost} {(limit.PerDay ? "a day" : "an hour")}")),
        _ => throw new InvalidOperationException(node.Kind),
    };

    private static Words Span(string zh, string en, WaitSpan span)
    {
        Add(span.WorkingDays, "个工作日", "working day");
        Add(span.Days, "天", "day");
        Add(span.Hours, "小时", "hour");
        Add(span.Minutes, "分钟", "minute");
        var (onZh, onEn) = span.OnWorkingDay ? ("工作日", " a working day")
            : span.On.IsEmpty ? ("", "") : (string.Join('、', span.On.Select(d => DaysZh[(int)d])), $" {string.Join(" or ", span.On)}");
        return span.Until is { } until
            ? new Words(Text($"{zh}至{onZh} {until:HH\\:mm}"), Text($"{en} until{onEn} {until:HH\\:mm}"))
            : onZh.Length > 0 ? new Words($"{zh}至{onZh}", $"{en} until{onEn}") : new Words(zh, en);

        void Add(int number, string unitZh, string unitEn) =>
            (zh, en) = number == 0 ? (zh, en) : (Text($"{zh} {number} {unitZh}"), Text($"{en} {number} {unitEn}{(number == 1 ? "" : "s")}"));
    }

    /// <summary>A date of the customer's own, such as "3 days before maturity".</summary>
    public static Words Day(CustomerDate date)
    {
        var name = (date.Source, date.Every, date.Name) switch
        {
            (DateSource.Maturity, _, _) => new Words("到期日", "maturity"),
            (DateSource.Attribute, DateEvery.Year, "birth_date") => new Words("生日", "birthday"),
            (DateSource.Attribute, _, _) => new Words(FactWords.Attribute(date.Name).Zh, FactWords.Attribute(date.Name).En),
            _ => new Words(date.Name, date.Name),
        };
        var (zh, en) = date.OffsetDays switch
        {
            0 => ("", ""),
            < 0 => (Text($"前 {-date.OffsetDays} 天"), Text($"{-date.OffsetDays} days before ")),
            _ => (Text($"后 {date.OffsetDays} 天"), Text($"{date.OffsetDays} days after ")),
        };
        return new Words($"{name.Zh}{zh}", $"{en}{name.En}");
    }

    private static Words Event(EventWaitNode wait)
    {
        var longest = Span("", "", wait.TimeOut);
        var what = wait.IsEvent && wait.Condition.GetProperty("did").GetProperty("event") is { ValueKind: JsonValueKind.String } name ? FactWords.Event(name.GetString()!) : null;
        return new Words(
            $"等待{(what is null ? "条件满足" : $"“{what.Zh}”")}，最长{longest.Zh}", $"Wait for {(what is null ? "a condition" : what.En)}, at most{longest.En}");
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
