using MathNet.Numerics.Distributions;

namespace Zhike.Measurement.Statistics;

/// <summary>The difference of the means of two independent groups whose variances need not be alike.</summary>
/// <param name="Difference">First minus second.</param>
/// <param name="PValue">Two-sided, of no difference.</param>
public sealed record MeanDifference(double Difference, double StandardError, double DegreesOfFreedom, Interval Interval, double PValue)
{
    public bool IsShown => !Interval.Holds(0);

    /// <summary>B. L. Welch, "The generalization of 'Student's' problem when several different population variances are involved", Biometrika 34 (1947) 28-35.
    /// Null where a group has fewer than two members, or nobody differs from anybody.</summary>
    public static MeanDifference? Between(Moments first, Moments second, double confidence = 0.95)
    {
        if (first.Count < 2 || second.Count < 2 || first.SquaredError + second.SquaredError <= 0)
        {
            return null;
        }

        var (v1, v2) = (first.SquaredError, second.SquaredError);
        var error = Math.Sqrt(v1 + v2);
        var freedom = (v1 + v2) * (v1 + v2) / ((v1 * v1 / (first.Count - 1)) + (v2 * v2 / (second.Count - 1)));
        var difference = first.Mean - second.Mean;
        var reach = StudentT.InvCDF(0, 1, freedom, 1 - ((1 - confidence) / 2)) * error;
        var p = 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(difference / error));
        return new MeanDifference(difference, error, freedom, new Interval(difference - reach, difference + reach), p);
    }
}

/// <summary>A. Deng, Y. Xu, R. Kohavi, T. Walker, "Improving the sensitivity of online controlled experiments by utilizing pre-experiment data", WSDM 2013:
/// what the period before the experiment explains is taken out, by one slope for both groups.</summary>
/// <param name="Slope">Theta: how much of a unit more before is kept after.</param>
/// <param name="Reduction">The share of the variance that is gone.</param>
public sealed record Cuped(MeanDifference Adjusted, double Slope, double Reduction)
{
    /// <summary>Null where nothing can be compared; without a variance before, nothing is adjusted.</summary>
    public static Cuped? Between(PairedMoments first, PairedMoments second, double confidence = 0.95)
    {
        double Within(Func<PairedMoments, double> part) => ((first.After.Count - 1) * part(first)) + ((second.After.Count - 1) * part(second));
        var before = Within(g => g.Before.Variance);
        var slope = before > 0 ? Within(g => g.Covariance) / before : 0;
        var everybody = ((first.Before.Mean * first.Before.Count) + (second.Before.Mean * second.Before.Count)) / Math.Max(1, first.Before.Count + second.Before.Count);
        Moments Freed(PairedMoments g) => new(
            g.After.Count,
            g.After.Mean - (slope * (g.Before.Mean - everybody)),
            Math.Max(0, g.After.Variance + (slope * slope * g.Before.Variance) - (2 * slope * g.Covariance)));
        var (one, other) = (Freed(first), Freed(second));
        if (MeanDifference.Between(one, other, confidence) is not { } adjusted)
        {
            return null;
        }

        var raw = first.After.SquaredError + second.After.SquaredError;
        return new Cuped(adjusted, slope, raw > 0 ? 1 - ((one.SquaredError + other.SquaredError) / raw) : 0);
    }
}
