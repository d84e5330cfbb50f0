using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Zhike.Channels.Queue;
using Zhike.Storage.Records;

namespace Zhike.Channels.InApp;

/// <summary>An in-app message that waits to be shown.</summary>
internal sealed record WaitingMessage(
    string ContactId, string Placement, DateTimeOffset ExpiresAt, DateTimeOffset Since, string Title, string Body, string Button, string Url);

/// <summary>The waiting in-app messages by the number an app asks with: in memory as far as the limit allows, the rest by one key
/// look-up. It follows the outbox, whichever process fills that.</summary>
internal sealed class InAppBoard(IRecords records, ContentSeal seal, IOptions<ChannelsOptions> options, TimeProvider clock) : IDisposable
{
    /// <summary>Changes are looked for at most this often.</summary>
    public static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(1);

    /// <summary>Other processes commit a little after the instant they write.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(15);

    private const int PageRows = 5000;

    private readonly ConcurrentDictionary<string, ImmutableArray<WaitingMessage>> _waiting = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _refreshing = new(1);
    private DateTimeOffset _seen = DateTimeOffset.UnixEpoch;
    private long _refreshedAt;
    private int _held;
    private volatile bool _loaded;
    private volatile bool _partial;

    /// <summary>What waits at a placement, newest first; without a wait where memory knows.</summary>
    public ValueTask<ImmutableArray<WaitingMessage>> ForAsync(string address, string placement, CancellationToken cancel)
    {
        if (!_loaded)
        {
            return LoadedAsync(address, placement, cancel);
        }

        if (clock.GetElapsedTime(Interlocked.Read(ref _refreshedAt)) > RefreshEvery && _refreshing.Wait(0, CancellationToken.None))
        {
            _ = Task.Run(() => RefreshHeldAsync(CancellationToken.None), CancellationToken.None);
        }

        return _waiting.TryGetValue(address, out var found) ? new(At(found, placement))
            : _partial ? LookUpAsync(address, placement, cancel)
            : new([]);
    }

    public async Task RefreshAsync(CancellationToken cancel)
    {
        await _refreshing.WaitAsync(cancel).ConfigureAwait(false);
        await RefreshHeldAsync(cancel).ConfigureAwait(false);
    }

    public void Dispose() => _refreshing.Dispose();

    private async ValueTask<ImmutableArray<WaitingMessage>> LoadedAsync(string address, string placement, CancellationToken cancel)
    {
        await RefreshAsync(cancel).ConfigureAwait(false);
        return await ForAsync(address, placement, cancel).ConfigureAwait(false);
    }

    private async ValueTask<ImmutableArray<WaitingMessage>> LookUpAsync(string address, string placement, CancellationToken cancel)
    {
        using var unit = records.Open();
        var rows = await unit.Set<InAppAddress>().Where(a => a.Address == address)
            .Join(unit.Set<OutboxMessage>().Where(m => m.State == MessageState.Sent), a => a.ContactId, m => m.ContactId, (_, m) => m)
            .AsNoTracking().ToListAsync(cancel).ConfigureAwait(false);
        return At([.. rows.Select(Open)], placement);
    }

    private ImmutableArray<WaitingMessage> At(ImmutableArray<WaitingMessage> messages, string placement)
    {
        var now = clock.GetUtcNow();
        return [.. messages.Where(m => m.Placement == placement && m.ExpiresAt > now).OrderByDescending(m => m.Since)];
    }

    private async Task RefreshHeldAsync(CancellationToken cancel)
    {
        try
        {
            using var unit = records.Open();
            var from = _seen == DateTimeOffset.UnixEpoch ? _seen : _seen - Overlap;
            for (var page = 0; ; page++)
            {
                var changed = await ChangedAsync(unit, from, page, cancel).ConfigureAwait(false);
                foreach (var (message, addresses) in changed)
                {
                    Place(message, addresses);
                    _seen = message.ChangedAt > _seen ? message.ChangedAt : _seen;
                }

                if (changed.Count < PageRows)
                {
                    break;
                }
            }

            _loaded = true;
            Interlocked.Exchange(ref _refreshedAt, clock.GetTimestamp());
        }
        finally
        {
            _refreshing.Release();
        }
    }

    private static async Task<List<(OutboxMessage Message, List<string> Addresses)>> ChangedAsync(
        RecordsContext unit, DateTimeOffset from, int number, CancellationToken cancel)
    {
        // A row that changes meanwhile moves to the end; if one is passed over for it, the overlap of the next look finds it.
        var page = await unit.Set<OutboxMessage>().AsNoTracking()
            .Where(m => m.Channel == "in_app" && (m.State == MessageState.Sent || m.State == MessageState.Closed || m.State == MessageState.Suppressed))
            .Where(m => m.ChangedAt >= from)
            .OrderBy(m => m.ChangedAt).ThenBy(m => m.ContactId).Skip(number * PageRows).Take(PageRows).ToListAsync(cancel).ConfigureAwait(false);
        var ids = page.Select(m => m.ContactId).ToList();
        var addresses = await unit.Set<InAppAddress>().AsNoTracking().Where(a => ids.Contains(a.ContactId)).ToListAsync(cancel).ConfigureAwait(false);
        var byContact = addresses.ToLookup(a => a.ContactId, a => a.Address);
        return [.. page.Select(m => (m, byContact[m.ContactId].ToList()))];
    }

    private void Place(OutboxMessage message, List<string> addresses)
    {
        var waits = message.State == MessageState.Sent && message.ExpiresAt > clock.GetUtcNow();
        var opened = waits ? Open(message) : null;
        foreach (var address in addresses)
        {
            var others = _waiting.GetValueOrDefault(address, []).RemoveAll(m => m.ContactId == message.ContactId);
            if (opened is not null && (_held < options.Value.InAppInMemoryMax || _waiting.ContainsKey(address)))
            {
                _waiting[address] = others.Add(opened);
                _held++;
            }
            else if (opened is not null)
            {
                _partial = true;
            }
            else if (others.IsEmpty)
            {
                // TRICKY: with a partial memory an address that is not there is looked up, so forgetting it is right in both cases.
                _waiting.TryRemove(address, out _);
                _held = Math.Max(0, _held - 1);
            }
            else
            {
                _waiting[address] = others;
            }
        }
    }

    private WaitingMessage Open(OutboxMessage message)
    {
        var fields = seal.Open(message.ContentSealed).Fields;
        return new WaitingMessage(
            message.ContactId, message.Placement, message.ExpiresAt, message.ChangedAt, fields.GetValueOrDefault("title", ""),
            fields.GetValueOrDefault("body", ""), fields.GetValueOrDefault("button", ""), fields.GetValueOrDefault("url", ""));
    }
}
