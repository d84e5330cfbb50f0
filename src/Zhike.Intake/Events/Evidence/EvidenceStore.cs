using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Events.Evidence;

/// <summary>Writes what a group of calls says about who is who, before the events themselves: a crash between the two loses no evidence, and
/// the events are sent again. Used by one thread at a time.</summary>
internal sealed class EvidenceStore(IFacts facts, BankClock clock)
{
    private const string EvidenceTarget = "identity_evidence (a_kind, a_value, b_kind, b_value, rule, source, event_id, observed_at, received_at)";
    private const string TouchTarget = "first_touches (kind, value, ts, channel, source, campaign, newness)";
    private readonly SeenPairs _pairs = new();
    private readonly SeenPairs _touched = new();

    public async Task StoreAsync(IReadOnlyList<EventRows> calls, Resolved resolved, CancellationToken cancel)
    {
        await StoreAsync("identity evidence", EvidenceTarget, _pairs, calls, (rows, writer, added) => Evidence(rows, resolved, writer, added), cancel).ConfigureAwait(false);
        await StoreAsync("first touches", TouchTarget, _touched, calls, Touches, cancel).ConfigureAwait(false);
    }

    private async Task StoreAsync(string name, string target, SeenPairs seen, IReadOnlyList<EventRows> calls, Action<EventRows, RowWriter, List<ulong>> write, CancellationToken cancel)
    {
        if (calls.All(c => c.Evidence.Count + c.Touches.Count == 0))
        {
            return;
        }

        var writer = new RowWriter();
        var added = new List<ulong>();
        foreach (var rows in calls)
        {
            write(rows, writer, added);
        }

        if (added.Count == 0)
        {
            return;
        }

        try
        {
            await facts.InsertAsync(new FactsInsert(name, target), OnceAsync(writer.Written), cancel).ConfigureAwait(false);
        }
        catch
        {
            added.ForEach(seen.Remove);
            throw;
        }
    }

    private void Evidence(EventRows rows, Resolved resolved, RowWriter writer, List<ulong> added)
    {
        var now = clock.GetUtcNow();
        foreach (var seen in rows.Evidence)
        {
            var (a, b, rule) = Kinds(rows, seen, resolved);
            if (a == b && seen.AValue == seen.BValue)
            {
                continue;
            }

            // A claim does not stand in the way of the same thing said by somebody who knows.
            var pair = unchecked((UserHash.Of(a, seen.AValue) * 31) ^ UserHash.Of(b, seen.BValue)) ^ (rule == EvidenceRules.Claimed ? 1UL : 0);
            if (_pairs.Add(pair, seen.At, now))
            {
                added.Add(pair);
                writer.Text(a).Text(seen.AValue).Text(b).Text(seen.BValue).Text(rule).Text(rows.Source).Uuid(seen.EventId).Instant(seen.At).Instant(now);
            }
        }
    }

    /// <summary>A user id that is a customer's number is one where the source names customers. Where it does not, an alias that would join
    /// two users is a claim.</summary>
    private static (string A, string B, string Rule) Kinds(EventRows rows, Observed seen, Resolved resolved)
    {
        var user = new IdentityKey(IdentityKinds.UserId, seen.BValue).By(rows.NamesCustomers).Kind;
        var a = rows.NamesCustomers && resolved.IsCustomerNo(seen.AKind, seen.AValue) ? IdentityKinds.CustomerNo : seen.AKind;
        var b = seen.BKind.Length > 0 ? seen.BKind
            : resolved.IsCustomerNo(user, seen.BValue) ? IdentityKinds.CustomerNo
            : resolved.IsKnown(user, seen.BValue) ? IdentityKinds.UserId : IdentityKinds.AnonymousId;
        return (a, b, !rows.NamesCustomers && seen.Rule == EvidenceRules.Alias && b == IdentityKinds.UserId ? EvidenceRules.Claimed : seen.Rule);
    }

    private void Touches(EventRows rows, RowWriter writer, List<ulong> added)
    {
        var now = clock.GetUtcNow();
        foreach (var touch in rows.Touches)
        {
            var who = touch.Who.Hash();
            if (_touched.Add(who, touch.Ts, now))
            {
                added.Add(who);
                // The earliest is the newest version.
                writer.Text(touch.Who.Kind).Text(touch.Who.Value).Instant(touch.Ts).Text(touch.Channel).Text(touch.Source).TextMap([.. touch.Campaign])
                    .UInt64(ulong.MaxValue - (ulong)Math.Max(0, touch.Ts.ToUnixTimeMilliseconds()));
            }
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> OnceAsync(ReadOnlyMemory<byte> bytes)
    {
        yield return bytes;
        await Task.CompletedTask.ConfigureAwait(false);
    }
}
