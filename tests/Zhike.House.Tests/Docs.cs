using System.Text.RegularExpressions;

namespace Zhike.House.Tests;

/// <summary>What the documents name exists.</summary>
public sealed partial class Docs
{
    private static readonly string[] TopFolders = ["src/", "console/", "catalog/", "demo/", "tests/", "bench/", "docs/", "native/", "sdk/"];

    public static TheoryData<string> Documents => [.. Tree.With(".md")];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_path_that_a_document_names_exists(string document)
    {
        var text = Tree.Read(document);
        var named = InCode().Matches(text).Select(m => m.Groups["code"].Value.TrimEnd('.', ','))
            .Where(path => TopFolders.Any(f => path.StartsWith(f, StringComparison.Ordinal)) && !IsMade(path));

        named.Where(path => !Tree.Exists(path)).ShouldBeEmpty($"{document} names them");
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_between_documents_leads_somewhere(string document)
    {
        var folder = Path.GetDirectoryName(document)!;
        var links = Link().Matches(Tree.Read(document)).Select(m => m.Groups["to"].Value.Split('#')[0])
            .Where(to => to.Length > 0 && !to.Contains("://", StringComparison.Ordinal));

        links.Where(to => !Tree.Exists(Path.Combine(folder, to))).ShouldBeEmpty($"{document} links to them");
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_command_that_a_document_names_is_one(string document)
    {
        var verbs = Verbs();
        if (verbs.Count == 0)
        {
            return;
        }

        Command().Matches(Tree.Read(document)).Select(m => m.Groups["verb"].Value).Where(v => !verbs.Contains(v))
            .ShouldBeEmpty($"{document} names commands that ./zhike does not know");
    }

    [Theory]
    [InlineData("Web: standard SDKs, unmodified", "tests/clients/tracking/browser.mjs")]
    [InlineData("Servers", "tests/clients/tracking/node.mjs")]
    public void What_the_intake_quotes_is_what_the_tests_run(string section, string program)
    {
        var text = Tree.Read("docs/intake.md").Split($"## {section}\n")[1].Split("\n## ")[0];
        var quoted = Script().Matches(text).SelectMany(m => m.Groups["code"].Value.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        // A template in the program stands between backquotes; what ends a line there is not the reader's.
        var run = Tree.Read(program).Split('\n').Select(line => line.Trim().TrimEnd('`', ',')).ToHashSet(StringComparer.Ordinal);

        quoted.Count.ShouldBeGreaterThan(5);
        quoted.Where(line => !run.Contains(line)).ShouldBeEmpty($"docs/intake.md quotes them from {program}");
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-CN.md")]
    [InlineData("ARCHITECTURE.md")]
    [InlineData("CHANGELOG.md")]
    [InlineData("LICENSE")]
    public void A_newcomer_finds(string file) => Tree.Exists(file).ShouldBeTrue();

    /// <summary>The verbs as the program declares them: Command("up", …).</summary>
    private static HashSet<string> Verbs() =>
        [.. Tree.With(".cs").Where(f => f.StartsWith("src/Zhike.Host/", StringComparison.Ordinal))
            .SelectMany(f => Declared().Matches(Tree.Read(f)).Select(m => m.Groups["verb"].Value)),
         .. Tree.Exists("zhike") ? ScriptVerb().Matches(Tree.Read("zhike")).SelectMany(m => m.Groups["verb"].Value.Split('|', StringSplitOptions.TrimEntries)) : []];

    /// <summary>Made by building or running; not in a fresh tree.</summary>
    private static bool IsMade(string path) =>
        path.Contains("/out", StringComparison.Ordinal) || path.Contains("node_modules", StringComparison.Ordinal)
        || path.Contains("/dist", StringComparison.Ordinal) || path.Contains('*') || path.Contains('<') || path.Contains('{') || path.Contains("NNN", StringComparison.Ordinal);

    [GeneratedRegex(@"`(?<code>[\w./@*<>{}-]+/[\w./@*<>{}-]*)`")]
    private static partial Regex InCode();

    [GeneratedRegex(@"```js\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\./zhike (?<verb>[a-z][a-z-]*)")]
    private static partial Regex Command();

    [GeneratedRegex(@"(?:Command|InScript)\(\s*""(?<verb>[a-z-]+)""")]
    private static partial Regex Declared();

    [GeneratedRegex(@"^\s*(?<verb>[a-z][a-z| -]*)\)", RegexOptions.Multiline)]
    private static partial Regex ScriptVerb();
}
