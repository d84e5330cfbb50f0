using Zhike.Channels.Adapters;
using Zhike.Kernel;

namespace Zhike.Channels.Queue;

/// <summary>How often and how long to try.</summary>
/// <param name="AttemptsMax">Attempts of one message, the first included.</param>
/// <param name="First">About the wait after the first failure; it doubles with each.</param>
/// <param name="Most">The longest wait.</param>
internal sealed record RetryLimits(int AttemptsMax, TimeSpan First, TimeSpan Most)
{
    public static RetryLimits Default { get; } = new(8, TimeSpan.FromSeconds(30), TimeSpan.FromHours(1));
}

/// <summary>What a message becomes.</summary>
internal sealed record NextState(MessageState State, string Reason, bool InDoubt, TimeSpan Wait);

/// <summary>The laws of the queue, as pure functions: a table in the tests holds each of their rows.</summary>
internal static class MessageTransitions
{
    /// <summary>After a hand-over. <paramref name="attempts"/> counts the one that just ended.</summary>
    public static NextState After(HandOverResult result, bool knowsKeys, int attempts, bool inDoubt, RetryLimits limits, string contactId) => result.Kind switch
    {
        HandOverKind.Accepted => new NextState(MessageState.Sent, "", false, TimeSpan.Zero),
        HandOverKind.Arrived => new NextState(MessageState.Delivered, "", false, TimeSpan.Zero),
        HandOverKind.Refused => new NextState(MessageState.Failed, result.Detail, inDoubt, TimeSpan.Zero),
        HandOverKind.TryLater when attempts < limits.AttemptsMax =>
            new NextState(MessageState.Queued, result.Detail, inDoubt, result.After ?? Backoff(attempts, limits, contactId)),
        HandOverKind.TryLater => new NextState(inDoubt ? MessageState.Uncertain : MessageState.Failed, $"given up after {attempts} attempts: {result.Detail}", inDoubt, TimeSpan.Zero),
        HandOverKind.Unknown when knowsKeys && attempts < limits.AttemptsMax =>
            new NextState(MessageState.Queued, result.Detail, true, Backoff(attempts, limits, contactId)),
        HandOverKind.Unknown => new NextState(MessageState.Uncertain, result.Detail, true, TimeSpan.Zero),
        _ => throw new NotSupportedException(result.Kind.ToString()),
    };

    /// <summary>For a message found in Sending whose process is gone: as if its answer had not come.</summary>
    public static NextState AfterCrash(bool knowsKeys, int attempts, RetryLimits limits, string contactId) =>
        After(new HandOverResult(HandOverKind.Unknown, "the process ended while it was being handed over"), knowsKeys, attempts, true, limits, contactId);

    /// <summary>Exponential with jitter: between half and the whole of First x 2^(attempt-1), at most Most. The jitter comes from
    /// the message's number, so that a test and a second look see the same wait.</summary>
    public static TimeSpan Backoff(int attempts, RetryLimits limits, string contactId)
    {
        var whole = Math.Min(limits.Most.TotalMilliseconds, limits.First.TotalMilliseconds * Math.Pow(2, Math.Min(attempts - 1, 30)));
        var share = StableHash.Of(contactId, attempts.ToString(System.Globalization.CultureInfo.InvariantCulture)) % 1000 / 1000d;
        return TimeSpan.FromMilliseconds(whole * (0.5 + (share / 2)));
    }
}

/// <summary>Quiet hours: a local span that may pass midnight; its start is quiet, its end is not.</summary>
internal sealed record QuietHours(TimeOnly From, TimeOnly To)
{
    public bool Contains(TimeOnly local) => From == To
        ? false
        : From < To ? local >= From && local < To : local >= From || local < To;

    /// <summary>When the next contact may leave: now, or the end of the quiet hours.</summary>
    public DateTimeOffset NextAllowed(DateTimeOffset now, BankClock clock)
    {
        var local = TimeZoneInfo.ConvertTime(now, clock.Zone);
        if (!Contains(TimeOnly.FromDateTime(local.DateTime)))
        {
            return now;
        }

        var day = DateOnly.FromDateTime(local.DateTime);
        var end = clock.InstantOf(day, To);
        return end > now ? end : clock.InstantOf(day.AddDays(1), To);
    }
}
