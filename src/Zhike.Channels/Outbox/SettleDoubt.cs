using Microsoft.EntityFrameworkCore;
using Zhike.Channels.Queue;
using Zhike.Contracts.Customers;
using Zhike.Kernel;
using Zhike.Storage.Audit;
using Zhike.Storage.Records;

namespace Zhike.Channels.Outbox;

/// <summary>What a person who looked into the other side's log says about an uncertain message.</summary>
/// <param name="Arrived">True: it was sent. False: it was not, and shall be tried again.</param>
/// <param name="Note">Where it was looked up.</param>
public sealed record SettleRequest(bool Arrived, string Note);

/// <summary>Why somebody needs to see the true text and address.</summary>
public sealed record UnmaskRequest(string Reason);

/// <summary>The text exactly as it was handed over.</summary>
public sealed record UnmaskedMessage(string To, IReadOnlyDictionary<string, string> Fields);

/// <summary>The two things people may do to a message; both are recorded.</summary>
internal sealed class SettleDoubt(IRecords records, OutcomeRows outcomes, ContentSeal seal, IAudit audit, TimeProvider clock)
{
    public async Task<Result<string>> SettleAsync(Viewer viewer, string contactId, SettleRequest request, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(request.Note) || request.Note.Length > 500)
        {
            return Problem.Invalid("note", "must say in 1 to 500 characters how you know");
        }

        using var unit = records.Open();
        var message = await unit.Set<OutboxMessage>().SingleOrDefaultAsync(m => m.ContactId == contactId, cancel).ConfigureAwait(false);
        if (message is null || !viewer.Scope.Contains(OrgPath.Of(message.OrgPath)))
        {
            return Problem.NotFound("message", contactId);
        }

        if (message.State != MessageState.Uncertain)
        {
            return Problem.Conflict("not_uncertain", $"Only an uncertain message can be settled; this one is {OutboxQueries.NameOf(message.State)}.");
        }

        var now = clock.GetUtcNow();
        (message.State, message.Reason, message.InDoubt, message.ChangedAt) = request.Arrived
            ? (MessageState.Sent, "settled by hand", false, now)
            : (MessageState.Queued, "settled by hand: not sent", false, now);
        message.NextAttemptAt = now;
        if (request.Arrived)
        {
            message.SentAt = now;
            outcomes.Add(unit, message, "sent", message.Channel, now);
        }

        await unit.SaveChangesAsync(cancel).ConfigureAwait(false);
        await audit.RecordAsync(new AuditEntry(viewer.Staff, "message_settled", $"message/{contactId}", $"{(request.Arrived ? "sent" : "not sent")}: {request.Note}"), cancel).ConfigureAwait(false);
        return OutboxQueries.NameOf(message.State);
    }

    public async Task<Result<UnmaskedMessage>> UnmaskAsync(Viewer viewer, string contactId, string reason, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > 500)
        {
            return Problem.Invalid("reason", "must say in 1 to 500 characters why you need to see it");
        }

        using var unit = records.Open();
        var message = await OutboxQueries.Scoped(unit, viewer).SingleOrDefaultAsync(m => m.ContactId == contactId, cancel).ConfigureAwait(false);
        if (message is null || message.ContentSealed.Length == 0)
        {
            return Problem.NotFound("message", contactId);
        }

        await audit.RecordAsync(new AuditEntry(viewer.Staff, "message_unmasked", $"message/{contactId}", reason), cancel).ConfigureAwait(false);
        var content = seal.Open(message.ContentSealed);
        return new UnmaskedMessage(content.To, content.Fields);
    }
}
