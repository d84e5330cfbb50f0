namespace Zhike.Contracts.Intake;

/// <summary>The tracking plans that events are judged by.</summary>
public interface ITrackingPlans
{
    /// <summary>Reads them again when they changed; true when they did. Until the first time nothing is planned.</summary>
    Task<bool> RefreshAsync(CancellationToken cancel);
}

/// <summary>Looks at what arrived since the last time: which events and properties there are, how many, and how good.</summary>
public interface ITrackingWatch
{
    /// <summary>Answers how many events it looked at. May be killed anywhere and repeated.</summary>
    Task<long> LookAsync(CancellationToken cancel);
}
