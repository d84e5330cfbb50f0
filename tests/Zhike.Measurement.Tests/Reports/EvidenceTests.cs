using Zhike.Measurement.Reports;
using Zhike.Measurement.Statistics;

namespace Zhike.Measurement.Tests.Reports;

public sealed class EvidenceTests
{
    [Theory]
    [InlineData(900, 9_000, 50, 1_000, "推广")]
    [InlineData(450, 9_000, 100, 1_000, "停下")]
    [InlineData(900, 9_000, 80, 1_000, "预定的日子")]
    [InlineData(900, 9_000, 95, 1_000, "继续等")]
    [InlineData(900, 9_000, 100, 1_000, "看不出")]
    public void What_one_should_do_follows_from_how_sure_it_is(long goals, long contacted, long heldOutGoals, long heldOut, string advice)
    {
        var (contact, holdout) = (new Share(goals, contacted), new Share(heldOutGoals, heldOut));

        EvidenceOf.Goal(contact, holdout, ShareDifference.Between(contact, holdout), asDrawn: true)!.AdviceZh.ShouldContain(advice);
    }

    [Fact]
    public void The_smaller_arm_is_told_how_many_it_needs()
    {
        var (contact, holdout) = (new Share(900, 9_000), new Share(95, 1_000));

        var evidence = EvidenceOf.Goal(contact, holdout, ShareDifference.Between(contact, holdout), asDrawn: true)!;

        evidence.NeededPerArm.ShouldBe((long)Math.Ceiling(new Power(Ratio: 9).ForShares(0.095, 0.1)));
        evidence.AdviceEn.ShouldContain("needs about");
        evidence.Better.ShouldBeInRange(0.5, 0.9);
    }

    [Fact]
    public void Arms_that_are_not_as_drawn_let_nobody_roll_out_or_stop()
    {
        var (contact, holdout) = (new Share(900, 9_000), new Share(50, 1_000));

        EvidenceOf.Goal(contact, holdout, ShareDifference.Between(contact, holdout), asDrawn: false)!.AdviceZh.ShouldContain("先查清分组");
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 1, 0, 100)]
    [InlineData(0, 100, 0, 100)]
    public void Nothing_is_said_where_there_is_nothing_to_go_by(long goals, long contacted, long heldOutGoals, long heldOut)
    {
        var (contact, holdout) = (new Share(goals, contacted), new Share(heldOutGoals, heldOut));

        EvidenceOf.Goal(contact, holdout, ShareDifference.Between(contact, holdout), asDrawn: true).ShouldBeNull();
    }
}
