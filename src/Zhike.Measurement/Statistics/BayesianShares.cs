using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Integration;
using MathNet.Numerics.RootFinding;

namespace Zhike.Measurement.Statistics;

/// <summary>What is believed of two shares after the counts, when before any share was as likely as any other (Beta(1, 1) of each).</summary>
/// <param name="FirstIsBetter">The probability that the first is higher.</param>
/// <param name="Loss">What one gives away on average by taking the first, as a share: how much better the second is where it is better.</param>
/// <param name="Interval">Holds the difference, first minus second, with the probability asked for; as much is left out above as below.</param>
public sealed record BayesianShares(double FirstIsBetter, double Loss, Interval Interval)
{
    private const int Points = 512;

    /// <summary>So many standard deviations hold all of a belief that doubles can tell, also of one as skewed as an exponential.</summary>
    private const double Widths = 30;

    public static BayesianShares Of(Share first, Share second, double confidence = 0.95)
    {
        var (a, b) = (Belief(first), Belief(second));
        var better = Above(a, b, 0);
        // E[(q - p)+] = E[q; q > p] - E[p; q > p], and weighing a Beta by its own value is the Beta of one success more.
        var loss = (b.Mean * (1 - Above(a, More(b), 0))) - (a.Mean * (1 - Above(More(a), b, 0)));
        var tail = (1 - confidence) / 2;
        return new BayesianShares(better, Math.Max(0, loss), new Interval(Quantile(a, b, tail), Quantile(a, b, 1 - tail)));
    }

    private static Beta Belief(Share share) => new(1 + share.Count, 1 + share.Of - share.Count);

    private static Beta More(Beta belief) => new(belief.A + 1, belief.B);

    /// <summary>P(p - q > by), over the span in which q can be; cut where p begins and ends, for there the integrand has a corner.</summary>
    private static double Above(Beta p, Beta q, double by)
    {
        var (low, high) = (Math.Max(0, q.Mean - (Widths * q.StdDev)), Math.Min(1, q.Mean + (Widths * q.StdDev)));
        double[] cuts = [low, Math.Clamp(-by, low, high), Math.Clamp(1 - by, low, high), high];
        var sum = cuts.Zip(cuts.Skip(1)).Where(c => c.Second > c.First)
            .Sum(c => GaussLegendreRule.Integrate(y => q.Density(y) * Exceeds(p, y + by), c.First, c.Second, Points));
        return Math.Clamp(sum, 0, 1);
    }

    private static double Exceeds(Beta p, double value) => value <= 0 ? 1 : value >= 1 ? 0 : SpecialFunctions.BetaRegularized(p.B, p.A, 1 - value);

    private static double Quantile(Beta p, Beta q, double share) =>
        Brent.FindRoot(difference => 1 - Above(p, q, difference) - share, -1, 1, 1e-9, 200);
}
