namespace Zhike.Intake.Events.Reading;

/// <summary>When an event happened, by what its sender says and what is believable.</summary>
/// <param name="Clock">Why the sender's word was not taken as it is: "skewed", "before_2000", "ahead"; empty where it was.</param>
internal readonly record struct EventTime(DateTimeOffset Ts, string Clock)
{
    /// <summary>Ahead of the receipt by no more than this.</summary>
    public static readonly TimeSpan AheadMax = TimeSpan.FromDays(2);

    /// <summary>A sender's clock that is off by more than this is named beside the event; it is corrected in any case.</summary>
    public static readonly TimeSpan SkewUnsaid = TimeSpan.FromHours(1);

    /// <summary>No sender of today's programs lived then: its clock has lost its battery.</summary>
    public static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The sender's clock may be wrong, but its two readings differ by the true time between them. What remains unbelievable is
    /// kept with the time of its receipt. A rehearsal in the last century lives then, so that its events do too.</summary>
    public static EventTime Of(DateTimeOffset? timestamp, DateTimeOffset? sentAt, DateTimeOffset receivedAt)
    {
        if (timestamp is not { } happened)
        {
            return new EventTime(receivedAt, "");
        }

        var skew = sentAt is { } sent ? receivedAt - sent : TimeSpan.Zero;
        if (happened > sentAt + AheadMax)
        {
            return new EventTime(receivedAt, "ahead");
        }

        // An event is not younger than its sending.
        var ts = sentAt is null ? happened : happened > sentAt ? receivedAt : receivedAt - (sentAt.Value - happened);
        return (ts < Earliest && receivedAt >= Earliest) || ts < DateTimeOffset.UnixEpoch ? new EventTime(receivedAt, "before_2000")
            : ts > receivedAt + AheadMax ? new EventTime(receivedAt, "ahead")
            : new EventTime(ts, skew.Duration() > SkewUnsaid ? "skewed" : "");
    }
}
