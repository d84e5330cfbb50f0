using MathNet.Numerics.Distributions;

namespace Zhike.Measurement.Statistics;

/// <summary>How many customers an experiment needs, before it starts.</summary>
/// <param name="Alpha">The chance of finding a difference where there is none, two-sided.</param>
/// <param name="Chance">Of finding one that is there: the power.</param>
/// <param name="Ratio">Customers of the second group for one of the first.</param>
public sealed record Power(double Alpha = 0.05, double Chance = 0.8, double Ratio = 1)
{
    /// <summary>Customers of the first group, to tell two shares apart (J. L. Fleiss, B. Levin, M. C. Paik, "Statistical Methods for Rates and Proportions",
    /// 3rd edition, formula 4.14 for equal and 4.19 for unequal groups, without continuity correction).</summary>
    /// <exception cref="ArgumentOutOfRangeException">A share outside 0 to 1, or no difference to tell.</exception>
    public double ForShares(double first, double second)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Math.Min(first, second));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Max(first, second), 1);
        ArgumentOutOfRangeException.ThrowIfZero(first - second);
        var all = (first + (Ratio * second)) / (1 + Ratio);
        var unlike = Math.Sqrt((1 + (1 / Ratio)) * all * (1 - all));
        var alike = Math.Sqrt((first * (1 - first)) + (second * (1 - second) / Ratio));
        var root = (Quantile(1 - (Alpha / 2)) * unlike) + (Quantile(Chance) * alike);
        return root * root / ((first - second) * (first - second));
    }

    /// <summary>Customers of the first group, to tell two means apart that lie <paramref name="difference"/> apart.</summary>
    public double ForMeans(double difference, double variance)
    {
        ArgumentOutOfRangeException.ThrowIfZero(difference);
        var z = Quantile(1 - (Alpha / 2)) + Quantile(Chance);
        return z * z * variance * (1 + (1 / Ratio)) / (difference * difference);
    }

    /// <summary>The smallest difference of the second share from the first that so many customers of the first group tell.</summary>
    /// <returns>Null where even the largest possible cannot be told.</returns>
    public double? SmallestDifference(double first, double customers)
    {
        var (low, high) = (0d, 1 - first);
        if (high <= 0 || customers < ForShares(first, 1))
        {
            return null;
        }

        for (var i = 0; i < 100; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = middle > 0 && ForShares(first, first + middle) <= customers ? (low, middle) : (middle, high);
        }

        return high;
    }

    private static double Quantile(double share) => Normal.InvCDF(0, 1, share);
}
