namespace Zhike.Channels.Adapters;

/// <summary>A message as it goes over the wire.</summary>
/// <param name="Key">The same for every attempt of the same message.</param>
/// <param name="Address">Phone, e-mail address or customer number: whatever the channel delivers to.</param>
/// <param name="Fields">The rendered texts by field name.</param>
internal sealed record HandOver(string Key, string Channel, string Address, string CustomerNo, IReadOnlyDictionary<string, string> Fields);

/// <summary>What became of a hand-over, as far as this side can know.</summary>
internal enum HandOverKind
{
    /// <summary>The other side took it.</summary>
    Accepted,

    /// <summary>It is where it was going: nothing further will be reported.</summary>
    Arrived,

    /// <summary>The other side will never take it.</summary>
    Refused,

    /// <summary>Surely not taken; another time it may be.</summary>
    TryLater,

    /// <summary>It may have been taken: the connection broke, or the answer did not come.</summary>
    Unknown,
}

internal sealed record HandOverResult(HandOverKind Kind, string Detail = "", string ProviderId = "", TimeSpan? After = null);

/// <summary>A way out of the bank.</summary>
internal interface IChannelAdapter
{
    /// <summary>"smtp", "http", "local", "in_app".</summary>
    string Name { get; }

    /// <summary>The same key twice is one message on the other side: after a crash it may be handed over again.</summary>
    bool KnowsKeys { get; }

    /// <summary>True: there is no other side; the row itself is the delivery, and both are one transaction.</summary>
    bool KeptInRecords { get; }

    /// <summary>Hand-overs at once.</summary>
    int Parallel { get; }

    Task<HandOverResult> HandOverAsync(HandOver message, CancellationToken cancel);
}
