namespace Zhike.Contracts.Channels;

/// <summary>Hands planned contacts of the live run over to their channels. Both steps may be repeated and killed anywhere.</summary>
public interface IDelivery
{
    /// <summary>Puts contacts that are not in the outbox yet into it. Answers how many.</summary>
    Task<int> QueueAsync(CancellationToken cancel);

    /// <summary>Delivers what is due and relays outcomes to the facts. Answers how many messages left.</summary>
    Task<int> DeliverAsync(CancellationToken cancel);
}
