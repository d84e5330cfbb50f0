using Zhike.Kernel;

namespace Zhike.Measurement.Statistics;

/// <summary>Successes among so many.</summary>
public sealed record Share(long Count, long Of)
{
    /// <summary>Null among nobody.</summary>
    public double? Rate => Of == 0 ? null : (double)Count / Of;
}

/// <summary>An interval of a share or of a difference of shares.</summary>
public sealed record Interval(double Low, double High)
{
    public bool Holds(double value) => value >= Low && value <= High;
}

/// <summary>The difference of two independent shares.</summary>
/// <param name="Difference">First minus second.</param>
public sealed record ShareDifference(double Difference, Interval Interval)
{
    /// <summary>Null when one of the two groups is empty: then nothing can be said.</summary>
    public static ShareDifference? Between(Share first, Share second)
    {
        if (first.Rate is not { } p1 || second.Rate is not { } p2)
        {
            return null;
        }

        // R. G. Newcombe, "Interval estimation for the difference between independent proportions: comparison of eleven
        // methods", Statistics in Medicine 17 (1998) 873-890, method 10: the hybrid of two Wilson score intervals. It keeps
        // its 95 % also for small groups and for shares near 0 and 1, and never leaves -1 … 1.
        var (w1, w2) = (Wilson.Of(first), Wilson.Of(second));
        var difference = p1 - p2;
        var below = Math.Sqrt(Square(p1 - w1.Low) + Square(w2.High - p2));
        var above = Math.Sqrt(Square(w1.High - p1) + Square(p2 - w2.Low));
        return new ShareDifference(difference, new Interval(difference - below, difference + above));
    }

    /// <summary>The interval leaves no room for "no difference".</summary>
    public bool IsShown => !Interval.Holds(0);

    private static double Square(double x) => x * x;
}

/// <summary>E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
/// Statistical Association 22 (1927) 209-212: the score interval of one share, without continuity correction.</summary>
public static class Wilson
{
    /// <summary>The normal quantile of a two-sided 95 %.</summary>
    public const double Z95 = 1.959963984540054;

    /// <exception cref="ProblemException">Nobody was counted.</exception>
    public static Interval Of(Share share)
    {
        var p = share.Rate ?? throw new ProblemException(Problem.Invalid("of", "must be more than nobody"));
        const double z2 = Z95 * Z95;
        double n = share.Of;
        var centre = p + (z2 / (2 * n));
        var spread = Z95 * Math.Sqrt(((p * (1 - p)) + (z2 / (4 * n))) / n);
        // Rounding must not push a share of 0 or 1 out of its own interval.
        return new Interval(Math.Min(p, (centre - spread) / (1 + (z2 / n))), Math.Max(p, (centre + spread) / (1 + (z2 / n))));
    }
}
