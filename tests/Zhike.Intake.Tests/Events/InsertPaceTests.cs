using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Zhike.Intake.Events.Committing;

namespace Zhike.Intake.Tests.Events;

public sealed class InsertPaceTests
{
    [Fact]
    public void A_burst_goes_through_and_what_lasts_is_held_to_the_pace()
    {
        var pace = new InsertPace();

        Enumerable.Range(0, InsertPace.Burst + 1).ShouldAllBe(_ => pace.Next(At(0)) == TimeSpan.Zero);

        pace.Next(At(0)).ShouldBe(InsertPace.Between);
        pace.Next(At(1)).ShouldBe((2 * InsertPace.Between) - TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void A_quiet_time_gives_the_burst_back_and_no_more()
    {
        var pace = new InsertPace();
        while (pace.Next(At(0)) == TimeSpan.Zero)
        {
        }

        Enumerable.Range(0, InsertPace.Burst + 1).ShouldAllBe(_ => pace.Next(At(3_600_000)) == TimeSpan.Zero);

        pace.Next(At(3_600_000)).ShouldBe(InsertPace.Between);
    }

    [Fact]
    public void Who_waits_as_told_never_inserts_more_than_a_burst_above_the_pace() => Prop.ForAll<int[]>(
        pauses =>
        {
            var (pace, at, inserts) = (new InsertPace(), 0d, 0);
            foreach (var pause in pauses)
            {
                at += Math.Abs(pause % 100);
                at += pace.Next(At(at)).TotalMilliseconds;
                inserts++;
                inserts.ShouldBeLessThanOrEqualTo(InsertPace.Burst + 2 + (int)(at / InsertPace.Between.TotalMilliseconds));
            }
        }).QuickCheckThrowOnFailure();

    private static long At(double milliseconds) => 1_000_000_000_000 + (long)(milliseconds * Stopwatch.Frequency / 1000);
}
