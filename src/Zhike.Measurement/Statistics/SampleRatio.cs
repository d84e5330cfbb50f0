using MathNet.Numerics;

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

            return Of([Contact, Holdout], [1 - ExpectedHoldoutShare, ExpectedHoldoutShare]);
        }
    }

    public bool Ok => PValue >= SmallestCredible;

    /// <summary>The same of any number of arms.</summary>
    /// <param name="expected">Shares that add up to one, each more than zero.</param>
    public static double Of(IReadOnlyList<long> counts, IReadOnlyList<double> expected)
    {
        double all = counts.Sum();
        if (all == 0 || counts.Count < 2)
        {
            return 1;
        }

        var chiSquare = counts.Zip(expected, (count, share) => (count - (all * share)) * (count - (all * share)) / (all * share)).Sum();
        return SpecialFunctions.GammaUpperRegularized((counts.Count - 1) / 2d, chiSquare / 2);
    }
}
