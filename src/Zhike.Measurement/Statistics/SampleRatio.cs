namespace Zhike.Measurement.Statistics;

/// <summary>Did the draw give the arms the shares it should have? If not, something between draw and count is broken, and no
/// difference between the arms means anything. (A. Fabijan and others, "Diagnosing sample ratio mismatch in online controlled
/// experiments", KDD 2019: Pearson's chi-square, refused below p = 0.001.)</summary>
public sealed record SampleRatio(double ExpectedHoldoutShare, long Contact, long Holdout)
{
    public const double SmallestCredible = 0.001;

    /// <summary>1 when there is nothing to test.</summary>
    public double PValue
    {
        get
        {
            double all = Contact + Holdout;
            if (all == 0 || ExpectedHoldoutShare is <= 0 or >= 1)
            {
                return ExpectedHoldoutShare <= 0 && Holdout > 0 ? 0 : 1;
            }

            var (contact, holdout) = (all * (1 - ExpectedHoldoutShare), all * ExpectedHoldoutShare);
            var chiSquare = ((Contact - contact) * (Contact - contact) / contact) + ((Holdout - holdout) * (Holdout - holdout) / holdout);
            return ChiSquare.UpperTailOfOneDegree(chiSquare);
        }
    }

    public bool Ok => PValue >= SmallestCredible;
}

/// <summary>The chi-square distribution with one degree of freedom: the square of a standard normal.</summary>
public static class ChiSquare
{
    /// <summary>P(X &gt; x) = erfc(√(x/2)); relative error below 1.2e-7 (W. H. Press and others, "Numerical Recipes in C", 2nd
    /// edition, section 6.2, erfcc).</summary>
    public static double UpperTailOfOneDegree(double x)
    {
        var z = Math.Sqrt(Math.Max(0, x) / 2);
        var t = 1 / (1 + (0.5 * z));
        double[] c = [-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277];
        var polynomial = c.Reverse().Aggregate(0d, (sum, coefficient) => (sum * t) + coefficient);
        return t * Math.Exp((-z * z) + polynomial);
    }
}
