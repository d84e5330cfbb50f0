using System.Globalization;
using Zhike.Measurement.Statistics;

namespace Zhike.Measurement.Reports;

/// <summary>Whether one may stop, go on, or should wait.</summary>
internal static class EvidenceOf
{
    /// <summary>The difference of goal rates that the repeated look is best at telling: two points, about what one contact does.</summary>
    private const double ExpectedEffect = 0.02;

    /// <param name="asDrawn">The arms have the sizes that the draw should give.</param>
    public static Evidence? Goal(Share contact, Share holdout, ShareDifference? effect, bool asDrawn)
    {
        var (a, b) = (Moments.Of(contact), Moments.Of(holdout));
        if (effect is null || a.Count < 2 || b.Count < 2 || AlwaysValid.Of(a.Mean - b.Mean, a.SquaredError + b.SquaredError, ExpectedEffect) is not { } anytime)
        {
            return null;
        }

        var belief = BayesianShares.Of(contact, holdout);
        var needed = NeededPerArm(contact, holdout);
        var advice = asDrawn
            ? Advice(effect, anytime, needed, Math.Min(contact.Of, holdout.Of))
            : new EffectWords("两组人数与抽签不符：先查清分组，再谈效果。", "The arms are not of the sizes that were drawn: find out why before anything is concluded.");
        return new Evidence(anytime.Interval.Low, anytime.Interval.High, anytime.IsShown, belief.FirstIsBetter, belief.Loss, needed, advice.Zh, advice.En);
    }

    /// <summary>In the smaller arm, the larger one growing with it.</summary>
    private static long? NeededPerArm(Share contact, Share holdout)
    {
        var (small, large) = contact.Of <= holdout.Of ? (contact, holdout) : (holdout, contact);
        return small.Rate == large.Rate
            ? null
            : (long)Math.Ceiling(new Power(Ratio: (double)large.Of / small.Of).ForShares(small.Rate!.Value, large.Rate!.Value));
    }

    private static EffectWords Advice(ShareDifference effect, AlwaysValid anytime, long? needed, long have)
    {
        string Count(long n) => n.ToString("N0", CultureInfo.InvariantCulture);
        return (anytime.IsShown, effect.IsShown, needed) switch
        {
            (true, _, _) when effect.Difference > 0 => new EffectWords(
                "这个结论天天看也成立：可以推广。", "This holds however often one looks: it may be rolled out."),
            (true, _, _) => new EffectWords(
                "这个结论天天看也成立：应当停下。", "This holds however often one looks: it should be stopped."),
            (_, true, _) => new EffectWords(
                "只看这一次，差别成立；若天天看、看到差别就停，还不能下结论。请到预定的日子再定。",
                "Looked at once, the difference stands; looked at every day until it shows, it does not yet. Decide on the day that was agreed."),
            (_, _, { } customers) when customers > have => new EffectWords(
                $"要有八成把握看出这么大的差别，较小的一组约需 {Count(customers)} 人，现有 {Count(have)} 人：继续等。",
                $"To show a difference like this four times in five, the smaller arm needs about {Count(customers)} customers and has {Count(have)}: go on."),
            _ => new EffectWords("看不出差别。", "No difference is to be seen."),
        };
    }
}
