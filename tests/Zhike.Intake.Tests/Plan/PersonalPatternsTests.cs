using System.Text;
using Zhike.Intake.Plan;

namespace Zhike.Intake.Tests.Plan;

/// <summary>The numbers are invented; their check digits were computed by hand from GB 11643 and ISO/IEC 7812.</summary>
public sealed class PersonalPatternsTests
{
    [Theory]
    [InlineData("11010519491231002X", "IdNumber 0 18")]
    [InlineData("11010519491231002x", "IdNumber 0 18")]
    [InlineData("id 110105 19491231 002X.", "IdNumber 3 20")]
    [InlineData("110105194912310021", null)]
    [InlineData("11010519491331002X", null)]
    [InlineData("00010519491231002X", null)]
    [InlineData("4111111111111111", "CardNumber 0 16")]
    [InlineData("4111-1111-1111-1111", "CardNumber 0 19")]
    [InlineData("a4111 1111 1111 1111b", "CardNumber 1 19")]
    [InlineData("4111111111111112", null)]
    [InlineData("1111111111111117", null)]
    [InlineData("99994111111111111111", null)]
    [InlineData("13812345678", "Phone 0 11")]
    [InlineData("138 1234 5678", "Phone 0 13")]
    [InlineData("008613812345678", "Phone 0 15")]
    [InlineData("86-13812345678", "Phone 3 11")]
    [InlineData("12812345678", null)]
    [InlineData("138123456789", null)]
    [InlineData("2026-01-31 13812345678", "Phone 11 11")]
    [InlineData("2026-01-31 09:30:00 order 20260131093000", null)]
    [InlineData("", null)]
    public void Numbers_of_persons_are_told_from_other_digits(string text, string? found) =>
        (PersonalPatterns.Find(Encoding.UTF8.GetBytes(text), 0, out var kind, out var start, out var length) ? $"{kind} {start} {length}" : null).ShouldBe(found);

    [Fact]
    public void Each_of_several_numbers_is_covered_and_its_rule_is_its_own()
    {
        var rules = PlannedPrivacy.Default with { Phones = PrivacyRule.Plain, CardNumbers = PrivacyRule.Hash };

        PersonalMask.Cover("张 13812345678, 4111 1111 1111 1111; 11010519491231002X"u8, rules, PlanStage.Hash)
            .ShouldBe($"张 13812345678, {PlanStage.Hash.Of("4111111111111111")}; 110*************2X");
    }

    [Theory]
    [InlineData("张伟", "张***")]
    [InlineData("erika@example.com", "e***@example.com")]
    [InlineData("13812345678", "138****5678")]
    [InlineData("", "")]
    [InlineData("tel 13812345678", "tel 138****5678")]
    public void A_value_to_mask_keeps_enough_to_tell_people_apart(string value, string masked) => PersonalMask.Value(value).ShouldBe(masked);
}
