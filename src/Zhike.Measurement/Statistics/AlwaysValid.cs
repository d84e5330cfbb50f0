namespace Zhike.Measurement.Statistics;

/// <summary>An interval that one may look at every day and stop when one likes: that it ever leaves the truth out, at any look, has a chance of 5 % at most.
/// It is wider than one that is looked at once. (R. Johari, P. Koomen, L. Pekelis, D. Walsh, "Peeking at A/B tests: why it matters, and what to do about it",
/// KDD 2017: the mixture sequential probability ratio test with a normal mixture.)</summary>
/// <param name="PValue">Always valid: small at some look is small for good.</param>
public sealed record AlwaysValid(Interval Interval, double PValue)
{
    public bool IsShown => !Interval.Holds(0);

    /// <param name="squaredError">Of the difference: the squares of both means' errors added up.</param>
    /// <param name="effect">The size of difference that it is best at telling; any is right, a bad guess costs width.</param>
    public static AlwaysValid? Of(double difference, double squaredError, double effect, double alpha = 0.05)
    {
        if (squaredError <= 0 || effect <= 0)
        {
            return null;
        }

        var mixed = squaredError + (effect * effect);
        var reach = Math.Sqrt(2 * squaredError * mixed / (effect * effect) * Math.Log(Math.Sqrt(mixed / squaredError) / alpha));
        var ratio = (0.5 * Math.Log(squaredError / mixed)) + (difference * difference * effect * effect / (2 * squaredError * mixed));
        return new AlwaysValid(new Interval(difference - reach, difference + reach), Math.Min(1, Math.Exp(-ratio)));
    }
}
