using Zhike.Journeys.Documents;
using Zhike.Journeys.Engine;

namespace Zhike.Journeys.Browsing;

/// <summary>What a node is called when its document does not say.</summary>
internal static class NodeLabels
{
    public static Words Of(JourneyNode node) => node.Label ?? node switch
    {
        WaitNode or DateWaitNode or EventWaitNode or LimitNode => WaitLabels.Of(node),
        JoinNode => new Words("汇合", "Join"),
        SplitNode => new Words("按条件分流", "Split by condition"),
        PercentNode => new Words("按比例分流", "Split by percentage"),
        SendNode send => new Words($"发送 {send.Template}", $"Send {send.Template}"),
        WorkOrderNode order => new Words($"派工单 {order.Template}", $"Work order {order.Template}"),
        HandOverNode hand => new Words($"移交至策略 {hand.Journey}", $"Hand over to {hand.Journey}"),
        GoalNode => new Words("检查目标", "Check the goal"),
        _ => new Words("结束", "Exit"),
    };

    public static (string Kind, Words Label)? OfEngine(string node) => node switch
    {
        EngineNodes.Entry => ("entry", new Words("进入", "Entry")),
        EngineNodes.Holdout => ("held_out", new Words("对照组", "Held out")),
        EngineNodes.Goal => ("goal_reached", new Words("达成目标", "Goal reached")),
        EngineNodes.Ended => ("window_over", new Words("观察期满", "Window over")),
        EngineNodes.Left => ("left", new Words("按规则退出", "Left by a rule")),
        EngineNodes.Stopped => ("stopped", new Words("策略停止", "Journey stopped")),
        _ => null,
    };
}
