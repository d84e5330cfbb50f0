using Zhike.Contracts.Bank;
using Zhike.Customers.Tags.Definitions;
using Zhike.Customers.Tags.Realtime;
using Zhike.Customers.Tags.Running;
using Zhike.Storage.Facts;

namespace Zhike.Customers.Tags.Reading;

/// <summary>How fresh tags are: which follow each fact, and when a tag's values were last computed.</summary>
internal sealed class TagMoments(IFacts facts, RealtimeEpochs epochs, IBusinessDate businessDate)
{
    public async Task<IReadOnlySet<string>> FollowedAsync(TagSet tags, CancellationToken cancel) =>
        RealtimeSet.Of(tags, await businessDate.CurrentAsync(cancel).ConfigureAwait(false)).InOrder.Select(t => t.Key).ToHashSet();

    public async Task<DateTimeOffset?> UpdatedAtAsync(string key, DateOnly asOf, CancellationToken cancel)
    {
        var night = (await new RunLog(facts).LatestAsync(asOf, cancel).ConfigureAwait(false))?.FinishedAt;
        return await epochs.InForceAsync(cancel).ConfigureAwait(false) is { } epoch && epoch.Tags.Contains(key) && !(epoch.Until < night) ? epoch.Until : night;
    }
}
