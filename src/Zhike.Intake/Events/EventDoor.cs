using System.Net;
using Zhike.Contracts.Intake;
using Zhike.Intake.Events.Evidence;
using Zhike.Intake.Events.Reading;
using Zhike.Intake.Events.Refusals;
using Zhike.Kernel;

namespace Zhike.Intake.Events;

/// <summary>The one door by which calls of every format come in: whose it is, what it says, onto the disk. Whatever is not taken is counted.</summary>
internal sealed class EventDoor(SourceGate gate, EventReaders readers, DeclaredTraits traits, EventCommitter committer, RefusalCounts refusals)
{
    private static readonly FieldError NotStorable = new("properties", "cannot be stored: a member's name or value has a form the store does not take");

    /// <summary>Whose call it is, or why it may not send now.</summary>
    /// <param name="origin">The page that a browser sends from; null where it is none.</param>
    public ValueTask<Result<LiveSource>> AdmitAsync(string? key, string? origin, CancellationToken cancel) => gate.AdmitAsync(key, origin, cancel);

    /// <summary>What of a call is kept, as rows; its bytes are not needed afterwards.</summary>
    /// <param name="type">track, identify …; "batch" for many.</param>
    /// <param name="remote">Whom the call came from.</param>
    public ValueTask<Result<CallRead>> ReadAsync(LiveSource source, string type, ReadOnlyMemory<byte> body, IPAddress? remote, CancellationToken cancel) =>
        ReadAsync(source, type, body, null, remote, cancel);

    /// <summary>The same for a call of another format.</summary>
    public ValueTask<Result<CallRead>> ReadAsync(LiveSource source, ForeignBatch batch, IPAddress? remote, CancellationToken cancel) =>
        ReadAsync(source, "batch", batch.Body, batch, remote, cancel);

    /// <summary>Returns when what is kept is on the disk; answers the events that were left out.</summary>
    public async Task<Result<CallTaken>> StoreAsync(CallRead call, CancellationToken cancel)
    {
        var rows = call.Rows;
        try
        {
            var refused = await committer.CommitAsync(rows, cancel).ConfigureAwait(false);
            if (refused.Count == 0)
            {
                return new CallTaken(call.Rejected);
            }

            refusals.Add(rows.Source, "store", NotStorable.Field, refused.Count);
            return !call.IsBatch || (refused.Count == rows.Count && rows.Quarantined.Count == 0)
                ? Problem.Invalid(call.Rejected.SelectMany(r => r.Errors).Append(NotStorable))
                : new CallTaken([.. call.Rejected.Concat(refused.Select(place => new RejectedEvent(place, "", [NotStorable], default))).OrderBy(r => r.Index)]);
        }
        catch (ProblemException refused)
        {
            refusals.Add(rows.Source, refused.Problem.Kind == ProblemKind.LimitExceeded ? "busy" : "store", "", rows.Count);
            return refused.Problem;
        }
    }

    /// <summary>Counts a call of which nothing could be read.</summary>
    public void CountUnread(string source, string reason, string field = "body") => refusals.Add(source, reason, field);

    private async ValueTask<Result<CallRead>> ReadAsync(
        LiveSource source, string type, ReadOnlyMemory<byte> body, ForeignBatch? foreign, IPAddress? remote, CancellationToken cancel)
    {
        var reader = await readers.NewAsync(source, remote, cancel).ConfigureAwait(false);
        var rows = reader.Read(type, body.Span, foreign);
        foreach (var rejected in reader.Rejected)
        {
            Count(source.Name, rejected, body.Span);
        }

        gate.Spend(source, Math.Max(1, reader.Rejected.Count + (rows.Ok ? rows.Value.Count + rows.Value.Quarantined.Count : 0)));
        if (!rows.Ok)
        {
            return rows.Problem;
        }

        await traits.HashAsync(rows.Value, cancel).ConfigureAwait(false);
        return new CallRead(rows.Value, reader.Rejected, type == "batch");
    }

    private void Count(string source, RejectedEvent rejected, ReadOnlySpan<byte> body)
    {
        var (reason, field) = rejected.Errors[0].Field switch
        {
            "body" => ("not_json", "body"),
            "batch" => ("too_many", "batch"),
            "" => ("too_large", ""),
            var named => ("malformed", named),
        };
        refusals.Add(source, reason, field, 1, body[rejected.Where]);
    }
}

/// <param name="IsBatch">Of a batch the good are kept; a single call is taken or not.</param>
internal sealed record CallRead(EventRows Rows, IReadOnlyList<RejectedEvent> Rejected, bool IsBatch);

/// <param name="Rejected">Events of a batch that were not taken.</param>
internal sealed record CallTaken(IReadOnlyList<RejectedEvent> Rejected);
