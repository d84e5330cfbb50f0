namespace Zhike.Measurement.Reports;

/// <summary>What a strategy did, in one run. Every count opens to its customers: GET …/people with the measure named there.</summary>
/// <param name="From">First day of a replay, or the first entry.</param>
/// <param name="Delivered">Messages that arrived, all channels.</param>
/// <param name="AaCheck">Of replays only: nobody was contacted, so the arms must be alike.</param>
public sealed record StrategyReport(
    string Journey, string NameZh, string NameEn, string Run, DateOnly? From, DateOnly? To, int WindowDays, string GoalZh, string GoalEn,
    long Entered, long HeldOut, IReadOnlyList<ChannelFigures> ContactedByChannel, long Delivered, WorkOrderFigures WorkOrders,
    GoalFigures Goal, IReadOnlyList<FunnelStep> Funnel, ReportChecks Checks, AaCheck? AaCheck, IReadOnlyList<ReportDay> Series);

/// <param name="NotContacted">By decision: no_consent, suppressed, no_address, cap, no_capacity.</param>
public sealed record ChannelFigures(
    string Channel, long Planned, long Sent, long Delivered, long Failed, long Shown, long Clicked, IReadOnlyDictionary<string, long> NotContacted);

/// <param name="Open">Opened and neither done nor closed otherwise.</param>
public sealed record WorkOrderFigures(long Planned, long Opened, long Open, long Accepted, long Done, IReadOnlyDictionary<string, long> NotPlanned);

/// <param name="Rate">0 among nobody.</param>
public sealed record ArmFigures(long N, long Goals, double Rate);

/// <param name="Difference">Contact minus holdout, as a share; Low and High bound its 95 % interval (Newcombe's hybrid score
/// interval). All null when an arm is empty.</param>
/// <param name="Shown">The interval leaves out 0.</param>
public sealed record GoalFigures(
    ArmFigures Contact, ArmFigures Holdout, double? Difference, double? Low, double? High, bool Shown, string WordsZh, string WordsEn, Evidence? Evidence);

/// <summary>How far the difference may be relied on. Null in a replay, when an arm has fewer than two customers, or both are all alike.</summary>
/// <param name="AnytimeLow">With High: the 95 % interval that holds however often the report is looked at.</param>
/// <param name="Better">The probability that contacting is better.</param>
/// <param name="Loss">What the goal rate loses on average if contacting is kept on and is not better after all.</param>
/// <param name="NeededPerArm">Customers in the smaller arm that would show a difference like this one four times in five; null where there is none.</param>
public sealed record Evidence(double AnytimeLow, double AnytimeHigh, bool AnytimeShown, double Better, double Loss, long? NeededPerArm, string AdviceZh, string AdviceEn);

public sealed record FunnelStep(string Node, string Kind, string Label, string LabelEn, long Entered, long Left);

public sealed record ReportChecks(SampleRatioFigures Srm);

/// <param name="Ok">The arms have the sizes the draw should give (chi-square, p at least 0.001).</param>
public sealed record SampleRatioFigures(double ExpectedHoldoutPercent, long Contact, long Holdout, double PValue, bool Ok);

public sealed record AaCheck(bool IsAa, bool Ok, string WordsZh, string WordsEn);

public sealed record ReportDay(DateOnly Day, long Entered, long ContactGoals, long HoldoutGoals);

/// <param name="Name">Masked.</param>
/// <param name="Detail">What happened: arm, channel and template, label.</param>
public sealed record ReportPerson(ulong CustomerId, string CustomerNo, string Name, string OutletName, string ManagerName, DateTimeOffset At, string Detail);
