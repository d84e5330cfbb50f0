using Zhike.Contracts.Intake;
using Zhike.Intake.Events.Evidence;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Events;

/// <summary>The customer behind an identity: a customer number, or what an identity run found. Answers are remembered by hash, up to a limit,
/// and forgotten when a run changed them; that nobody is behind one is remembered briefly, for they may be imported any moment.</summary>
internal sealed class Identities(IFacts facts, BankClock clock) : IIdentities
{
    private const int KnownMax = 2_000_000;
    private const int UnknownMax = 500_000;

    /// <summary>More changes than this in one run: everything is forgotten.</summary>
    private const int ChangedMax = 100_000;

    private static readonly Viewer Asking = Viewer.Bank("resolve identities");
    private static readonly TimeSpan UnknownFor = TimeSpan.FromSeconds(15);

    /// <summary>How often it is asked whether a run has finished.</summary>
    private static readonly TimeSpan RunsLookedForEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, Owner> _known = [];
    private readonly Dictionary<ulong, long> _unknownUntil = [];
    private long _lookedAt = long.MinValue;
    private DateTimeOffset _lastRun;
    private ulong _lastVersion;

    public async Task<ulong> CustomerOfAsync(string userId, bool namesCustomers, CancellationToken cancel)
    {
        var key = new IdentityKey(IdentityKinds.UserId, userId).By(namesCustomers);
        var found = await ResolveAsync(new Dictionary<ulong, IdentityKey> { [key.Hash()] = key }, cancel).ConfigureAwait(false);
        return found.OwnerOf(key.Hash(), clock.GetUtcNow().ToUnixTimeMilliseconds()).Customer;
    }

    /// <summary>Those behind whom nobody is are left out. One statement for all that are not remembered.</summary>
    public async Task<Resolved> ResolveAsync(IReadOnlyDictionary<ulong, IdentityKey> keys, CancellationToken cancel)
    {
        var found = new Resolved(new Dictionary<ulong, Owner>(keys.Count));
        if (keys.Count == 0)
        {
            return found;
        }

        await ForgetChangedAsync(cancel).ConfigureAwait(false);
        var asked = new Dictionary<ulong, IdentityKey>();
        var now = clock.GetTimestamp();
        lock (_gate)
        {
            foreach (var (hash, key) in keys)
            {
                if (_known.TryGetValue(hash, out var owner))
                {
                    found.Owners[hash] = owner;
                }
                else if (!_unknownUntil.TryGetValue(hash, out var until) || until < now)
                {
                    asked[hash] = key;
                }
            }
        }

        if (asked.Count > 0)
        {
            await AskAsync(asked, found, now, cancel).ConfigureAwait(false);
        }

        return found;
    }

    private async Task AskAsync(Dictionary<ulong, IdentityKey> asked, Resolved found, long now, CancellationToken cancel)
    {
        var statement = new FactsStatement("identities", SqlFile.Beside<Identities>("Identities.sql"))
            .With("users", Of(IdentityKinds.UserId)).With("claimed", Of(IdentityKinds.ClaimedUser)).With("anonymous", Of(IdentityKinds.AnonymousId)).With("devices", Of(IdentityKinds.Device));
        var rows = await facts.ListAsync(
            Asking, statement,
            (ref RowReader row) => (Key: new IdentityKey(row.Text(), row.Text()), Owner: new Owner(row.UInt64(), row.UInt64(), row.Instant().ToUnixTimeMilliseconds())),
            cancel).ConfigureAwait(false);
        lock (_gate)
        {
            Shrink();
            foreach (var (key, owner) in rows)
            {
                var hash = key.Hash();
                found.Owners[hash] = owner;
                _known[hash] = owner;
            }

            var until = now + (long)(UnknownFor.TotalSeconds * clock.TimestampFrequency);
            foreach (var hash in asked.Keys.Where(h => !found.Owners.ContainsKey(h)))
            {
                _unknownUntil[hash] = until;
            }
        }

        IEnumerable<string> Of(string kind) => asked.Values.Where(k => k.Kind == kind).Select(k => k.Value);
    }

    /// <summary>What a run that has finished meanwhile says otherwise.</summary>
    private async Task ForgetChangedAsync(CancellationToken cancel)
    {
        var now = clock.GetTimestamp();
        lock (_gate)
        {
            if (_lookedAt != long.MinValue && now - _lookedAt < RunsLookedForEvery.TotalSeconds * clock.TimestampFrequency)
            {
                return;
            }

            _lookedAt = now;
        }

        var runs = await facts.ListAsync(
            Asking, new FactsStatement("last identity run", "SELECT max(finished_at) FROM identity_runs"), (ref RowReader row) => row.Instant(), cancel).ConfigureAwait(false);
        if (runs[0] == _lastRun)
        {
            return;
        }

        var changed = await facts.ListAsync(
            Asking,
            new FactsStatement("identities changed", SqlFile.Beside<Identities>("IdentitiesChanged.sql")).With("since", _lastVersion).With("size", ChangedMax + 1L),
            (ref RowReader row) => row.UInt64(), cancel).ConfigureAwait(false);
        var newest = await facts.CountAsync(Asking, new FactsStatement("newest identity version", "SELECT max(version) FROM identity_versions"), cancel).ConfigureAwait(false);
        lock (_gate)
        {
            (_lastRun, _lastVersion) = (runs[0], newest);
            _unknownUntil.Clear();
            if (changed.Count > ChangedMax)
            {
                _known.Clear();
                return;
            }

            var numbers = changed.ToHashSet();
            foreach (var hash in _known.Where(k => numbers.Contains(k.Value.By)).Select(k => k.Key).ToList())
            {
                _known.Remove(hash);
            }
        }
    }

    private void Shrink()
    {
        if (_known.Count > KnownMax)
        {
            _known.Clear();
        }

        if (_unknownUntil.Count > UnknownMax)
        {
            _unknownUntil.Clear();
        }
    }
}

/// <param name="Customer">From 2^63 on: somebody who is no customer yet.</param>
/// <param name="By">Number of the identity; 0 when it is a customer's own number.</param>
/// <param name="UntilMs">Events at or after it are nobody's.</param>
internal readonly record struct Owner(ulong Customer, ulong By, long UntilMs)
{
    public const ulong FirstStranger = 1UL << 63;
}

/// <summary>Answers about identities, by hash.</summary>
internal sealed record Resolved(Dictionary<ulong, Owner> Owners)
{
    /// <summary>Customer 0: nobody's.</summary>
    public (ulong Customer, ulong By) OwnerOf(ulong key, long tsMs) =>
        Owners.TryGetValue(key, out var owner) && owner.Customer < Owner.FirstStranger && tsMs < owner.UntilMs ? (owner.Customer, owner.By) : (0, 0);

    public bool IsCustomerNo(string kind, string value) =>
        kind == IdentityKinds.UserId && Owners.TryGetValue(new IdentityKey(kind, value).Hash(), out var owner) && owner.By == 0;

    public bool IsKnown(string kind, string value) => Owners.ContainsKey(new IdentityKey(kind, value).Hash());
}
