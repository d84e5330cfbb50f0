using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zhike.Storage.Records;

namespace Zhike.Storage.Audit;

/// <summary>The audit trail in the records store. An entry can be appended in a transaction of its caller's, so that a change
/// and its trace are both there or neither.</summary>
public sealed class AuditChain(IRecords records, TimeProvider clock) : IAudit
{
    private static readonly JsonSerializerOptions Canonical = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task RecordAsync(AuditEntry entry, CancellationToken cancel)
    {
        var context = records.Open();
        await using (context.ConfigureAwait(false))
        {
            var transaction = await context.Database.BeginTransactionAsync(cancel).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await AppendAsync(context, entry, cancel).ConfigureAwait(false);
                await transaction.CommitAsync(cancel).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Appends within the transaction that <paramref name="context"/> is in, which should end soon: it holds everybody's turn.</summary>
    public async Task AppendAsync(RecordsContext context, AuditEntry entry, CancellationToken cancel)
    {
        // TRICKY: the update comes before the read, so that PostgreSQL waits here for whoever appends just now, and reads what they left.
        var head = context.Set<AuditHead>().Where(h => h.Id == 1);
        await head.ExecuteUpdateAsync(set => set.SetProperty(h => h.Sequence, h => h.Sequence + 1), cancel).ConfigureAwait(false);
        var last = await head.AsNoTracking().SingleAsync(cancel).ConfigureAwait(false);
        var at = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        var hash = Link(last.Hash, last.Sequence, at, entry);
        var row = context.Add(new AuditRow
        {
            Sequence = last.Sequence,
            At = at,
            Actor = entry.Actor,
            Action = entry.Action,
            Subject = entry.Subject,
            Detail = entry.Detail,
            PreviousHash = last.Hash,
            Hash = hash,
        });
        await context.SaveChangesAsync(cancel).ConfigureAwait(false);
        row.State = EntityState.Detached;
        await head.ExecuteUpdateAsync(set => set.SetProperty(h => h.Hash, hash), cancel).ConfigureAwait(false);
    }

    public async Task<long?> FirstBrokenLinkAsync(CancellationToken cancel)
    {
        var context = records.Open();
        await using (context.ConfigureAwait(false))
        {
            // The head is read first: what is appended meanwhile only lengthens the trail behind it.
            var head = await context.Set<AuditHead>().AsNoTracking().SingleAsync(h => h.Id == 1, cancel).ConfigureAwait(false);
            var (sequence, hash) = (0L, "");
            var rows = context.Set<AuditRow>().AsNoTracking().Where(e => e.Sequence <= head.Sequence).OrderBy(e => e.Sequence).AsAsyncEnumerable();
            await foreach (var row in rows.WithCancellation(cancel).ConfigureAwait(false))
            {
                sequence++;
                var entry = new AuditEntry(row.Actor, row.Action, row.Subject, row.Detail);
                if (row.Sequence != sequence || row.PreviousHash != hash || row.Hash != Link(hash, sequence, row.At, entry))
                {
                    return sequence;
                }

                hash = row.Hash;
            }

            return sequence == head.Sequence && hash == head.Hash ? null : sequence + 1;
        }
    }

    public async Task<AuditPage> PageAsync(AuditFilter filter, int page, int size, CancellationToken cancel)
    {
        var context = records.Open();
        await using (context.ConfigureAwait(false))
        {
            var found = context.Set<AuditRow>().AsNoTracking()
                .Where(e => (filter.Actor == null || e.Actor == filter.Actor)
                    && (filter.Action == null || e.Action == filter.Action)
                    && (filter.Subject == null || e.Subject == filter.Subject));
            var total = await found.LongCountAsync(cancel).ConfigureAwait(false);
            var rows = await found.OrderByDescending(e => e.Sequence).Skip((Math.Max(1, page) - 1) * size).Take(size).ToListAsync(cancel).ConfigureAwait(false);
            return new AuditPage([.. rows.Select(e => new AuditLine(e.Sequence, e.At, e.Actor, e.Action, e.Subject, e.Detail, e.Hash))], total);
        }
    }

    /// <summary>SHA-256 over the hash before and the entry as a JSON array, in lower-case hexadecimal.</summary>
    private static string Link(string previousHash, long sequence, DateTimeOffset at, AuditEntry entry) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(previousHash + JsonSerializer.Serialize(
            new object[] { sequence, at.ToUnixTimeMilliseconds(), entry.Actor, entry.Action, entry.Subject, entry.Detail }, Canonical))));
}
