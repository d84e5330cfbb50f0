using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Profiles.Profit;

/// <summary>Margins among the kinds of definitions: another person approves what a customer is said to earn.</summary>
internal sealed class MarginsKind : IDefinitionKind, ICatalogueFolder
{
    public string Kind => Margins.Kind;

    public string Folder => "margins";

    public int Order => 5;

    public bool InstallLive => true;

    public Task<IReadOnlyList<FieldError>> CheckAsync(string key, JsonElement document, CancellationToken cancel)
    {
        var errors = new List<FieldError>();
        Margins.Parse(key, document, errors);
        return Task.FromResult<IReadOnlyList<FieldError>>(errors);
    }

    /// <summary>Nothing to make ready: profit is computed when it is asked for.</summary>
    public Task GoLiveAsync(Definition definition, CancellationToken cancel) => Task.CompletedTask;
}
