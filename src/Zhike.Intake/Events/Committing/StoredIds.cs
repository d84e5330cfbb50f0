using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Events.Committing;

/// <summary>Asks the store for messages that memory may have forgotten. A message sent again says the same moment as before, so only events
/// that happened before memory begins are asked for: a few that come late, whatever the rate.</summary>
internal sealed class StoredIds(IFacts facts, TimeProvider clock)
{
    /// <summary>The same message's moment differs by so much at most from one sending to the next: it is corrected by the sender's clock.</summary>
    public static readonly TimeSpan Blur = TimeSpan.FromMinutes(10);

    /// <summary>Events of one statement.</summary>
    private const int IdsMax = 5_000;

    private static readonly Viewer Asking = Viewer.Bank("repeated events");

    /// <summary>Remembers those of the calls' events that are stored already.</summary>
    public async Task RecallAsync(IEnumerable<Waiting> calls, Resolved resolved, RecentIds recent, CancellationToken cancel)
    {
        if (recent.Since <= clock.GetUtcNow() - EventCommitter.RememberedFor)
        {
            return;
        }

        var before = (recent.Since + Blur).ToUnixTimeMilliseconds();
        var late = calls.SelectMany(c => c.Rows.Facts).Where(f => f.TsMs < before && !recent.Contains(f.Id)).OrderBy(f => f.TsMs);
        foreach (var some in late.Chunk(IdsMax))
        {
            var statement = new FactsStatement("repeated events", SqlFile.Beside<StoredIds>("StoredIds.sql"))
                .With("customers", some.Select(f => resolved.OwnerOf(f.KnownBy, f.TsMs).Customer).Append(0UL).Distinct())
                .With("since", DateTimeOffset.FromUnixTimeMilliseconds(some[0].TsMs) - Blur).With("until", DateTimeOffset.FromUnixTimeMilliseconds(some[^1].TsMs) + Blur)
                .With("ids", some.Select(f => f.Id.ToString())).Within(FactsLimits.Batch);
            foreach (var id in await facts.ListAsync(Asking, statement, (ref RowReader row) => row.Uuid(), cancel).ConfigureAwait(false))
            {
                recent.Add(id);
            }
        }
    }
}
