using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhike.Channels.Queue;
using Zhike.Channels.Templates;
using Zhike.Contracts.Customers;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Storage.Records;

namespace Zhike.Channels.InApp;

/// <summary>Follows what became of in-app messages: reports of the apps become outcomes; a message that was clicked or closed, has
/// expired, or whose customer has said no since, is shown no more.</summary>
internal sealed class InAppFollowUp(IFacts facts, IContactGate gate, IRecords records, InAppBoard board, LiveTemplates templates, OutcomeRows outcomes, TimeProvider clock)
{
    /// <summary>Reports are looked for at most this often; each look reads the recent events.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>An event can become visible a while after it was received.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    private const int RowsMax = 1000;

    private static readonly Viewer Following = Viewer.Bank("follow in-app messages");

    private DateTimeOffset _since = DateTimeOffset.UnixEpoch;
    private long _lookedAt;

    public async Task RunAsync(CancellationToken cancel)
    {
        if (_lookedAt != 0 && clock.GetElapsedTime(_lookedAt) < Every)
        {
            await board.RefreshAsync(cancel).ConfigureAwait(false);
            return;
        }

        _lookedAt = clock.GetTimestamp();
        await FollowAsync(cancel).ConfigureAwait(false);
    }

    internal async Task FollowAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await facts.ExecuteAsync(Following, Since("reported outcomes", "ReportedOutcomes.sql"), cancel).ConfigureAwait(false);
        var finished = await IdsAsync(Since("finished in-app messages", "FinishedMessages.sql"), cancel).ConfigureAwait(false);
        foreach (var chunk in finished.Select(id => id.ToString(CultureInfo.InvariantCulture)).Chunk(RowsMax))
        {
            await CloseAsync(m => chunk.Contains(m.ContactId), MessageState.Closed, "finished", cancel).ConfigureAwait(false);
        }

        await CloseRefusedAsync(now, cancel).ConfigureAwait(false);
        await CloseAsync(m => m.ExpiresAt <= now, MessageState.Closed, "expired", cancel).ConfigureAwait(false);
        _since = now - Overlap;
        await board.RefreshAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Whoever said no since, or came onto a list, is shown nothing more; each message is judged by what it is about.</summary>
    private async Task CloseRefusedAsync(DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var chunk in (await gate.ChangedAsync(_since, now, cancel).ConfigureAwait(false)).Chunk(RowsMax))
        {
            var customers = chunk.Select(id => checked((long)id)).ToList();
            using var unit = records.Open();
            var waiting = await unit.Set<OutboxMessage>().AsNoTracking()
                .Where(m => m.Channel == "in_app" && m.State == MessageState.Sent && customers.Contains(m.CustomerId))
                .Select(m => new { m.ContactId, m.CustomerId, m.Template }).ToListAsync(cancel).ConfigureAwait(false);
            foreach (var alike in waiting.GroupBy(m => m.Template))
            {
                var question = new ContactQuestion("in_app", await templates.ClassOfAsync(alike.Key, cancel).ConfigureAwait(false), now);
                var refused = await gate.RefusedAsync(question, [.. alike.Select(m => checked((ulong)m.CustomerId)).Distinct()], cancel).ConfigureAwait(false);
                foreach (var why in alike.Where(m => refused.ContainsKey((ulong)m.CustomerId)).GroupBy(m => refused[(ulong)m.CustomerId].Reason))
                {
                    var contacts = why.Select(m => m.ContactId).ToList();
                    await CloseAsync(m => contacts.Contains(m.ContactId), MessageState.Suppressed, why.Key, cancel).ConfigureAwait(false);
                }
            }
        }
    }

    private FactsStatement Since(string name, string file) =>
        new FactsStatement(name, SqlFile.Beside<InAppFollowUp>(file)).With("since", _since).Within(FactsLimits.Batch);

    private Task<List<ulong>> IdsAsync(FactsStatement statement, CancellationToken cancel) =>
        facts.ListAsync(Following, statement, (ref RowReader row) => row.UInt64(), cancel);

    private async Task CloseAsync(
        System.Linq.Expressions.Expression<Func<OutboxMessage, bool>> which, MessageState state, string reason, CancellationToken cancel)
    {
        while (true)
        {
            using var unit = records.Open();
            var open = await unit.Set<OutboxMessage>().Where(m => m.Channel == "in_app" && m.State == MessageState.Sent).Where(which)
                .OrderBy(m => m.ContactId).Take(RowsMax).ToListAsync(cancel).ConfigureAwait(false);
            foreach (var message in open)
            {
                (message.State, message.Reason, message.ChangedAt) = (state, reason, clock.GetUtcNow());
                if (reason != "finished")
                {
                    outcomes.Add(unit, message, reason == "expired" ? "expired" : "suppressed", reason, message.ChangedAt);
                }
            }

            await unit.SaveChangesAsync(cancel).ConfigureAwait(false);
            if (open.Count < RowsMax)
            {
                return;
            }
        }
    }
}
