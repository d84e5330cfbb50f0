namespace Zhike.Contracts.Journeys;

/// <summary>Moves customers through the live journeys.</summary>
public interface IJourneys
{
    /// <summary>Enrols who may enter and moves everybody who is due at <paramref name="now"/>, in every live journey.
    /// Repeating it with the same time adds nothing; a process killed inside goes on with the next call.</summary>
    Task<TickSummary> TickAsync(string run, DateTimeOffset now, DateOnly businessDate, CancellationToken cancel);
}

/// <param name="Enrolled">New enrolments. <paramref name="Steps"/>: steps appended. <paramref name="Contacts"/>: contacts decided (planned or refused).</param>
public sealed record TickSummary(long Enrolled, long Steps, long Contacts);

/// <summary>The names of runs.</summary>
public static class Runs
{
    /// <summary>The live clock; every other name is a replay, and channels are shut for it.</summary>
    public const string Live = "live";
}
