using System.Collections.Concurrent;
using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Segments.Realtime;

/// <summary>The door to segments, and their turns while the server runs: those kept in real time, and those with a schedule.</summary>
internal sealed class SegmentDoor(SegmentStore store, RealtimeSegments realtime, IDefinitions definitions, IBusinessDate businessDate, BankClock clock) : ISegments, ISegmentTurns
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _lastTurns = new();

    public async Task<SegmentVersion> MaterialiseAsync(string segmentKey, DateOnly asOf, CancellationToken cancel)
    {
        var definition = await definitions.FindLiveAsync(SegmentDefinition.Kind, segmentKey, cancel).ConfigureAwait(false);
        return definition is not null && Of(definition).Refresh == SegmentRefresh.Realtime && asOf == await businessDate.CurrentAsync(cancel).ConfigureAwait(false)
            ? await realtime.RefreshAsync(segmentKey, asOf, cancel).ConfigureAwait(false)
            : await store.MaterialiseAsync(segmentKey, asOf, cancel).ConfigureAwait(false);
    }

    public Task<SegmentVersion?> LatestAsync(string segmentKey, DateOnly asOf, CancellationToken cancel) => store.LatestAsync(segmentKey, asOf, cancel);

    public Task<Result<long>> EstimateAsync(Viewer viewer, JsonElement expression, DateOnly asOf, CancellationToken cancel) =>
        store.EstimateAsync(viewer, expression, asOf, cancel);

    public async Task<long> TurnAsync(CancellationToken cancel)
    {
        var asOf = await businessDate.CurrentAsync(cancel).ConfigureAwait(false);
        var made = 0L;
        foreach (var segment in (await definitions.LiveAsync(SegmentDefinition.Kind, cancel).ConfigureAwait(false)).Select(Of).Where(IsDue))
        {
            var before = await store.LatestAsync(segment.Key, asOf, cancel).ConfigureAwait(false);
            _lastTurns[segment.Key] = clock.GetUtcNow();
            made += (await MaterialiseAsync(segment.Key, asOf, cancel).ConfigureAwait(false)).Version == before?.Version ? 0 : 1;
        }

        return made;
    }

    /// <summary>A schedule counts from when the server first saw it: a turn missed while it was off is made up by the next.</summary>
    private bool IsDue(SegmentDefinition segment)
    {
        if (segment.Refresh == SegmentRefresh.Realtime)
        {
            return true;
        }

        if (segment.Schedule is not { } cron)
        {
            return false;
        }

        var last = _lastTurns.GetOrAdd(segment.Key, clock.GetUtcNow());
        return cron.After(last, clock) <= clock.GetUtcNow();
    }

    private static SegmentDefinition Of(Definition definition) => SegmentDefinition.Of(definition.Key, JsonDocument.Parse(definition.Document).RootElement);
}
