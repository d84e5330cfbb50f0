namespace Zhike.Contracts.Measurement;

/// <summary>The A/A check: in a replay nobody was really contacted, so both arms must reach the goal alike within chance.</summary>
public interface IReplayCheck
{
    Task<ReplayVerdict> CheckAsync(string journeyKey, string run, CancellationToken cancel);
}

/// <param name="Passed">The 95 % interval of the difference between the arms holds 0.</param>
public sealed record ReplayVerdict(bool Passed, string WordsZh, string WordsEn);
