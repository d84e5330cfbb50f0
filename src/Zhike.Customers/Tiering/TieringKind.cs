using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Tiering;

/// <summary>Tierings among the kinds of definitions; they name tags, so they come after them.</summary>
internal sealed class TieringKind(LiveTags live) : IDefinitionKind, ICatalogueFolder
{
    public string Kind => TieringScheme.Kind;

    public string Folder => "tierings";

    public int Order => 15;

    public bool InstallLive => true;

    public async Task<IReadOnlyList<FieldError>> CheckAsync(string key, JsonElement document, CancellationToken cancel)
    {
        var errors = new List<FieldError>();
        TieringScheme.Parse(key, document, await live.ReadAsync(cancel).ConfigureAwait(false), errors);
        return errors;
    }

    /// <summary>Nothing to make ready: tiers are values of tags.</summary>
    public Task GoLiveAsync(Definition definition, CancellationToken cancel) => Task.CompletedTask;
}
