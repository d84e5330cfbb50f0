using Zhike.Channels.Adapters;

namespace Zhike.Channels.InApp;

/// <summary>In-app messages do not travel: they wait until the customer's app asks for a decision.</summary>
internal sealed class InAppAdapter : IChannelAdapter
{
    public string Name => "in_app";

    public bool KnowsKeys => true;

    public bool KeptInRecords => true;

    public int Parallel => 1;

    public Task<HandOverResult> HandOverAsync(HandOver message, CancellationToken cancel) =>
        Task.FromResult(new HandOverResult(HandOverKind.Accepted, "waits for the customer"));
}
