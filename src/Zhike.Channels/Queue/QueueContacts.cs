using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Storage.Records;

namespace Zhike.Channels.Queue;

/// <summary>Takes planned contacts over into the outbox. Two stores, so two steps, each safe to repeat: rows are inserted
/// unless they are there, then the outcome 'queued' marks them as taken.</summary>
internal sealed class QueueContacts(IFacts facts, IRecords records, TimeProvider clock)
{
    /// <summary>Contacts a step.</summary>
    public const int RowsMax = 5000;

    /// <summary>Contacts can be written a while after they were decided: so far back is looked again.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(2);

    /// <summary>And everything is looked at again this often, whatever the clocks did.</summary>
    private static readonly TimeSpan FullEvery = TimeSpan.FromMinutes(15);

    private const int RowsPerStatement = 200;

    private static readonly Viewer Queueing = Viewer.Bank("fill the outbox");

    private DateTimeOffset _since = DateTimeOffset.UnixEpoch;
    private long _lastFull;

    internal Action<string> AtStep { get; set; } = _ => { };

    public async Task<int> RunAsync(CancellationToken cancel)
    {
        if (clock.GetElapsedTime(_lastFull) >= FullEvery)
        {
            _since = DateTimeOffset.UnixEpoch;
        }

        var taken = 0;
        while (true)
        {
            var contacts = await FindAsync(cancel).ConfigureAwait(false);
            if (contacts.Count > 0)
            {
                await InsertAsync(contacts, cancel).ConfigureAwait(false);
                AtStep("inserted");
                await MarkAsync(contacts, cancel).ConfigureAwait(false);
                AtStep("marked");
                taken += contacts.Count;
            }

            if (contacts.Count < RowsMax)
            {
                if (_since == DateTimeOffset.UnixEpoch)
                {
                    _lastFull = clock.GetTimestamp();
                }

                _since = clock.GetUtcNow() - Overlap;
                return taken;
            }
        }
    }

    private async Task<List<OutboxMessage>> FindAsync(CancellationToken cancel)
    {
        var statement = new FactsStatement("contacts to queue", SqlFile.Beside<QueueContacts>("ContactsToQueue.sql"))
            .With("since", _since).With("rows_max", (long)RowsMax).Within(FactsLimits.Batch);
        var now = clock.GetUtcNow();
        return await facts.ListAsync(Queueing, statement, (ref RowReader row) => Map(ref row, now), cancel).ConfigureAwait(false);
    }

    private static OutboxMessage Map(ref RowReader row, DateTimeOffset now)
    {
        var contact = row.UInt64();
        var customer = row.UInt64();
        var (journey, version, enrolment) = (row.Text(), row.UInt32(), row.UInt64());
        var (node, channel, template) = (row.Text(), row.Text(), row.Text());
        var (decidedAt, notBefore) = (row.Instant(), row.Instant());
        return new OutboxMessage
        {
            ContactId = contact.ToString(CultureInfo.InvariantCulture),
            CustomerId = unchecked((long)customer),
            JourneyId = journey,
            Version = unchecked((int)version),
            EnrolmentId = enrolment.ToString(CultureInfo.InvariantCulture),
            Node = node,
            Channel = channel,
            Template = template,
            DecidedAt = decidedAt,
            NotBefore = notBefore,
            NextAttemptAt = notBefore,
            OrgPath = row.Text(),
            ManagerId = row.Text(),
            QueuedAt = now,
            ChangedAt = now,
        };
    }

    /// <summary>INSERT … ON CONFLICT DO NOTHING, which both stores understand, in one transaction.</summary>
    private async Task InsertAsync(List<OutboxMessage> messages, CancellationToken cancel)
    {
        const string columns = "contact_id, customer_id, journey_id, version, enrolment_id, node, channel, template, org_path, manager_id, decided_at, not_before, next_attempt_at, queued_at, changed_at";
        const string constants = ", customer_no, template_version, state, reason, attempts, in_doubt, lease_token, lease_until, provider_id, segments, content_sealed, shown_to, shown_content, placement, expires_at, revision";
        const string values = ", '', 0, 'Queued', '', 0, FALSE, '', 0, '', 0, '', '', '', '', 0, 1)";
        using var unit = records.Open();
        using var transaction = await unit.Database.BeginTransactionAsync(cancel).ConfigureAwait(false);
        foreach (var chunk in messages.Chunk(RowsPerStatement))
        {
            var parameters = chunk.SelectMany(m => new object[]
            {
                m.ContactId, m.CustomerId, m.JourneyId, m.Version, m.EnrolmentId, m.Node, m.Channel, m.Template, m.OrgPath, m.ManagerId,
                m.DecidedAt.ToUnixTimeMilliseconds(), m.NotBefore.ToUnixTimeMilliseconds(), m.NextAttemptAt.ToUnixTimeMilliseconds(),
                m.QueuedAt.ToUnixTimeMilliseconds(), m.ChangedAt.ToUnixTimeMilliseconds(),
            }).ToArray();
            var perRow = parameters.Length / chunk.Length;
            var rows = chunk.Select((_, i) => $"({string.Join(", ", Enumerable.Range(i * perRow, perRow).Select(p => $"{{{p}}}"))}{values}");
            var sql = $"INSERT INTO outbox_messages ({columns}{constants}) VALUES {string.Join(", ", rows)} ON CONFLICT (contact_id) DO NOTHING";
            await unit.Database.ExecuteSqlRawAsync(sql, parameters, cancel).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancel).ConfigureAwait(false);
    }

    private async Task MarkAsync(List<OutboxMessage> messages, CancellationToken cancel)
    {
        var rows = new RowWriter();
        foreach (var m in messages)
        {
            rows.Text("live").UInt64(m.Contact).UInt64(m.Customer).Text(m.JourneyId).Text("queued").Text(m.Channel).Instant(m.DecidedAt);
        }

        var insert = new FactsInsert(
            "mark contacts queued", "outcomes (run, contact_id, customer_id, journey_id, outcome, label, happened_at)",
            DeduplicationToken: "queued-" + StableHash.Word([.. messages.Select(m => m.ContactId)]));
        await facts.InsertAsync(insert, Once(rows.Written), cancel).ConfigureAwait(false);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Once(ReadOnlyMemory<byte> bytes)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield return bytes;
    }
}
