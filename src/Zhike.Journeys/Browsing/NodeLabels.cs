using System.Globalization;
using Zhike.Journeys.Documents;
using Zhike.Journeys.Engine;

namespace Zhike.Journeys.Browsing;

/// <summary>What a node is called when its document does not say.</summary>
internal static class NodeLabels
{
    public static Words Of(JourneyNode node) => node.Label ?? node switch
    {
        WaitNode wait => Wait(wait),
        SplitNode => new Words("按条件分流", "Split by condition"),
        PercentNode => new Words("按比例分流", "Split by percentage"),
        SendNode send => new Words($"发送 {send.Template}", $"Send {send.Template}"),
        WorkOrderNode order => new Words($"派工单 {order.Template}", $"Work order {order.Template}"),
        GoalNode => new Words("检查目标", "Check the goal"),
        _ => new Words("结束", "Exit"),
    };

    public static (string Kind, Words Label)? OfEngine(string node) => node switch
    {
        EngineNodes.Entry => ("entry", new Words("进入", "Entry")),
        EngineNodes.Holdout => ("held_out", new Words("对照组", "Held out")),
        EngineNodes.Goal => ("goal_reached", new Words("达成目标", "Goal reached")),
        EngineNodes.Ended => ("window_over", new Words("观察期满", "Window over")),
        EngineNodes.Stopped => ("stopped", new Words("策略停止", "Journey stopped")),
        _ => null,
    };

    private static Words Wait(WaitNode wait)
    {
        var (zh, en) = ("等待", "Wait");
        if (wait.Days > 0)
        {
            (zh, en) = ($"{zh} {wait.Days} 天", string.Create(CultureInfo.InvariantCulture, $"{en} {wait.Days} day{(wait.Days == 1 ? "" : "s")}"));
        }

        if (wait.Hours > 0)
        {
            (zh, en) = ($"{zh} {wait.Hours} 小时", string.Create(CultureInfo.InvariantCulture, $"{en} {wait.Hours} hour{(wait.Hours == 1 ? "" : "s")}"));
        }

        return wait.Until is { } until
            ? new Words(string.Create(CultureInfo.InvariantCulture, $"{zh}至 {until:HH\\:mm}"), string.Create(CultureInfo.InvariantCulture, $"{en} until {until:HH\\:mm}"))
            : new Words(zh, en);
    }
}
