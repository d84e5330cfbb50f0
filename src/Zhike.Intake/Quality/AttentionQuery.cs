using Zhike.Contracts.Http;
using Zhike.Intake.Quality.Days;
using Zhike.Intake.Quality.Discovered;
using Zhike.Kernel;

namespace Zhike.Intake.Quality;

/// <summary>What of the events asks for a person: the home page says it only when there is any.</summary>
internal sealed class AttentionQuery(QualityAlerts alerts, LostEvents lost, DiscoveredQuery discovered, BankClock clock)
{
    public async Task<TrackingAttention> TodayAsync(CancellationToken cancel)
    {
        var open = await alerts.ListAsync(AlertState.Open, new PageRequest(1, 1), cancel).ConfigureAwait(false);
        var refused = await lost.OfDayAsync(clock.Today(), cancel).ConfigureAwait(false);
        var events = await discovered.EventsAsync(cancel).ConfigureAwait(false);
        return new TrackingAttention(open.Total, open.Items is [var newest, ..] ? newest : null, refused.Values.Sum(l => l.Refused), events.Where(e => !e.IsPlanned && e.Lately.Sum() > 0).DistinctBy(e => e.Name).Count());
    }
}

/// <param name="OpenAlerts">Those that nobody has taken over.</param>
/// <param name="Newest">Of them.</param>
/// <param name="RefusedToday">Events and calls that were not taken; repetitions are none.</param>
/// <param name="UnplannedEvents">Names that came in the last days and no plan has.</param>
internal sealed record TrackingAttention(long OpenAlerts, QualityAlertRecord? Newest, long RefusedToday, int UnplannedEvents);
