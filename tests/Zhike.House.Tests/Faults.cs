using System.Text.RegularExpressions;

namespace Zhike.House.Tests;

/// <summary>What the program says is wrong, in both of the console's languages.</summary>
public sealed partial class Faults
{
    private const string Chinese = "console/src/i18n/zh/faults.ts";
    private const string Words = "console/src/i18n/zh/words.ts";
    private static readonly string[] Coded = ["src/Zhike.Intake/Import/", "src/Zhike.Intake/Mapping/", "src/Zhike.Intake/Plan/", "src/Zhike.Intake/Sources/"];

    [Fact]
    public void Every_code_has_a_Chinese_sentence_with_all_its_values()
    {
        var chinese = ChineseLine().Matches(Tree.Read(Chinese)).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value, StringComparer.Ordinal);
        var said = Tree.With(".cs").Where(f => f.StartsWith("src/", StringComparison.Ordinal))
            .SelectMany(f => CodedSentence().Matches(Tree.Read(f))).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

        said.Count.ShouldBeGreaterThan(80);
        said.Except(chinese.Keys).Order().ShouldBeEmpty($"{Chinese} says each of them");
        chinese.Keys.Except(said).Order().ShouldBeEmpty("nobody says these any more");
        foreach (var file in Tree.With(".cs").Where(f => f.StartsWith("src/", StringComparison.Ordinal)))
        {
            foreach (Match sentence in PlainSentence().Matches(Tree.Read(file)))
            {
                var values = Hole().Count(sentence.Groups[2].Value);
                var holes = ChineseHole().Matches(chinese[sentence.Groups[1].Value]).Select(h => h.Value).Distinct().Count();
                holes.ShouldBe(values, $"{sentence.Groups[1].Value} in {file}");
            }
        }
    }

    [Fact]
    public void What_intake_refuses_has_a_code()
    {
        foreach (var file in Tree.With(".cs").Where(f => Coded.Any(c => f.StartsWith(c, StringComparison.Ordinal))))
        {
            Uncoded().Matches(Tree.Read(file)).Select(m => m.Value).ShouldBeEmpty($"{file}: FieldError.Of(field, Said.Of(code, sentence))");
        }
    }

    [Fact]
    public void Every_violation_of_a_plan_has_a_Chinese_word()
    {
        var words = Tree.Read(Words);
        var violation = words[words.IndexOf("  violation: {", StringComparison.Ordinal)..];
        violation = violation[..violation.IndexOf('}', StringComparison.Ordinal)];
        var codes = ViolationCode().Matches(Tree.Read("src/Zhike.Intake/Plan/PropertyCheck.cs")).Select(m => m.Groups[1].Value).Append("unplanned_event").ToList();

        codes.Count.ShouldBeGreaterThan(6);
        codes.Where(c => !violation.Contains($" {c}: ", StringComparison.Ordinal)).ShouldBeEmpty(Words);
    }

    [GeneratedRegex(@"^  ([a-z0-9_]+):\s+""(.*)"",$", RegexOptions.Multiline)]
    private static partial Regex ChineseLine();

    [GeneratedRegex(@"Said\.Of\(\s*""([a-z0-9_]+)""")]
    private static partial Regex CodedSentence();

    /// <summary>Those whose holes hold no text themselves, so that they can be counted without a parser.</summary>
    [GeneratedRegex(@"Said\.Of\(\s*""([a-z0-9_]+)"", \$""((?:[^""\\\{]|\\""|\{[^""\{\}]*\})*)""\)")]
    private static partial Regex PlainSentence();

    [GeneratedRegex(@"\{[^\}]+\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex ChineseHole();

    [GeneratedRegex(@"new FieldError\((?!FaultsText\.Whole)|Problem\.Invalid\(\s*""[^""]+"",\s*\$?""")]
    private static partial Regex Uncoded();

    [GeneratedRegex(@"=> ""([a-z]+):"" \+")]
    private static partial Regex ViolationCode();
}
