using Zhike.Contracts.Bank;
using Zhike.Customers.Segments;
using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Tags.Reading;

/// <summary>How many tags and segments are in force.</summary>
internal sealed class TagHomeFigures(IDefinitions definitions) : IHomeFigures
{
    public async Task<IReadOnlyDictionary<string, decimal>> FiguresAsync(Viewer viewer, CancellationToken cancel) => new Dictionary<string, decimal>
    {
        ["tags_live"] = (await definitions.LiveAsync(LiveTags.Kind, cancel).ConfigureAwait(false)).Count,
        ["segments"] = (await definitions.LiveAsync(SegmentDefinition.Kind, cancel).ConfigureAwait(false)).Count,
    };
}
