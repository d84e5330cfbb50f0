using System.Text.Json;
using Zhike.Contracts.Customers;
using Zhike.Customers.Documents;
using Zhike.Customers.Segments;
using Zhike.Customers.Sources;
using Zhike.Customers.Tags.Definitions;
using Zhike.Customers.Tests.Bank;
using Zhike.Customers.Tiering;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Tests.Catalogue;

/// <summary>What is shipped must hold, and must say in both languages what it means.</summary>
public sealed class ShippedDefinitionsTests
{
    [Fact]
    public void Every_shipped_tag_is_sound()
    {
        var documents = Documents("tags").ToDictionary(d => d.GetProperty("key").GetString()!);

        var set = TagSet.Read(documents);

        set.Errors.SelectMany(e => e.Value.Select(error => $"{e.Key}: {error.Field} {error.Message}")).ShouldBeEmpty();
        set.InOrder.Length.ShouldBeGreaterThanOrEqualTo(80);
        set.InOrder.ShouldAllBe(t => t.Name.Zh.Length > 0 && t.Name.En.Length > 0 && t.Description.Zh.Length > 0 && t.Description.En.Length > 0 && t.Owner.Length > 0);
        set.InOrder.Where(t => t.Type == FieldType.Text).ShouldAllBe(t => t.Values.Length > 0 && t.Values.All(v => v.Label.Zh.Any(IsHan)));
        set.InOrder.Where(t => t.Type == FieldType.Count).ShouldAllBe(t => t.Unit != null);
        set.InOrder.SelectMany(t => t.Bands).ShouldAllBe(b => b.Label.Zh.Any(IsHan));
        set.InOrder.Select(t => t.Dimension).Distinct().Order().ShouldBe(TagDefinition.Dimensions.Order());
    }

    [Fact]
    public void Every_shipped_tiering_is_sound()
    {
        var tags = TagSet.Read(Documents("tags").ToDictionary(d => d.GetProperty("key").GetString()!));
        foreach (var document in Documents("tierings"))
        {
            var errors = new List<FieldError>();
            var scheme = TieringScheme.Parse(document.GetProperty("key").GetString()!, document, tags, errors);

            errors.ShouldBeEmpty();
            scheme!.Tag.Nullable.ShouldBeFalse($"{scheme.Key}: every customer must have a tier");
        }
    }

    /// <summary>The law of the daily run, for the tags that banks really get.</summary>
    [Fact]
    public async Task A_day_s_change_of_the_whole_catalogue_is_its_full_run()
    {
        using var bank = await TestBank.OpenAsync();
        foreach (var document in Documents("tags"))
        {
            bank.Definitions.Put("tag", document.GetRawText());
        }

        var asOf = new DateOnly(1994, 3, 27);
        var (customers, bookings) = Histories.Of(6, 50, 30, asOf.AddDays(-300), asOf.AddDays(10));
        await bank.AddAsync(customers);
        await bank.AddAsync(bookings);
        await bank.RunTagsAsync(asOf);
        for (var day = asOf.AddDays(1); day <= asOf.AddDays(5); day = day.AddDays(1))
        {
            await bank.RunTagsAsync(day, full: false);
            var changes = await bank.DumpAsync(day);
            await bank.RunTagsAsync(day);
            changes.ShouldBe(await bank.DumpAsync(day), $"at {day}");
        }
    }

    [Fact]
    public async Task Every_shipped_segment_is_sound_and_runs()
    {
        using var bank = await TestBank.OpenAsync();
        foreach (var folder in (string[])["tags", "segments"])
        {
            foreach (var document in Documents(folder))
            {
                bank.Definitions.Put(folder.TrimEnd('s'), document.GetRawText());
            }
        }

        var asOf = new DateOnly(1994, 3, 31);
        var (customers, bookings) = Histories.Of(5, 50, 30, asOf.AddDays(-300), asOf);
        await bank.AddAsync(customers);
        await bank.AddAsync(bookings);
        await bank.RunTagsAsync(asOf);
        foreach (var document in Documents("segments"))
        {
            var key = document.GetProperty("key").GetString()!;
            (await bank.Get<SegmentDefinitionKind>().CheckAsync(key, document, CancellationToken.None)).ShouldBeEmpty(key);
            await bank.Segments.MaterialiseAsync(key, asOf, CancellationToken.None);
        }

        (await bank.Segments.LatestAsync("new-customers", asOf, CancellationToken.None))!.Customers
            .ShouldBe(customers.Count(c => c.OpenedOn <= asOf && c.OpenedOn >= asOf.AddDays(-100)));
    }

    /// <summary>The catalogue of columns and the tables must not drift apart.</summary>
    [Fact]
    public async Task Enumerations_are_those_of_the_tables()
    {
        using var bank = await TestBank.OpenAsync();

        foreach (var column in FactTables.Transactions.Columns.Values.Where(c => c.IsEnumerable))
        {
            var type = (await bank.TextsAsync($"SELECT type FROM system.columns WHERE database = currentDatabase() AND table = 'transactions' AND name = '{column.Name}'")).Single();
            type.ShouldBe($"Enum8({string.Join(", ", column.Codes.Select(c => $"'{c.Word}' = {c.Code}"))})");
            FactWords.Codes(column.Name).Select(c => c.Value).Where(c => column.Words.Contains(c)).Order().ShouldBe(column.Words.Order());
        }
    }

    private static bool IsHan(char letter) => letter is >= '\u4E00' and <= '\u9FFF';

    internal static IEnumerable<JsonElement> Documents(string folder)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Zhike.slnx")))
        {
            root = root.Parent;
        }

        return Directory.EnumerateFiles(Path.Combine(root!.FullName, "catalog", folder), "*.yaml").Order(StringComparer.Ordinal)
            .SelectMany(f => DocumentText.ParseMany(File.ReadAllText(f), Path.GetFileName(f)).OrThrow());
    }
}
