namespace Zhike.Host;

/// <summary>The wall's own time, for sessions, tokens and jobs: a demo bank lives in 1994, but its visitors do not.</summary>
public sealed record WallClock(TimeProvider Provider)
{
    public DateTimeOffset Now => Provider.GetUtcNow();
}
