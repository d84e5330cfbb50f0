using Zhike.Measurement.Reports;
using Zhike.Measurement.Statistics;

namespace Zhike.Measurement.Tests.Reports;

/// <summary>Honest words: what the interval does not show is not said.</summary>
public sealed class EffectWordsTests
{
    [Theory]
    [InlineData(300, 1000, 200, 1000, "raised the rate", "策略有提升效果")]
    [InlineData(200, 1000, 300, 1000, "lowered the rate", "反而降低")]
    [InlineData(205, 1000, 200, 1000, "no difference can be shown", "还不能说有差别")]
    [InlineData(9, 10, 1, 10, "early to conclude", "结论尚早")]
    [InlineData(0, 0, 0, 0, "Nobody has entered", "还没有客户进入")]
    [InlineData(10, 100, 0, 0, "Nobody was held out", "没有对照组")]
    [InlineData(0, 0, 3, 10, "nothing to compare", "无法比较")]
    public void The_words_say_what_the_figures_show(long a, long m, long b, long n, string english, string chinese)
    {
        var (contact, holdout) = (new Share(a, m), new Share(b, n));
        var words = EffectWords.Of(contact, holdout, ShareDifference.Between(contact, holdout));
        words.En.ShouldContain(english);
        words.Zh.ShouldContain(chinese);
    }

    [Fact]
    public void The_figures_stand_in_the_sentence()
    {
        var (contact, holdout) = (new Share(300, 1000), new Share(200, 1000));
        EffectWords.Of(contact, holdout, ShareDifference.Between(contact, holdout)).En.ShouldBe(
            "30.0% of the contacted arm reached the goal and 20.0% of the held out: a difference of +10.0 points (95 % interval +6.2 to +13.7). The strategy raised the rate.");
    }

    [Theory]
    [InlineData(500, 1000, 52, 100, true, "passed", "通过")]
    [InlineData(700, 1000, 40, 100, false, "failed", "未通过")]
    [InlineData(700, 1000, 0, 0, true, "nothing to compare", "无法比较")]
    public void A_replay_is_judged_by_chance_alone(long a, long m, long b, long n, bool passed, string english, string chinese)
    {
        var check = ReportQuery.Aa(ShareDifference.Between(new Share(a, m), new Share(b, n)));
        check.Ok.ShouldBe(passed);
        check.WordsEn.ShouldContain(english);
        check.WordsZh.ShouldContain(chinese);
    }
}
