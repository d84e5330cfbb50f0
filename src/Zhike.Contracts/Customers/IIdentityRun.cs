namespace Zhike.Contracts.Customers;

/// <summary>One-ID: turns the evidence that has come in into persons, and gives them their history.</summary>
public interface IIdentityRun
{
    /// <summary>Does nothing, cheaply, when there is nothing new. May be killed anywhere and run again.</summary>
    Task<IdentityRunResult> RunAsync(CancellationToken cancel);
}

/// <param name="Links">Pairs of identities that the run looked at.</param>
/// <param name="Identities">Identities that changed.</param>
/// <param name="Merged">Persons that became part of another.</param>
/// <param name="Held">Persons that did not, because one would have had too many of a kind.</param>
/// <param name="EventsGiven">Anonymous events that were given to the person who signed in later.</param>
public sealed record IdentityRunResult(long Links, long Identities, long Merged, long Held, long EventsGiven, long EventsTaken, double Seconds)
{
    public static IdentityRunResult Nothing { get; } = new(0, 0, 0, 0, 0, 0, 0);
}
