namespace Zhike.Channels.Adapters.Local;

/// <summary>Where messages end on a bank that has not connected a channel yet, and in the demo: in the outbox itself, shown on its
/// page. The row is the delivery, so it happens exactly once.</summary>
internal sealed class LocalOutbox : IChannelAdapter
{
    public string Name => "local";

    public bool KnowsKeys => true;

    public bool KeptInRecords => true;

    public int Parallel => 1;

    public Task<HandOverResult> HandOverAsync(HandOver message, CancellationToken cancel) =>
        Task.FromResult(new HandOverResult(HandOverKind.Arrived, "kept in the local outbox"));
}
