namespace Zhike.Intake.Events;

/// <summary>A source whose key is in force, as calls ask for it.</summary>
/// <param name="Origins">Pages from which browsers may send; empty: every page.</param>
/// <param name="EventsPerSecond">0: no limit of its own.</param>
internal sealed record LiveSource(string Name, IReadOnlyList<string> Origins, long EventsPerSecond, long Burst)
{
    /// <param name="origin">As the browser says it; null where it is none.</param>
    public bool Allows(string? origin) => origin is null || Origins.Count == 0 || Origins.Contains(origin, StringComparer.OrdinalIgnoreCase);
}
