using System.Text.RegularExpressions;

namespace Zhike.House.Tests;

/// <summary>Sizes, names and words of the files.</summary>
public sealed partial class Files
{
    private const int LinesMax = 600;

    [Fact]
    public void No_file_grows_beyond_six_hundred_lines() =>
        Tree.With(".cs", ".ts", ".tsx").Where(f => !IsGenerated(f))
            .Select(f => (File: f, Lines: Tree.Lines(f).Length))
            .Where(f => f.Lines >= LinesMax)
            .ShouldBeEmpty();

    [Fact]
    public void No_file_is_a_junk_drawer() =>
        Tree.With(".cs", ".ts", ".tsx").Where(f => JunkDrawer().IsMatch(Path.GetFileName(f))).ShouldBeEmpty();

    [Fact]
    public void No_type_is_named_after_nothing() =>
        Tree.With(".cs").SelectMany(f => JunkType().Matches(Tree.Read(f)).Select(m => $"{f}: {m.Groups["name"].Value}")).ShouldBeEmpty();

    [Fact]
    public void The_namespace_is_the_folder()
    {
        var wrong = new List<string>();
        foreach (var file in Tree.With(".cs").Where(f => f.StartsWith("src/", StringComparison.Ordinal) || f.StartsWith("bench/", StringComparison.Ordinal)))
        {
            var expected = Path.GetDirectoryName(file)!.Replace('\\', '/').Split('/', 2)[1].Replace('/', '.');
            var declared = Namespace().Match(Tree.Read(file));
            if (declared.Success && declared.Groups["name"].Value != expected)
            {
                wrong.Add($"{file}: namespace {declared.Groups["name"].Value}, folder {expected}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_left_for_later() =>
        Lines(f => !f.StartsWith("tests/Zhike.House.Tests/", StringComparison.Ordinal) && !f.EndsWith("lock.json", StringComparison.Ordinal))
            .Where(l => Later().IsMatch(l.Text)).Select(l => $"{l.File}:{l.Number}").ShouldBeEmpty();

    [Fact]
    public void No_machine_and_no_registry_is_named() =>
        Lines(f => !f.StartsWith("tests/Zhike.House.Tests/", StringComparison.Ordinal))
            .Where(l => Machine().IsMatch(l.Text) && !(l.File.StartsWith("tests/", StringComparison.Ordinal) && l.Text.Contains("/tmp/", StringComparison.Ordinal))).Select(l => $"{l.File}:{l.Number}: {l.Text.Trim()}").ShouldBeEmpty();

    [Fact]
    public void Plans_and_notes_stay_out_of_the_tree() =>
        Tree.Files.Where(f => Notes().IsMatch(Path.GetFileName(f))).ShouldBeEmpty();

    [Fact]
    public void The_root_is_small() =>
        Tree.Files.Where(f => !f.Contains('/')).Count().ShouldBeLessThanOrEqualTo(20);

    private static bool IsGenerated(string file) => file.Contains("/generated/", StringComparison.Ordinal) || file.EndsWith(".d.ts", StringComparison.Ordinal);

    private static IEnumerable<(string File, int Number, string Text)> Lines(Func<string, bool> of) =>
        Tree.TextFiles.Where(of).SelectMany(f => Tree.Lines(f).Select((text, i) => (f, i + 1, text)));

    [GeneratedRegex(@"(?<!Customer)(Manager|Helpers?|Utils?|Utilities|Common|Service|Extensions)\.(cs|tsx?)$")]
    private static partial Regex JunkDrawer();

    [GeneratedRegex(@"\b(class|record|struct|interface)\s+(?<name>\w*(?<!Customer)(Manager|Helpers?|Utils?|Utilities|Common|Service|Extensions))\b(?!\.)")]
    private static partial Regex JunkType();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex Later();

    [GeneratedRegex(@"(?<![\w.])/(work|tmp|root|home/\w+)/(?!\*)|artifactory|nexus\.|verdaccio|npmmirror|""resolved"": ""https?://(?!registry\.npmjs\.org/)")]
    private static partial Regex Machine();

    [GeneratedRegex(@"^(plan|plans|notes?|draft|todo|scratch)\b.*\.(md|txt)$", RegexOptions.IgnoreCase)]
    private static partial Regex Notes();
}
