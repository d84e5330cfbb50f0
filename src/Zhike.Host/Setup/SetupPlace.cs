using Zhike.Host.Options;
using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Host.Setup;

/// <summary>What set-up needs to know about the place it runs in.</summary>
public sealed record SetupPlace(ZhikeOptions Options, WallClock Wall, IFacts Facts)
{
    public async Task<bool> HasCustomersAsync(CancellationToken cancel) => await Facts.CountAsync(
        Viewer.Bank("is the bank empty"), new FactsStatement("any customer", "SELECT count() FROM (SELECT 1 FROM customer_versions LIMIT 1)"), cancel) > 0;
}
