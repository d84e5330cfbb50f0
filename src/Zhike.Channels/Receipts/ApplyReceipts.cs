using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Zhike.Channels.Queue;
using Zhike.Storage.Records;

namespace Zhike.Channels.Receipts;

/// <summary>Brings stored receipts to the messages they speak of. A receipt may be there before our own commit of the hand-over:
/// it then waits. One that reports a message in doubt settles the doubt.</summary>
internal sealed class ApplyReceipts(IRecords records, OutcomeRows outcomes, TimeProvider clock, ILogger<ApplyReceipts> log)
{
    public const int RowsMax = 500;

    /// <summary>A receipt whose message never turns up is set aside after this.</summary>
    public static readonly TimeSpan PatienceMax = TimeSpan.FromDays(7);

    public async Task<int> RunAsync(CancellationToken cancel)
    {
        using var unit = records.Open();
        var waiting = await unit.Set<ChannelReceipt>().Where(r => !r.Applied).OrderBy(r => r.ReceivedAt).Take(RowsMax).ToListAsync(cancel).ConfigureAwait(false);
        if (waiting.Count == 0)
        {
            return 0;
        }

        var ids = waiting.Select(r => r.MessageId).ToList();
        var keys = ids.Where(i => i.StartsWith("zhike-", StringComparison.Ordinal)).Select(i => i["zhike-".Length..]).ToList();
        var messages = await unit.Set<OutboxMessage>().Where(m => ids.Contains(m.ProviderId) || keys.Contains(m.ContactId)).ToListAsync(cancel).ConfigureAwait(false);
        var applied = 0;
        foreach (var receipt in waiting)
        {
            var message = messages.FirstOrDefault(m => m.Channel == receipt.Gateway && (m.ProviderId == receipt.MessageId || m.IdempotencyKey == receipt.MessageId));
            if (Apply(unit, receipt, message))
            {
                receipt.Applied = true;
                applied++;
            }
        }

        await unit.SaveChangesAsync(cancel).ConfigureAwait(false);
        return applied;
    }

    /// <summary>False: not yet.</summary>
    private bool Apply(RecordsContext unit, ChannelReceipt receipt, OutboxMessage? message)
    {
        var now = clock.GetUtcNow();
        if (message is null)
        {
            if (now - receipt.ReceivedAt < PatienceMax)
            {
                return false;
            }

            log.LogWarning("Gateway {Gateway} reported a message that was never sent", receipt.Gateway);
            return true;
        }

        if (message.State == MessageState.Sending || (message.State == MessageState.Queued && (!message.InDoubt || message.LeaseUntil > now)))
        {
            return false;
        }

        if (message.State is not (MessageState.Sent or MessageState.Uncertain or MessageState.Queued))
        {
            return true;
        }

        if (message.State != MessageState.Sent && receipt.Status == nameof(MessageState.Delivered))
        {
            outcomes.Add(unit, message, "sent", message.Channel, now);
        }

        (message.State, message.InDoubt, message.ChangedAt) = (Enum.Parse<MessageState>(receipt.Status), false, now);
        message.SentAt ??= now;
        message.DeliveredAt = message.State == MessageState.Delivered ? now : null;
        message.Reason = message.State == MessageState.Failed ? receipt.Detail : "";
        outcomes.Add(unit, message, receipt.Status.ToLowerInvariant(), message.Channel, now);
        return true;
    }
}
