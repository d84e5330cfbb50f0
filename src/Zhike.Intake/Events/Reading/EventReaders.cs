using System.Net;
using Zhike.Contracts.Intake;
using Zhike.Intake.Events.Enrichment;
using Zhike.Intake.Plan;
using Zhike.Kernel;

namespace Zhike.Intake.Events.Reading;

/// <summary>What a reader asks about events while it reads.</summary>
internal sealed record ReadingParts(IEventJudge Judge, EventNames Names, ContextReader Contexts);

/// <summary>Makes a reader for each call.</summary>
internal sealed class EventReaders(ReadingParts parts, BankClock clock, IIds ids)
{
    /// <param name="remote">Whom the call came from.</param>
    public async ValueTask<EventReader> NewAsync(LiveSource sender, IPAddress? remote, CancellationToken cancel)
    {
        await parts.Names.LoadAsync(cancel).ConfigureAwait(false);
        return new EventReader(sender, clock.GetUtcNow(), ids.Next, parts, remote);
    }
}
