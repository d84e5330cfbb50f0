using Zhike.Channels.Adapters;
using Zhike.Channels.InApp;
using Zhike.Channels.Receipts;
using Zhike.Contracts.Channels;
using Zhike.Storage.Relay;

namespace Zhike.Channels.Queue;

/// <summary>The queue's two pumps: fill it, empty it. Each may be called at any time, by several processes, and killed anywhere.</summary>
internal sealed class Delivery(
    QueueContacts queue, DeliverMessages deliver, ChannelAdapters adapters, ApplyReceipts receipts, InAppFollowUp followUp, FactsRelay relay) : IDelivery
{
    /// <summary>One call works at most so long over a channel's backlog, so that a stop is never far away and no channel starves another.</summary>
    private const int BatchesMax = 25;

    public Task<int> QueueAsync(CancellationToken cancel) => queue.RunAsync(cancel);

    public async Task<int> DeliverAsync(CancellationToken cancel)
    {
        var left = 0;
        foreach (var (channel, adapter) in adapters.ByChannel)
        {
            await deliver.RecoverAsync(channel, adapter, adapters.Retry, cancel).ConfigureAwait(false);
            for (var batch = 0; batch < BatchesMax; batch++)
            {
                cancel.ThrowIfCancellationRequested();
                var (claimed, gone) = await deliver.BatchAsync(channel, adapter, adapters.Retry, cancel).ConfigureAwait(false);
                left += gone;
                if (claimed < DeliverMessages.BatchRows)
                {
                    break;
                }
            }
        }

        await receipts.RunAsync(cancel).ConfigureAwait(false);
        await followUp.RunAsync(cancel).ConfigureAwait(false);
        await relay.DrainAsync(cancel).ConfigureAwait(false);
        return left;
    }
}

/// <summary>Which adapter serves which channel, from the options.</summary>
internal sealed record ChannelAdapters(IReadOnlyDictionary<string, IChannelAdapter> ByChannel, RetryLimits Retry);
