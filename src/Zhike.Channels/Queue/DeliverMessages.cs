using System.Text.Json;
using Microsoft.Extensions.Logging;
using Zhike.Channels.Adapters;
using Zhike.Channels.InApp;
using Zhike.Channels.Templates;
using Zhike.Kernel;
using Zhike.Storage.Records;

namespace Zhike.Channels.Queue;

/// <summary>Moves due messages of one channel out of the bank. The steps of a batch, each committed before the next begins:
/// claimed (lease), checked (refused and postponed ones saved), marked (Sending), wired, settled (what became of them).
/// A process that ends between marked and settled leaves Sending rows behind; they are found when their lease runs out.</summary>
internal sealed class DeliverMessages(
    ClaimMessages claims, MomentOfContact moment, ContentSeal seal, OutcomeRows outcomes, TimeProvider clock, ILogger<DeliverMessages> log)
{
    /// <summary>Messages a claim.</summary>
    public const int BatchRows = 200;

    internal Action<string> AtStep { get; set; } = _ => { };

    /// <summary>One batch. Answers how many were claimed; fewer than <see cref="BatchRows"/> means that no more are due.</summary>
    public async Task<(int Claimed, int Left)> BatchAsync(string channel, IChannelAdapter adapter, RetryLimits limits, CancellationToken cancel)
    {
        var claim = await claims.DueAsync(channel, BatchRows, cancel).ConfigureAwait(false);
        await using (claim.ConfigureAwait(false))
        {
            if (claim.Messages.Count == 0)
            {
                return (0, 0);
            }

            AtStep("claimed");
            var verdicts = await moment.JudgeAsync(channel, claim.Messages, cancel).ConfigureAwait(false);
            var ready = new List<(OutboxMessage Message, Verdict.Go Go)>();
            foreach (var message in claim.Messages)
            {
                if (Apply(claim.Unit, message, verdicts[message.ContactId]) is { } go)
                {
                    ready.Add((message, go));
                }
            }

            if (ready.Count < claim.Messages.Count)
            {
                await claim.Unit.SaveChangesAsync(cancel).ConfigureAwait(false);
                AtStep("checked");
            }

            // Where a crash would leave doubt, one at a time, so that at most as many are in doubt as stood at the wire.
            var together = adapter.KeptInRecords ? BatchRows : adapter.KnowsKeys ? adapter.Parallel * 4 : adapter.Parallel;
            foreach (var group in ready.Chunk(Math.Max(1, together)))
            {
                await HandOverAsync(claim.Unit, adapter, limits, group, cancel).ConfigureAwait(false);
            }

            log.LogInformation("Channel {Channel}: {Claimed} messages claimed, {Left} handed over", channel, claim.Messages.Count, ready.Count);
            return (claim.Messages.Count, ready.Count);
        }
    }

    /// <summary>Messages whose process ended in the middle: handed over again where the other side knows the key, else uncertain.</summary>
    public async Task<int> RecoverAsync(string channel, IChannelAdapter adapter, RetryLimits limits, CancellationToken cancel)
    {
        var claim = await claims.AbandonedAsync(channel, BatchRows, cancel).ConfigureAwait(false);
        await using (claim.ConfigureAwait(false))
        {
            foreach (var message in claim.Messages)
            {
                Settle(claim.Unit, message, MessageTransitions.AfterCrash(adapter.KnowsKeys, message.Attempts, limits, message.ContactId));
            }

            await claim.Unit.SaveChangesAsync(cancel).ConfigureAwait(false);
            if (claim.Messages.Count > 0)
            {
                log.LogWarning("Channel {Channel}: {Count} messages were being handed over when their process ended", channel, claim.Messages.Count);
            }

            return claim.Messages.Count;
        }
    }

    private Verdict.Go? Apply(RecordsContext unit, OutboxMessage message, Verdict verdict)
    {
        var now = clock.GetUtcNow();
        switch (verdict)
        {
            case Verdict.Go go:
                return message.InDoubt ? Again(message, go) : go;
            case Verdict.Later later:
                (message.NextAttemptAt, message.Reason, message.ChangedAt) = (later.At, later.Reason, now);
                Release(message);
                return null;
            case Verdict.Never never:
                // An earlier attempt may have arrived: then it cannot be said that nothing was sent.
                message.State = message.InDoubt ? MessageState.Uncertain : MessageState.Suppressed;
                (message.Reason, message.ChangedAt) = (never.Reason, now);
                Release(message);
                outcomes.Add(unit, message, message.InDoubt ? "uncertain" : "suppressed", never.Reason, now);
                return null;
            default:
                throw new NotSupportedException(verdict.GetType().Name);
        }
    }

    /// <summary>A repetition under the same key must be the same message, whatever the tags say by now.</summary>
    private Verdict.Go Again(OutboxMessage message, Verdict.Go go)
    {
        var first = seal.Open(message.ContentSealed);
        return go with { Message = go.Message with { Address = first.To, Fields = first.Fields } };
    }

    private async Task HandOverAsync(
        RecordsContext unit, IChannelAdapter adapter, RetryLimits limits, (OutboxMessage Message, Verdict.Go Go)[] group, CancellationToken cancel)
    {
        foreach (var (message, go) in group)
        {
            Mark(unit, message, go);
        }

        if (!adapter.KeptInRecords)
        {
            await unit.SaveChangesAsync(cancel).ConfigureAwait(false);
            AtStep("marked");
        }

        var results = new HandOverResult[group.Length];

        // What is on the wire cannot be called back: a stop of the program waits for the answers, which have their time-outs, and the commit.
        await Parallel.ForAsync(0, group.Length, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, adapter.Parallel) }, async (i, _) =>
            results[i] = await OneAsync(adapter, group[i].Go.Message).ConfigureAwait(false)).ConfigureAwait(false);
        AtStep("wired");
        foreach (var ((message, _), result) in group.Zip(results))
        {
            message.ProviderId = result.ProviderId.Length > 0 ? result.ProviderId : message.ProviderId;
            Settle(unit, message, MessageTransitions.After(result, adapter.KnowsKeys, message.Attempts, message.InDoubt, limits, message.ContactId));
        }

        await unit.SaveChangesAsync(CancellationToken.None).ConfigureAwait(false);
        AtStep("settled");
    }

    private async Task<HandOverResult> OneAsync(IChannelAdapter adapter, HandOver message)
    {
        try
        {
            return await adapter.HandOverAsync(message, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception unexpected)
        {
            // An adapter's own bug or a broken connection must not stop the others; what the other side has seen is not known.
            log.LogError(unexpected, "Adapter {Adapter} failed on {Key}", adapter.Name, message.Key);
            return new HandOverResult(HandOverKind.Unknown, $"{unexpected.GetType().Name}: {unexpected.Message}");
        }
    }

    private void Mark(RecordsContext unit, OutboxMessage message, Verdict.Go go)
    {
        var now = clock.GetUtcNow();
        message.State = MessageState.Sending;
        message.Attempts++;
        message.CustomerNo = go.Recipient.CustomerNo;
        message.TemplateVersion = go.Template.Version;
        message.ContentSealed = seal.Seal(new MessageContent(go.Message.Address, go.Message.Fields));
        message.ShownTo = go.ShownTo;
        message.ShownContent = JsonSerializer.Serialize(go.Shown.Fields, ContentSeal.Json);
        message.Segments = message.Channel == "sms" ? SmsLength.Of(go.Message.Fields["text"]).Segments : 0;
        message.LeaseUntil = now + claims.Lease;
        message.ChangedAt = now;
        if (message.Channel == "in_app")
        {
            (message.Placement, message.ExpiresAt) = (go.Template.Document.Placement, now.AddDays(go.Template.Document.ShowDays));
            unit.AddRange(InAppAddresses.Of(message, go.Recipient));
        }
    }

    private void Settle(RecordsContext unit, OutboxMessage message, NextState next)
    {
        var now = clock.GetUtcNow();
        (message.State, message.Reason, message.InDoubt, message.ChangedAt) = (next.State, next.Reason, next.InDoubt, now);
        message.SentAt = next.State is MessageState.Sent or MessageState.Delivered ? now : message.SentAt;
        message.DeliveredAt = next.State == MessageState.Delivered ? now : message.DeliveredAt;
        Release(message);
        switch (next.State)
        {
            case MessageState.Queued:
                message.NextAttemptAt = now + next.Wait;
                break;
            case MessageState.Delivered:
                outcomes.Add(unit, message, "sent", message.Channel, now);
                outcomes.Add(unit, message, "delivered", message.Channel, now);
                break;
            default:
                outcomes.Add(unit, message, next.State.ToString().ToLowerInvariant(), message.Channel, now);
                break;
        }
    }

    private static void Release(OutboxMessage message) => (message.LeaseToken, message.LeaseUntil) = ("", DateTimeOffset.UnixEpoch);
}
