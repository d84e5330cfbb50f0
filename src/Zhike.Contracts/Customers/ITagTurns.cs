namespace Zhike.Contracts.Customers;

/// <summary>The turns of real-time tags while the server runs: whoever has a clock calls again and again.</summary>
public interface ITagTurns
{
    /// <summary>Computes the real-time tags of the customers whose facts arrived since the last turn. Answers how many customers that were.
    /// May be killed anywhere and repeated.</summary>
    Task<long> TurnAsync(CancellationToken cancel);
}
