using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Customers.Conditions;
using Zhike.Customers.Tags.Reading;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Segments;

/// <summary>Segments among the kinds of definitions.</summary>
internal sealed class SegmentDefinitionKind(LiveCatalogue live, TagUses uses) : IDefinitionKind, ICatalogueFolder
{
    public string Kind => SegmentDefinition.Kind;

    public string Folder => "segments";

    public int Order => 20;

    public bool InstallLive => true;

    public async Task<IReadOnlyList<FieldError>> CheckAsync(string key, JsonElement document, CancellationToken cancel)
    {
        var errors = new List<FieldError>();
        SegmentDefinition.Parse(key, document, await live.ReadAsync(document, cancel).ConfigureAwait(false), errors);
        return errors;
    }

    /// <summary>Nothing to make ready: members are computed when somebody asks, or in the night.</summary>
    public Task GoLiveAsync(Definition definition, CancellationToken cancel) => Task.CompletedTask;

    public Task<IReadOnlyList<string>> UsersAsync(string key, CancellationToken cancel) => uses.UsedByAsync("segment", key, [Kind, "journey"], cancel);
}
