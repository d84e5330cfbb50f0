using System.Text.RegularExpressions;
using Zhike.Customers.Tests.Bank;
using Zhike.Testing;

namespace Zhike.Customers.Tests.Conditions;

/// <summary>Every expression that docs/segments.md shows can be asked.</summary>
public sealed partial class DocumentedExamplesTests
{
    [Fact]
    public async Task The_examples_of_the_page_on_segments_compile_and_run()
    {
        using var bank = await TestBank.OpenAsync();
        var day = new DateOnly(1994, 3, 31);
        await bank.AddAsync(new Customer(1, day.AddDays(-200)));
        await bank.Facts.RunAsync("INSERT INTO customer_lists (list_key, version, members) SELECT 'vip', 1, groupBitmapState(toUInt64(number)) FROM numbers(2)");
        bank.Definitions.Put("tag", SomeTags.Yaml);
        bank.Definitions.Put("segment", "{key: rich, name: {zh: 一, en: a}, expression: {tag: balance, op: at_least, value: 1}}");
        await bank.RunTagsAsync(day);

        var page = await File.ReadAllTextAsync(Path.Combine(Root(), "docs", "segments.md"));
        var examples = Example().Matches(page).Select(m => m.Groups["json"].Value).Where(j => !j.Contains('…') && !j.StartsWith("{\"days_ago", StringComparison.Ordinal)).ToList();

        examples.Count.ShouldBeGreaterThan(15);
        foreach (var example in examples)
        {
            (await bank.MembersAsync(example, day)).Length.ShouldBeInRange(0, 1, example);
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Zhike.slnx")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex("`(?<json>\\{\"[^`]*\\})`")]
    private static partial Regex Example();
}
