using Zhike.Contracts.Intake;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Events;

/// <summary>The customer behind a user id: a customer number, or a linked identity. Answers are remembered by the id's hash, up to
/// a limit; that nobody is behind one is remembered briefly, for they may be imported any moment.</summary>
internal sealed class Identities(IFacts facts, BankClock clock) : IIdentities
{
    private const int KnownMax = 4_000_000;
    private const int UnknownMax = 100_000;
    private static readonly Viewer Asking = Viewer.Bank("resolve identities");
    private static readonly TimeSpan UnknownFor = TimeSpan.FromSeconds(15);
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, ulong> _known = [];
    private readonly Dictionary<ulong, long> _unknownUntil = [];

    public async Task<ulong> CustomerOfAsync(string userId, CancellationToken cancel)
    {
        var hash = UserHash.Of(userId);
        var found = await ResolveAsync(new Dictionary<ulong, string> { [hash] = userId }, cancel).ConfigureAwait(false);
        return found.GetValueOrDefault(hash);
    }

    /// <summary>Customers by the hash of the user id; ids behind which nobody is are left out. One statement for all that are not remembered.</summary>
    public async Task<IReadOnlyDictionary<ulong, ulong>> ResolveAsync(IReadOnlyDictionary<ulong, string> users, CancellationToken cancel)
    {
        var found = new Dictionary<ulong, ulong>(users.Count);
        var asked = new List<string>();
        var now = clock.GetTimestamp();
        lock (_gate)
        {
            foreach (var (hash, user) in users)
            {
                if (_known.TryGetValue(hash, out var customer))
                {
                    found[hash] = customer;
                }
                else if (!_unknownUntil.TryGetValue(hash, out var until) || until < now)
                {
                    asked.Add(user);
                }
            }
        }

        if (asked.Count == 0)
        {
            return found;
        }

        var statement = new FactsStatement("identities", SqlFile.Beside<Identities>("Identities.sql")).With("users", asked);
        var rows = await facts.ListAsync(Asking, statement, (ref RowReader row) => (row.Text(), row.UInt64()), cancel).ConfigureAwait(false);
        lock (_gate)
        {
            Shrink();
            foreach (var (user, customer) in rows)
            {
                var hash = UserHash.Of(user);
                found[hash] = customer;
                _known[hash] = customer;
            }

            var until = now + (long)(UnknownFor.TotalSeconds * clock.TimestampFrequency);
            foreach (var user in asked)
            {
                var hash = UserHash.Of(user);
                if (!found.ContainsKey(hash))
                {
                    _unknownUntil[hash] = until;
                }
            }
        }

        return found;
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
