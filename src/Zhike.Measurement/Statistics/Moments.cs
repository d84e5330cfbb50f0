namespace Zhike.Measurement.Statistics;

/// <summary>A figure over a group: how many, their mean, their sample variance (the engine's varSamp, which loses no digits as sums of squares do).</summary>
public sealed record Moments(long Count, double Mean, double Variance)
{
    /// <summary>Of the mean.</summary>
    public double SquaredError => Variance / Count;

    /// <summary>Shares are means of zeros and ones.</summary>
    public static Moments Of(Share share) => share.Rate is { } p
        ? new Moments(share.Of, p, share.Of > 1 ? p * (1 - p) * share.Of / (share.Of - 1) : 0)
        : new Moments(0, 0, 0);
}

/// <summary>A figure and what the same customers had before the experiment.</summary>
/// <param name="Covariance">Of the two, sample covariance.</param>
public sealed record PairedMoments(Moments After, Moments Before, double Covariance);
