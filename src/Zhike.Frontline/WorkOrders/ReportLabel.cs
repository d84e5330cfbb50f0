using System.Collections.Immutable;

namespace Zhike.Frontline.WorkOrders;

/// <summary>How a work order ended, in the words of a closed list, so that it can be counted.</summary>
/// <param name="Zh">On the screen.</param>
public sealed record ReportLabel(string Key, string Zh, string En)
{
    /// <summary>The customer wants no more contacts: a consent withdrawal goes with the report.</summary>
    public const string DoNotDisturb = "do_not_disturb";

    public static ImmutableArray<ReportLabel> All { get; } =
    [
        new("interested", "有意向", "Interested"),
        new("done", "已办理", "Done on the spot"),
        new("appointment", "已约访", "Appointment made"),
        new("callback", "改日再联系", "Call back later"),
        new("no_answer", "未接通", "No answer"),
        new("not_interested", "无意向", "Not interested"),
        new(DoNotDisturb, "勿扰", "Do not disturb"),
        new("wrong_info", "信息有误", "Wrong details"),
    ];

    public static ReportLabel? Find(string key) => All.FirstOrDefault(l => l.Key == key);
}
