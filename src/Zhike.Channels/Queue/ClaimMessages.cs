using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Zhike.Kernel;
using Zhike.Storage.Records;

namespace Zhike.Channels.Queue;

/// <summary>Takes messages that are due for one worker, so that no two workers hold the same one. One conditional UPDATE, which
/// both stores understand: of two workers at once, the second finds the lease taken.</summary>
internal sealed class ClaimMessages(IRecords records, IIds ids, TimeProvider clock, IOptions<ChannelsOptions> options)
{
    /// <summary>Longer than any hand-over may take; only after it may another worker step in.</summary>
    public TimeSpan Lease => options.Value.Lease;

    private const string Take =
        """
        UPDATE outbox_messages SET lease_token = {0}, lease_until = {1}, revision = revision + 1
        WHERE state = {2} AND lease_until <= {3} AND contact_id IN
        (
            SELECT contact_id FROM outbox_messages
            WHERE channel = {4} AND state = {2} AND next_attempt_at <= {3} AND lease_until <= {3}
            ORDER BY next_attempt_at, contact_id
            LIMIT {5}
        )
        """;

    /// <summary>Messages that may leave now.</summary>
    public Task<Claim> DueAsync(string channel, int rows, CancellationToken cancel) => TakeAsync(channel, MessageState.Queued, rows, cancel);

    /// <summary>Messages whose worker is gone in the middle of a hand-over.</summary>
    public Task<Claim> AbandonedAsync(string channel, int rows, CancellationToken cancel) => TakeAsync(channel, MessageState.Sending, rows, cancel);

    private async Task<Claim> TakeAsync(string channel, MessageState state, int rows, CancellationToken cancel)
    {
        var token = ids.Next().ToString("n");
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var unit = records.Open();
        var instant = clock.GetUtcNow();

        // Mostly nothing is due: a look costs less than the turn to write.
        if (!await unit.Set<OutboxMessage>().AnyAsync(m => m.Channel == channel && m.State == state && m.NextAttemptAt <= instant && m.LeaseUntil <= instant, cancel).ConfigureAwait(false))
        {
            return new Claim(unit, []);
        }

        var taken = await unit.Database.ExecuteSqlRawAsync(
            Take, [token, now + (long)Lease.TotalMilliseconds, state.ToString(), now, channel, rows], cancel).ConfigureAwait(false);
        var messages = taken == 0
            ? []
            : await unit.Set<OutboxMessage>().Where(m => m.LeaseToken == token).OrderBy(m => m.NextAttemptAt).ThenBy(m => m.ContactId).ToListAsync(cancel).ConfigureAwait(false);
        return new Claim(unit, messages);
    }
}

/// <summary>Claimed messages, tracked by the unit of work that will save what becomes of them.</summary>
internal sealed record Claim(RecordsContext Unit, List<OutboxMessage> Messages) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Unit.DisposeAsync();
}
