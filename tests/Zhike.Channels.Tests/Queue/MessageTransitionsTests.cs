using Zhike.Channels.Adapters;
using Zhike.Channels.Queue;
using Zhike.Kernel;

namespace Zhike.Channels.Tests.Queue;

/// <summary>The laws of the queue: each row is one of them.</summary>
public sealed class MessageTransitionsTests
{
    private static readonly RetryLimits Limits = new(3, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1));

    [Theory]
    // taken is sent, arrived is delivered, refused is over
    [InlineData(nameof(HandOverKind.Accepted), true, 1, false, "Sent", false)]
    [InlineData(nameof(HandOverKind.Accepted), false, 3, true, "Sent", false)]
    [InlineData(nameof(HandOverKind.Arrived), true, 1, false, "Delivered", false)]
    [InlineData(nameof(HandOverKind.Refused), true, 1, false, "Failed", false)]
    // surely not taken: tried again, then failed; but uncertain if an earlier attempt may have arrived
    [InlineData(nameof(HandOverKind.TryLater), true, 1, false, "Queued", false)]
    [InlineData(nameof(HandOverKind.TryLater), false, 2, false, "Queued", false)]
    [InlineData(nameof(HandOverKind.TryLater), true, 3, false, "Failed", false)]
    [InlineData(nameof(HandOverKind.TryLater), true, 3, true, "Uncertain", true)]
    // perhaps taken: tried again only where the other side knows the key
    [InlineData(nameof(HandOverKind.Unknown), true, 1, false, "Queued", true)]
    [InlineData(nameof(HandOverKind.Unknown), true, 3, false, "Uncertain", true)]
    [InlineData(nameof(HandOverKind.Unknown), false, 1, false, "Uncertain", true)]
    public void After_a_hand_over(string kind, bool knowsKeys, int attempts, bool inDoubt, string state, bool stillInDoubt)
    {
        var next = MessageTransitions.After(new HandOverResult(Enum.Parse<HandOverKind>(kind), "why"), knowsKeys, attempts, inDoubt, Limits, "7");

        (next.State.ToString(), next.InDoubt).ShouldBe((state, stillInDoubt));
        (next.Wait > TimeSpan.Zero).ShouldBe(state == "Queued");
    }

    [Theory]
    [InlineData(true, 1, "Queued")]
    [InlineData(true, 3, "Uncertain")]
    [InlineData(false, 1, "Uncertain")]
    public void After_a_crash_in_the_middle(bool knowsKeys, int attempts, string state) =>
        MessageTransitions.AfterCrash(knowsKeys, attempts, Limits, "7").ShouldSatisfyAllConditions(n => n.State.ToString().ShouldBe(state), n => n.InDoubt.ShouldBeTrue());

    [Theory]
    [InlineData(1, 5, 10)]
    [InlineData(2, 10, 20)]
    [InlineData(3, 20, 40)]
    [InlineData(4, 30, 60)]
    [InlineData(40, 30, 60)]
    public void Waits_double_up_to_the_longest_and_are_scattered(int attempts, int leastSeconds, int mostSeconds)
    {
        var waits = Enumerable.Range(0, 200).Select(i => MessageTransitions.Backoff(attempts, Limits, $"{i}").TotalSeconds).ToList();

        waits.ShouldAllBe(w => w >= leastSeconds && w <= mostSeconds);
        waits.Distinct().Count().ShouldBeGreaterThan(100);
    }

    [Fact]
    public void A_gateway_may_say_itself_how_long_to_wait() =>
        MessageTransitions.After(new HandOverResult(HandOverKind.TryLater, After: TimeSpan.FromMinutes(7)), true, 1, false, Limits, "7").Wait.ShouldBe(TimeSpan.FromMinutes(7));

    /// <summary>The start is quiet, the end is not; the span may pass midnight.</summary>
    [Theory]
    [InlineData("21:00", "09:00", "20:59", false)]
    [InlineData("21:00", "09:00", "21:00", true)]
    [InlineData("21:00", "09:00", "00:00", true)]
    [InlineData("21:00", "09:00", "08:59", true)]
    [InlineData("21:00", "09:00", "09:00", false)]
    [InlineData("12:00", "14:00", "13:00", true)]
    [InlineData("12:00", "14:00", "14:00", false)]
    [InlineData("00:00", "00:00", "03:00", false)]
    public void Quiet_hours(string from, string to, string at, bool quiet) =>
        new QuietHours(TimeOnly.Parse(from, null), TimeOnly.Parse(to, null)).Contains(TimeOnly.Parse(at, null)).ShouldBe(quiet);

    [Theory]
    [InlineData("1994-03-31T14:30:00Z", "1994-04-01T01:00:00Z")] // 22:30 in Shanghai: tomorrow at nine
    [InlineData("1994-03-31T18:30:00Z", "1994-04-01T01:00:00Z")] // 02:30: today at nine
    [InlineData("1994-03-31T04:00:00Z", "1994-03-31T04:00:00Z")] // noon: now
    public void The_next_decent_hour(string now, string allowed)
    {
        var clock = new BankClock(TimeProvider.System, TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));

        new QuietHours(new(21, 0), new(9, 0)).NextAllowed(DateTimeOffset.Parse(now, null), clock).ShouldBe(DateTimeOffset.Parse(allowed, null));
    }
}
