namespace Zhike.Contracts.Customers;

/// <summary>The turns of segments while the server runs: whoever has a clock calls again and again.</summary>
public interface ISegmentTurns
{
    /// <summary>Brings the segments that are kept in real time up to now, and computes those whose schedule says so. Answers how many
    /// have other members than before. May be killed anywhere and repeated.</summary>
    Task<long> TurnAsync(CancellationToken cancel);
}
