using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Tags.Realtime;

/// <summary>Finds whose facts arrived between two looks. A fact makes its customer due once: those that are looked at twice are remembered.</summary>
internal sealed class Arrivals(IFacts facts)
{
    /// <summary>An event may become visible so much after one that was received later.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromSeconds(10);

    private static readonly Viewer Looking = Viewer.Bank("real-time tags");

    private readonly Dictionary<ulong, (DateTimeOffset At, byte Kind)> _seen = [];

    /// <param name="last">The look before; what had arrived then is known.</param>
    public async Task<IReadOnlyCollection<ulong>> SinceAsync(Marks last, Marks now, CancellationToken cancel)
    {
        var touched = new HashSet<ulong>();
        await foreach (var (customer, fact, at, kind) in facts.StreamAsync(Looking, Statement(last, now), Read, cancel).ConfigureAwait(false))
        {
            if (kind == 0 || _seen.TryAdd(fact, (at, kind)))
            {
                touched.Add(customer);
            }
        }

        Forget(now);
        return touched;
    }

    /// <summary>Notes what the next look will see again.</summary>
    public async Task StartAsync(Marks now, CancellationToken cancel)
    {
        _seen.Clear();
        await SinceAsync(now, now, cancel).ConfigureAwait(false);
    }

    private static FactsStatement Statement(Marks last, Marks now) => new FactsStatement("facts arrived", SqlFile.Beside<Arrivals>("Arrived.sql"))
        .With("events_after", last.EventsUntil - Late).With("entered_after", last.EnteredUntil - Late).With("decided_after", last.DecidedUntil - Late)
        .With("customers_after", last.CustomerVersion).With("holdings_after", last.HoldingVersion).With("runs", now.GrownSince(last))
        .Within(FactsLimits.Batch);

    private void Forget(Marks now)
    {
        DateTimeOffset[] until = [default, now.EventsUntil, now.EnteredUntil, now.DecidedUntil];
        foreach (var (fact, _) in _seen.Where(s => s.Value.At <= until[s.Value.Kind] - Late).ToList())
        {
            _seen.Remove(fact);
        }
    }

    private static (ulong Customer, ulong Fact, DateTimeOffset At, byte Kind) Read(ref RowReader row) => (row.UInt64(), row.UInt64(), row.Instant(), row.UInt8());
}
