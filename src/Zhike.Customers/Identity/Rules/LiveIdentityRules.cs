using System.Text.Json;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Identity.Rules;

/// <summary>The identity rules in force.</summary>
internal sealed class LiveIdentityRules(IDefinitions definitions)
{
    /// <summary>Null while none are live.</summary>
    public async Task<IdentityRules?> FindAsync(CancellationToken cancel)
    {
        if (await definitions.FindLiveAsync(IdentityRulesKind.Name, IdentityRulesKind.OnlyKey, cancel).ConfigureAwait(false) is not { } live)
        {
            return null;
        }

        using var document = JsonDocument.Parse(live.Document);
        return IdentityRulesReader.Read(document.RootElement).OrThrow();
    }
}
