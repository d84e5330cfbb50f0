using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Identity.Rules;

/// <summary>The One-ID rules as a definition: shipped, edited as a draft, approved by a second person.</summary>
internal sealed class IdentityRulesKind : IDefinitionKind, ICatalogueFolder
{
    public const string Name = "identity";
    public const string OnlyKey = "one-id";

    public string Kind => Name;

    public string Folder => "identity";

    public int Order => 0;

    public bool InstallLive => true;

    public Task<IReadOnlyList<FieldError>> CheckAsync(string key, JsonElement document, CancellationToken cancel)
    {
        var read = IdentityRulesReader.Read(document);
        IReadOnlyList<FieldError> errors = key != OnlyKey
            ? [new FieldError("key", $"must be {OnlyKey}: a bank has one set of identity rules")]
            : read.Ok ? [] : read.Problem.Errors;
        return Task.FromResult(errors);
    }

    public Task GoLiveAsync(Definition definition, CancellationToken cancel) => Task.CompletedTask;
}
