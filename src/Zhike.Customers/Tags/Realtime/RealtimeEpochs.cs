using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Tags.Realtime;

/// <summary>Knows the epoch in force. It is read from the facts once and then kept, since every question for current values asks for it.</summary>
internal sealed class RealtimeEpochs(IFacts facts)
{
    private static readonly Viewer Asking = Viewer.Bank("real-time tags");

    private volatile Known? _known;

    public async Task<RealtimeEpoch?> InForceAsync(CancellationToken cancel)
    {
        if (_known is { } known)
        {
            return known.Epoch;
        }

        var epoch = await facts.FirstOrNullAsync(Asking, new FactsStatement("epoch in force", SqlFile.Beside<RealtimeEpochs>("EpochInForce.sql")), Read, cancel).ConfigureAwait(false);
        _known = new Known(epoch);
        return epoch;
    }

    public void Set(RealtimeEpoch epoch) => _known = new Known(epoch);

    /// <summary>After a nightly run: it may have ended the epoch.</summary>
    public void Forget() => _known = null;

    private static RealtimeEpoch Read(ref RowReader row) => new(row.UInt64(), row.Date(), row.Date(), row.Instant(), [.. row.Texts()]);

    private sealed record Known(RealtimeEpoch? Epoch);
}
