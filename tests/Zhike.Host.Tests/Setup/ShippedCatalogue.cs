using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Bank;
using Zhike.Host.Options;
using Zhike.Host.Setup;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Host.Tests.Setup;

/// <summary>Tags, segments, templates and journeys as they are shipped, all in one bank: what one names, another is.</summary>
[Collection(AtTheServer.Name)]
public sealed class ShippedCatalogue(BankServer server)
{
    private string Root => server.Services.GetRequiredService<ZhikeOptions>().CatalogueFolder!;

    private IReadOnlyList<ICatalogueFolder> Folders => [.. server.Services.GetServices<ICatalogueFolder>()];

    private IEnumerable<CatalogueDocument> Documents => Folders.SelectMany(f => CatalogueInstaller.Read(Root, f));

    [Fact]
    public void Every_folder_of_the_catalogue_has_its_reader() =>
        Directory.GetDirectories(Root).Select(Path.GetFileName).Order().ShouldBe(Folders.Select(f => f.Folder).Order());

    [Fact]
    public async Task Every_definition_passes_the_checks_of_its_kind_beside_all_the_others()
    {
        var definitions = server.Services.GetRequiredService<IDefinitions>();
        var kinds = server.Services.GetServices<IDefinitionKind>().ToDictionary(k => k.Kind);
        var problems = new List<string>();
        foreach (var (folder, key, text) in Documents)
        {
            var errors = await kinds[folder.Kind].CheckAsync(key, JsonDocument.Parse(text).RootElement, CancellationToken.None);
            problems.AddRange(errors.Select(e => $"{folder.Kind}/{key}: {e.Field} {e.Message}"));

            // What the others are checked against is this text and no other.
            if (folder.InstallLive && (await definitions.FindLiveAsync(folder.Kind, key, CancellationToken.None))?.Document != text)
            {
                problems.Add($"{folder.Kind}/{key}: is not in force as it is shipped");
            }
        }

        problems.ShouldBeEmpty();
    }

    [Fact]
    public void Every_definition_says_in_chinese_and_in_english_what_it_is()
    {
        var silent = Documents.SelectMany(d => new[] { "name", "description" }.Where(field => !InBoth(JsonDocument.Parse(d.Text).RootElement, field)).Select(field => $"{d.Folder.Kind}/{d.Key}: {field}"));

        silent.ShouldBeEmpty();
    }

    [Fact]
    public void Every_key_is_there_once() =>
        Documents.GroupBy(d => (d.Folder.Kind, d.Key)).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty();

    private static bool InBoth(JsonElement document, string field) =>
        document.TryGetProperty(field, out var text) && text.ValueKind == JsonValueKind.Object
        && text.GetProperty("zh").GetString()!.Any(letter => letter is >= '\u4E00' and <= '\u9FFF') && text.GetProperty("en").GetString()!.Any(char.IsAsciiLetter);
}
