using System.Globalization;
using Zhike.Measurement.Statistics;

namespace Zhike.Measurement.Reports;

/// <summary>What the figures allow one to say, and nothing more.</summary>
public sealed record EffectWords(string Zh, string En)
{
    /// <summary>Below so many in one arm the sentence says that it is early.</summary>
    public const int FewPeople = 30;

    public static EffectWords Of(Share contact, Share holdout, ShareDifference? effect)
    {
        if (effect is null)
        {
            return contact.Of + holdout.Of == 0
                ? new EffectWords("还没有客户进入。", "Nobody has entered yet.")
                : holdout.Of == 0
                    ? new EffectWords("没有对照组，无法说明策略的效果。", "Nobody was held out, so nothing can be said about the effect.")
                    : new EffectWords("触达组还没有客户，无法比较。", "Nobody is in the contacted arm yet, so there is nothing to compare.");
        }

        var rates = (Contact: Percent(contact.Rate!.Value), Holdout: Percent(holdout.Rate!.Value));
        var (low, high) = (Points(effect.Interval.Low), Points(effect.Interval.High));
        var zh = $"触达组 {rates.Contact} 达成目标，对照组 {rates.Holdout}，相差 {Points(effect.Difference)} 个百分点（95% 区间 {low} 至 {high}）。";
        var en = $"{rates.Contact} of the contacted arm reached the goal and {rates.Holdout} of the held out: a difference of {Points(effect.Difference)} points (95 % interval {low} to {high}). ";
        var said = effect.IsShown switch
        {
            true when effect.Difference > 0 => new EffectWords(zh + "策略有提升效果。", en + "The strategy raised the rate."),
            true => new EffectWords(zh + "策略反而降低了达成率。", en + "The strategy lowered the rate."),
            _ => new EffectWords(zh + "区间包含零：还不能说有差别。", en + "The interval holds 0: no difference can be shown."),
        };
        return Math.Min(contact.Of, holdout.Of) >= FewPeople
            ? said
            : new EffectWords(said.Zh + "人数还少，结论尚早。", $"{said.En} There are still few people; it is early to conclude.");
    }

    /// <summary>For a rehearsal, in which nobody was contacted: the arms differ by the draw alone.</summary>
    public static EffectWords OfAa(ShareDifference? effect, bool passed) => effect is null
        ? new EffectWords("A/A 检查：两组中有一组为空，无法比较。", "A/A check: one of the two arms is empty, so there is nothing to compare.")
        : passed
            ? new EffectWords(
                $"A/A 检查通过：回放中没有人真的被触达，两组达成率只应随机相差；差 {Points(effect.Difference)} 个百分点，95% 区间 {Points(effect.Interval.Low)} 至 {Points(effect.Interval.High)} 包含零。",
                $"A/A check passed: nobody was really contacted in this replay, so the arms may differ by chance only; they differ by {Points(effect.Difference)} points, and the 95 % interval {Points(effect.Interval.Low)} to {Points(effect.Interval.High)} holds 0.")
            : new EffectWords(
                $"A/A 检查未通过：没有人真的被触达，两组却相差 {Points(effect.Difference)} 个百分点（95% 区间 {Points(effect.Interval.Low)} 至 {Points(effect.Interval.High)} 不含零）。二十次中约有一次纯属偶然；换一个回放区间仍不通过，则分组或统计有误。",
                $"A/A check failed: nobody was really contacted, yet the arms differ by {Points(effect.Difference)} points (95 % interval {Points(effect.Interval.Low)} to {Points(effect.Interval.High)} does not hold 0). One replay in twenty does so by chance; if another span does it too, the draw or the count is wrong.");

    private static string Percent(double rate) => string.Create(CultureInfo.InvariantCulture, $"{rate * 100:0.0}%");

    private static string Points(double difference) => string.Create(CultureInfo.InvariantCulture, $"{difference * 100:+0.0;-0.0;0.0}");
}
