using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Channels.Templates;

/// <summary>Templates as definitions: refused when saved if they name what does not exist.</summary>
internal sealed class TemplateKind(ITags tags) : IDefinitionKind
{
    public const string Name = "template";

    public string Kind => Name;

    public async Task<IReadOnlyList<FieldError>> CheckAsync(string key, JsonElement document, CancellationToken cancel)
    {
        var parsed = TemplateDocument.Parse(document);
        return parsed.Ok ? TemplateChecks.Check(key, parsed.Value, await NamesAsync(tags, cancel).ConfigureAwait(false)) : parsed.Problem.Errors;
    }

    /// <summary>A tag may have been stopped between saving and approving.</summary>
    public async Task GoLiveAsync(Definition definition, CancellationToken cancel)
    {
        using var json = JsonDocument.Parse(definition.Document);
        if (await CheckAsync(definition.Key, json.RootElement, cancel).ConfigureAwait(false) is { Count: > 0 } errors)
        {
            throw new ProblemException(Problem.Invalid(errors));
        }
    }

    /// <summary>Every name that a text may use today.</summary>
    public static async Task<IReadOnlyCollection<string>> NamesAsync(ITags tags, CancellationToken cancel)
    {
        var all = await tags.AllAsync(cancel).ConfigureAwait(false);
        return [.. RenderModel.FixedNames, .. all.Select(t => $"tags.{t.Key}")];
    }
}

/// <summary>The shipped templates; they name tags, so they come after them.</summary>
internal sealed class TemplateCatalogue : ICatalogueFolder
{
    public string Folder => "templates";

    public string Kind => TemplateKind.Name;

    public int Order => 20;

    public bool InstallLive => true;
}
