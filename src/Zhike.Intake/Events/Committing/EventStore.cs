using Microsoft.Extensions.Logging;
using Zhike.Intake.Plan;
using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Intake.Events.Committing;

/// <summary>Inserts the rows of many calls at once. What the engine does not take is found by halves, source by source and row by row, so that
/// it alone is refused. A source that sent such a row is inserted apart for a while, so that the others do not wait for its halves.</summary>
internal sealed class EventStore(IFacts facts, RecentIds recent, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan ApartFor = TimeSpan.FromMinutes(1);
    private static readonly FactsInsert Insert = new("events", EventRows.Target) { Sql = $"INSERT INTO {EventRows.Target} SETTINGS type_json_skip_duplicated_paths = 1" };
    private readonly Dictionary<string, DateTimeOffset> _apartUntil = new(StringComparer.Ordinal);

    /// <summary>Each call is answered as soon as its rows are on the disk.</summary>
    public async Task StoreAsync(IReadOnlyList<Waiting> calls)
    {
        await QuarantineAsync(calls).ConfigureAwait(false);
        foreach (var together in Together(calls))
        {
            try
            {
                await InsertAsync([.. together.OrderBy(c => c.Rows.Source, StringComparer.Ordinal).Select(c => new Part(c, 0, c.Rows.Count))]).ConfigureAwait(false);
                together.ForEach(c => c.Succeed());
            }
            catch (Exception failed) when (failed is ProblemException or FactsException)
            {
                together.ForEach(c => c.Fail(failed, recent));
            }
        }
    }

    private List<List<Waiting>> Together(IReadOnlyList<Waiting> calls)
    {
        var now = clock.GetUtcNow();
        foreach (var source in _apartUntil.Where(a => a.Value <= now).Select(a => a.Key).ToList())
        {
            _apartUntil.Remove(source);
        }

        return [.. calls.GroupBy(c => _apartUntil.ContainsKey(c.Rows.Source) ? c.Rows.Source : "").OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.ToList())];
    }

    private async Task QuarantineAsync(IReadOnlyList<Waiting> calls)
    {
        if (calls.Any(c => c.Rows.Quarantined.Count > 0))
        {
            await facts.InsertAsync(
                new FactsInsert("quarantined events", QuarantinedRows.Target), ChunksAsync(calls.SelectMany(c => c.Rows.Quarantined.Pieces(c.IsNewQuarantined))), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task InsertAsync(List<Part> parts)
    {
        var pieces = parts.SelectMany(p => p.Call.Rows.Pieces(p.Call.Kept(p.From, p.To))).ToList();
        if (pieces.Count == 0)
        {
            return;
        }

        try
        {
            await facts.InsertAsync(Insert, ChunksAsync(pieces), CancellationToken.None).ConfigureAwait(false);
        }
        catch (FactsException refused)
        {
            if (parts is [{ To: var to, From: var from } only] && to - from == 1)
            {
                log.LogWarning("The store refused an event of {Source}: error {Code}", only.Call.Rows.Source, refused.Code);
                only.Call.Refuse(from, recent);
                _apartUntil[only.Call.Rows.Source] = clock.GetUtcNow() + ApartFor;
                return;
            }

            var (first, second) = Halves(parts);
            await InsertAsync(first).ConfigureAwait(false);
            await InsertAsync(second).ConfigureAwait(false);
        }
    }

    private static (List<Part> First, List<Part> Second) Halves(List<Part> parts)
    {
        if (parts.Count > 1)
        {
            return (parts[..(parts.Count / 2)], parts[(parts.Count / 2)..]);
        }

        var (call, from, to) = parts[0];
        var middle = from + ((to - from) / 2);
        return ([new Part(call, from, middle)], [new Part(call, middle, to)]);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ChunksAsync(IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        foreach (var piece in pieces)
        {
            yield return piece;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <summary>Rows from (included) to (excluded).</summary>
    private sealed record Part(Waiting Call, int From, int To);
}
