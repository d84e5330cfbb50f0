using FsCheck;
using FsCheck.Fluent;
using Zhike.Measurement.Statistics;

namespace Zhike.Measurement.Tests.Statistics;

public sealed class TwoSharesTests
{
    /// <summary>Newcombe (1998), Statistics in Medicine 17, table II, method 10: eight contrasts, 95 %.</summary>
    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(6, 7, 2, 7, 0.0582, 0.8062)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(0, 10, 0, 20, -0.1611, 0.2775)]
    [InlineData(0, 10, 0, 10, -0.2775, 0.2775)]
    [InlineData(10, 10, 0, 20, 0.6791, 1.0000)]
    [InlineData(10, 10, 0, 10, 0.6075, 1.0000)]
    public void The_interval_is_that_of_the_literature(long a, long m, long b, long n, double low, double high)
    {
        var found = ShareDifference.Between(new Share(a, m), new Share(b, n))!;
        found.Interval.Low.ShouldBe(low, 0.00005);
        found.Interval.High.ShouldBe(high, 0.00005);
    }

    /// <summary>A real randomised campaign of 64,000 customers (K. Hillstrom, MineThatData 2008), by its published totals: visits
    /// of those who got the women's mail, the men's mail and none. The intervals were calculated apart in Python.</summary>
    [Theory]
    [InlineData(3238, 21387, 2262, 21306, 0.04523, 0.0388941, 0.0515743)]
    [InlineData(3894, 21307, 2262, 21306, 0.07659, 0.0699533, 0.0832267)]
    [InlineData(189, 21387, 122, 21306, 0.00311, 0.0015017, 0.0047455)]
    public void A_real_campaign_has_its_known_uplift(long a, long m, long b, long n, double difference, double low, double high)
    {
        var found = ShareDifference.Between(new Share(a, m), new Share(b, n))!;
        found.Difference.ShouldBe(difference, 0.000005);
        found.Interval.Low.ShouldBe(low, 0.0000002);
        found.Interval.High.ShouldBe(high, 0.0000002);
        found.IsShown.ShouldBeTrue();
    }

    [Fact]
    public void Nothing_is_said_about_an_empty_group()
    {
        ShareDifference.Between(new Share(0, 0), new Share(3, 10)).ShouldBeNull();
        ShareDifference.Between(new Share(3, 10), new Share(0, 0)).ShouldBeNull();
    }

    [Fact]
    public void The_interval_holds_the_difference_stays_within_one_and_turns_with_the_groups()
    {
        var groups =
            from m in Gen.Choose(1, 2000)
            from a in Gen.Choose(0, m)
            from n in Gen.Choose(1, 2000)
            from b in Gen.Choose(0, n)
            select (First: new Share(a, m), Second: new Share(b, n));
        Prop.ForAll(groups.ToArbitrary(), g =>
        {
            var (there, back) = (ShareDifference.Between(g.First, g.Second)!, ShareDifference.Between(g.Second, g.First)!);
            return there.Interval.Holds(there.Difference)
                && there.Interval.Low >= -1 - 1e-9 && there.Interval.High <= 1 + 1e-9
                && Math.Abs(there.Interval.Low + back.Interval.High) < 1e-9
                && Math.Abs(there.Interval.High + back.Interval.Low) < 1e-9;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(0.1, 9000, 1000, true)]
    [InlineData(0.1, 9050, 950, true)]
    [InlineData(0.1, 9150, 850, false)]
    [InlineData(0.1, 10000, 0, false)]
    [InlineData(0.1, 0, 0, true)]
    [InlineData(0, 500, 0, true)]
    [InlineData(0, 500, 3, false)]
    public void A_sample_that_the_draw_cannot_have_given_is_noticed(double share, long contact, long holdout, bool ok) =>
        new SampleRatio(share, contact, holdout).Ok.ShouldBe(ok);
}
