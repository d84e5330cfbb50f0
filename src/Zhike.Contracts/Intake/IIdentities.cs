namespace Zhike.Contracts.Intake;

/// <summary>Finds the customer behind a number that a channel knows.</summary>
public interface IIdentities
{
    /// <summary>By customer number or linked user id; 0 when nobody is known by it.</summary>
    Task<ulong> CustomerOfAsync(string userId, CancellationToken cancel);
}
