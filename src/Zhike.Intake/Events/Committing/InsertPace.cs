using System.Diagnostics;

namespace Zhike.Intake.Events.Committing;

/// <summary>How many inserts a second the disk is asked for. Each leaves files that the engine merges and deletes later; hundreds a second of a few
/// events each keep the disk busy with files instead of rows, and everybody waits when it deletes them. A burst goes through as it comes;
/// what lasts is held to the pace (the generic cell rate algorithm of ITU-T I.371). Used by one thread at a time.</summary>
internal sealed class InsertPace
{
    /// <summary>Between inserts that go on and on.</summary>
    public static readonly TimeSpan Between = TimeSpan.FromMilliseconds(25);

    /// <summary>Inserts that are not held up after a quiet time.</summary>
    public const int Burst = 60;

    private readonly long _between = (long)(Between.TotalSeconds * Stopwatch.Frequency);
    private long _due;

    /// <summary>Counts an insert at this moment and answers how long it may let events gather: zero while it is within the burst.</summary>
    /// <param name="now">As <see cref="Stopwatch.GetTimestamp"/> says it.</param>
    public TimeSpan Next(long now)
    {
        var due = Math.Max(_due, now - (Burst * _between));
        _due = due + _between;
        return due > now ? Stopwatch.GetElapsedTime(now, due) : TimeSpan.Zero;
    }
}
