using FsCheck;
using FsCheck.Fluent;
using Zhike.Measurement.Statistics;

namespace Zhike.Measurement.Tests.Statistics;

/// <summary>Expected numbers were calculated apart, with thirty digits, in Python's mpmath: distributions by their integrals, the mixture's ratio by its own,
/// the chance of being better by the finite sum. Where it says so the data is that of a real randomised campaign (K. Hillstrom, MineThatData 2008).</summary>
public sealed class ExperimentTests
{
    [Theory]
    [InlineData(10, 20, 25, 8, 15, 9, 5, 1.90394327647, 15.0136015869, 0.942161156742, 9.05783884326, 0.0190685237674)]
    [InlineData(21387, 1.07720157104783, 228.496674834659, 21306, 0.652789355111236, 134.286371853022, 0.424412215937, 0.130332858529, 40064.8844065, 0.168956789884, 0.679867641989, 0.00112939710236)] // the campaign: what women's mail brought in money
    [InlineData(21307, 1.42261651100577, 315.211798865555, 21306, 0.652789355111236, 134.286371853022, 0.769827155895, 0.145246560249, 36671.1579774, 0.485139732568, 1.05451457922, 1.16381496823e-7)] // and men's
    public void Means_differ_as_Welch_says(
        long n, double m, double v, long k, double o, double w, double difference, double error, double freedom, double low, double high, double p)
    {
        var found = MeanDifference.Between(new Moments(n, m, v), new Moments(k, o, w))!;
        found.Difference.ShouldBe(difference, 1e-10);
        found.StandardError.ShouldBe(error, 1e-10);
        found.DegreesOfFreedom.ShouldBe(freedom, freedom * 1e-9);
        found.Interval.Low.ShouldBe(low, 1e-7);
        found.Interval.High.ShouldBe(high, 1e-7);
        found.PValue.ShouldBe(p, p * 1e-6);
        found.IsShown.ShouldBeTrue();
    }

    [Fact]
    public void Nothing_is_said_of_means_without_two_members_each_or_any_variance()
    {
        MeanDifference.Between(new Moments(1, 3, 0), new Moments(10, 2, 1)).ShouldBeNull();
        MeanDifference.Between(new Moments(10, 3, 0), new Moments(10, 2, 0)).ShouldBeNull();
        AlwaysValid.Of(1, 0, 1).ShouldBeNull();
    }

    /// <summary>The campaign again: visits after the women's mail, freed of how long ago customers had bought last.</summary>
    [Fact]
    public void What_was_before_is_taken_out_of_what_came_after()
    {
        var mail = new PairedMoments(new Moments(21387, 0.151400383410483, 0.1284843149030607), new Moments(21387, 5.767849628278861, 12.334067773515596), -0.081094973177169732);
        var none = new PairedMoments(new Moments(21306, 0.10616727682343002, 0.094900240310978704), new Moments(21306, 5.7496949216183235, 12.232627224453908), -0.089547519957786797);

        var found = Cuped.Between(mail, none)!;

        found.Slope.ShouldBe(-0.00694538353223, 1e-12);
        found.Adjusted.Difference.ShouldBe(0.0453591979877, 1e-12);
        found.Adjusted.Interval.Low.ShouldBe(0.0390364348495, 1e-8);
        found.Adjusted.Interval.High.ShouldBe(0.051681961126, 1e-8);
        found.Reduction.ShouldBe(0.005308641565, 1e-9);
    }

    [Fact]
    public void Where_before_explains_everything_nothing_is_left_to_chance_but_the_effect()
    {
        // After = 2 × before + effect 3: the slope is 2 and the variance goes to nothing but rounding.
        var first = new PairedMoments(new Moments(100, 23 + 0.5, 40.5), new Moments(100, 10, 10), 20);
        var second = new PairedMoments(new Moments(100, 22, 40.5), new Moments(100, 11, 10), 20);

        var found = Cuped.Between(first, second)!;

        found.Slope.ShouldBe(2, 1e-12);
        found.Adjusted.Difference.ShouldBe(3.5, 1e-9);
        found.Reduction.ShouldBe(1 - (0.5 / 40.5), 1e-9);
    }

    [Theory]
    [InlineData(0.02, 0.0001, 0.01, -0.01656394871, 0.05656394871, 0.520260095)]
    [InlineData(0.05, 0.0001, 0.02, 0.01917610006, 0.08082389994, 0.0001015173291)]
    public void The_interval_that_may_be_looked_at_every_day_is_that_of_the_mixture(double difference, double squaredError, double effect, double low, double high, double p)
    {
        var found = AlwaysValid.Of(difference, squaredError, effect)!;
        found.Interval.Low.ShouldBe(low, 1e-9);
        found.Interval.High.ShouldBe(high, 1e-9);
        found.PValue.ShouldBe(p, 1e-8);
    }

    /// <summary>Looking every day at arms that are alike: the plain interval cries wolf for one experiment in three, this one hardly ever.</summary>
    [Fact]
    public void Looking_every_day_does_not_find_what_is_not_there()
    {
        var random = new Random(7);
        var (plain, valid) = (0, 0);
        const int experiments = 400;
        for (var e = 0; e < experiments; e++)
        {
            var (sums, plainFound, validFound) = (new long[2], false, false);
            for (var day = 1; day <= 40; day++)
            {
                for (var arm = 0; arm < 2; arm++)
                {
                    sums[arm] += Enumerable.Range(0, 100).Count(_ => random.NextDouble() < 0.1);
                }

                var (a, b) = (Moments.Of(new Share(sums[0], day * 100)), Moments.Of(new Share(sums[1], day * 100)));
                plainFound |= MeanDifference.Between(a, b) is { IsShown: true };
                validFound |= AlwaysValid.Of(a.Mean - b.Mean, a.SquaredError + b.SquaredError, 0.02) is { IsShown: true };
            }

            (plain, valid) = (plain + (plainFound ? 1 : 0), valid + (validFound ? 1 : 0));
        }

        ((double)plain / experiments).ShouldBeGreaterThan(0.15);
        ((double)valid / experiments).ShouldBeLessThanOrEqualTo(0.05);
    }

    [Theory]
    [InlineData(12, 100, 8, 110, 0.874650362258, 0.00256443403083)]
    [InlineData(3, 5, 0, 4, 0.954545454545, 0.00505050505051)]
    public void The_chance_of_being_better_and_what_is_given_away_are_those_of_the_sum(long a, long m, long b, long n, double better, double loss)
    {
        var found = BayesianShares.Of(new Share(a, m), new Share(b, n));
        found.FirstIsBetter.ShouldBe(better, 1e-9);
        found.Loss.ShouldBe(loss, 1e-9);
    }

    [Fact]
    public void The_campaign_surely_sold_more()
    {
        BayesianShares.Of(new Share(189, 21387), new Share(122, 21306)).FirstIsBetter.ShouldBe(0.999923849023, 1e-9);

        // With so many customers what was believed before weighs nothing: the interval is the classic one.
        var (believed, counted) = (BayesianShares.Of(new Share(3238, 21387), new Share(2262, 21306)).Interval, ShareDifference.Between(new Share(3238, 21387), new Share(2262, 21306))!.Interval);
        believed.Low.ShouldBe(counted.Low, 0.00002);
        believed.High.ShouldBe(counted.High, 0.00002);
    }

    [Fact]
    public void Beliefs_turn_with_the_groups_and_hold_what_they_should()
    {
        var groups =
            from m in Gen.Choose(0, 5_000)
            from a in Gen.Choose(0, m)
            from n in Gen.Choose(0, 5_000)
            from b in Gen.Choose(0, n)
            select (First: new Share(a, m), Second: new Share(b, n));
        Prop.ForAll(groups.ToArbitrary(), g =>
        {
            var (there, back) = (BayesianShares.Of(g.First, g.Second), BayesianShares.Of(g.Second, g.First));
            return Math.Abs(there.FirstIsBetter + back.FirstIsBetter - 1) < 1e-6
                && Math.Abs(there.Interval.Low + back.Interval.High) < 1e-6
                && there.Interval.Low <= there.Interval.High && there.Loss >= 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    [Theory]
    [InlineData(0.10, 0.12, 0.8, 1, 3840.84748244)]
    [InlineData(0.05, 0.06, 0.9, 0.1111111111111111, 53747.7179097)]
    public void The_number_of_customers_is_that_of_the_formula(double first, double second, double chance, double ratio, double customers) =>
        new Power(Chance: chance, Ratio: ratio).ForShares(first, second).ShouldBe(customers, customers * 1e-9);

    [Fact]
    public void The_number_for_means_is_that_of_the_formula_and_the_smallest_difference_is_the_way_back()
    {
        new Power().ForMeans(2, 100).ShouldBe(392.443986717, 1e-6);
        new Power().SmallestDifference(0.1, 3840.84748244)!.Value.ShouldBe(0.02, 1e-8);
        new Power().SmallestDifference(0.1, 3).ShouldBeNull();
        Should.Throw<ArgumentOutOfRangeException>(() => new Power().ForShares(0.1, 0.1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Power().ForShares(0.1, 1.1));
    }

    /// <summary>By hand: 0.01 × 4, 0.02 × 3 → 0.06, 0.03 × 2 is no more than that, 0.9.</summary>
    [Fact]
    public void Of_several_arms_each_is_judged_more_strictly_and_keeps_its_place() =>
        ManyComparisons.Holm([0.9, 0.01, 0.03, 0.02]).ShouldBe([0.9, 0.04, 0.06, 0.06], 1e-12);

    [Fact]
    public void Sizes_of_several_arms_are_held_against_the_draw()
    {
        // χ² = 7.2 with two degrees of freedom, whose tail is exp(-χ²/2).
        SampleRatio.Of([1000, 1000, 1000], [1 / 3d, 1 / 3d, 1 / 3d]).ShouldBe(1, 1e-12);
        SampleRatio.Of([1060, 1000, 940], [1 / 3d, 1 / 3d, 1 / 3d]).ShouldBe(Math.Exp(-3.6), 1e-9);
        SampleRatio.Of([0, 0], [0.5, 0.5]).ShouldBe(1);
    }
}
