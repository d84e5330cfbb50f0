using System.Collections.Immutable;

namespace Zhike.Customers.Tags.Realtime;

/// <summary>The real-time values between two beginnings: rows of touched customers, laid over a nightly run.</summary>
/// <param name="Number">Larger is newer.</param>
/// <param name="AsOf">The open day: values are those of a nightly run for it, were it made now.</param>
/// <param name="BaseAsOf">The date of the nightly run below.</param>
/// <param name="Tags">The columns that it has values for.</param>
internal sealed record RealtimeEpoch(ulong Number, DateOnly AsOf, DateOnly BaseAsOf, DateTimeOffset BaseFinishedAt, ImmutableArray<string> Tags)
{
    /// <summary>Rows computed up to this instant are all there.</summary>
    public DateTimeOffset Until { get; init; } = DateTimeOffset.UnixEpoch;
}
