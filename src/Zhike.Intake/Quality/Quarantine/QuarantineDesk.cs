using System.Runtime.CompilerServices;
using System.Text;
using Zhike.Contracts.Intake;
using Zhike.Intake.Events;
using Zhike.Intake.Plan;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Audit;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Quality.Quarantine;

internal enum QuarantineDecision
{
    /// <summary>Judged anew: what the plan takes now goes to the events, the rest stays.</summary>
    Requeue,

    /// <summary>Goes to the events as it is, violations beside it.</summary>
    Release,

    /// <summary>Will never be an event; the row and the reason stay.</summary>
    Discard,
}

/// <summary>What people do with events that the plan kept apart. It may be killed anywhere and repeated: what is among the events
/// already is not written again.</summary>
internal sealed class QuarantineDesk(IFacts facts, IEventJudge judge, IIdentities identities, WriteKeys keys, BankClock clock, IAudit audit)
{
    public const int PageSize = 2_000;
    public const int ReasonMax = 500;

    private const string EventsTarget =
        "events (event_id, ts, received_at, customer_id, name, type, user_id, anonymous_id, session_id, channel, source, properties, context, violations)";

    private static readonly Viewer Deciding = Viewer.Bank("quarantine");

    public async Task<IReadOnlyList<QuarantineGroup>> GroupsAsync(string source, string name, CancellationToken cancel) => await facts.ListAsync(
        Deciding,
        new FactsStatement("quarantined groups", SqlFile.Beside<QuarantineDesk>("Groups.sql")).With("source", source).With("name", name),
        (ref RowReader row) => new QuarantineGroup(row.Text(), row.Text(), row.Texts(), (long)row.UInt64(), row.Instant(), row.Instant(), PersonalMask.Cover(ReadableJson.Of(row.Text()))),
        cancel).ConfigureAwait(false);

    public async Task<Result<QuarantineOutcome>> DecideAsync(QuarantineRequest request, string staff, CancellationToken cancel)
    {
        var errors = new List<FieldError>();
        Required(request.Source, "source", 200);
        Required(request.Name, "name", 200);
        Required(request.Reason, "reason", ReasonMax);
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        var (settled, left) = (0L, 0L);
        for (var page = await WaitingAsync(request, default, cancel).ConfigureAwait(false); page.Count > 0; page = await WaitingAsync(request, page[^1], cancel).ConfigureAwait(false))
        {
            var taken = page.Select(e => (Event: e, Verdict: request.Decision == QuarantineDecision.Discard ? Judgement.Kept : judge.Judge(e.Source, e.Type, e.Name, e.Properties)))
                .Where(e => request.Decision != QuarantineDecision.Requeue || e.Verdict.Verdict != Verdict.Quarantine).ToList();
            if (request.Decision != QuarantineDecision.Discard)
            {
                await StoreAsync(taken, cancel).ConfigureAwait(false);
            }

            await RecordAsync(taken.Select(t => t.Event.Id), request, staff, cancel).ConfigureAwait(false);
            settled += taken.Count;
            left += page.Count - taken.Count;
        }

        await audit.RecordAsync(new AuditEntry(staff, $"quarantine_{PlanFields.Word(request.Decision)}", $"event/{request.Name}", $"{request.Source}: {settled}; {request.Reason}"), cancel).ConfigureAwait(false);
        return new QuarantineOutcome(settled, left);

        void Required(string? text, string field, int max)
        {
            if (text is not { Length: > 0 } given || given.Length > max)
            {
                errors.Add(new FieldError(field, $"must have 1 to {max} characters"));
            }
        }
    }

    private Task<List<Waiting>> WaitingAsync(QuarantineRequest request, Waiting? after, CancellationToken cancel) => facts.ListAsync(
        Deciding,
        new FactsStatement("quarantined events", SqlFile.Beside<QuarantineDesk>("Waiting.sql")).With("source", request.Source!).With("name", request.Name!)
            .With("after", after?.ReceivedAt ?? DateTimeOffset.UnixEpoch).With("after_id", (after?.Id ?? Guid.Empty).ToString()).With("size", (long)PageSize),
        (ref RowReader row) => new Waiting(
            row.Uuid(), row.Instant(), row.Instant(), row.Text(), row.Text(), row.Text(), row.Text(), row.Text(), row.Text(), row.Text(),
            Encoding.UTF8.GetBytes(row.Text()), row.Text()),
        cancel);

    private async Task StoreAsync(List<(Waiting Event, Judgement Verdict)> taken, CancellationToken cancel)
    {
        if (taken.Count == 0)
        {
            return;
        }

        var stored = (await facts.ListAsync(
            Deciding,
            new FactsStatement("events stored already", SqlFile.Beside<QuarantineDesk>("Stored.sql")).With("ids", taken.Select(t => t.Event.Id.ToString()))
                .With("since", taken.Min(t => t.Event.ReceivedAt)).With("until", taken.Max(t => t.Event.ReceivedAt)),
            (ref RowReader row) => row.Text(),
            cancel).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
        var namesCustomers = await keys.NamesCustomersAsync(taken[0].Event.Source, cancel).ConfigureAwait(false);
        var customers = new Dictionary<string, ulong>(StringComparer.Ordinal) { [""] = 0 };
        var writer = new RowWriter();
        foreach (var (e, verdict) in taken.Where(t => !stored.Contains(t.Event.Id.ToString())))
        {
            if (!customers.TryGetValue(e.UserId, out var customer))
            {
                customers[e.UserId] = customer = await identities.CustomerOfAsync(e.UserId, namesCustomers, cancel).ConfigureAwait(false);
            }

            writer.Uuid(e.Id).Instant(e.Ts).Instant(e.ReceivedAt).UInt64(customer).Text(e.Name).Text(e.Type).Text(e.UserId).Text(e.AnonymousId)
                .Text(e.SessionId).Text(e.Channel).Text(e.Source).Utf8(verdict.Properties ?? e.Properties).Text(e.Context).Size(verdict.Violations.Count);
            foreach (var violation in verdict.Violations)
            {
                writer.Text(violation);
            }
        }

        if (writer.Length > 0)
        {
            var insert = new FactsInsert("released events", EventsTarget) { Sql = $"INSERT INTO {EventsTarget} SETTINGS type_json_skip_duplicated_paths = 1" };
            await facts.InsertAsync(insert, One(writer.Written, cancel), cancel).ConfigureAwait(false);
        }
    }

    private async Task RecordAsync(IEnumerable<Guid> ids, QuarantineRequest request, string staff, CancellationToken cancel)
    {
        var word = request.Decision switch
        {
            QuarantineDecision.Requeue => "requeued",
            QuarantineDecision.Release => "released",
            _ => "discarded",
        };
        var writer = new RowWriter();
        foreach (var id in ids)
        {
            writer.Uuid(id).Text(word).Text(request.Reason!).Text(staff).Instant(clock.GetUtcNow());
        }

        if (writer.Length > 0)
        {
            await facts.InsertAsync(new FactsInsert("quarantine decisions", "quarantine_decisions (event_id, decision, reason, decided_by, decided_at)"), One(writer.Written, cancel), cancel).ConfigureAwait(false);
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> One(ReadOnlyMemory<byte> rows, [EnumeratorCancellation] CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        yield return rows;
        await Task.CompletedTask.ConfigureAwait(false);
    }

    private sealed record Waiting(
        Guid Id, DateTimeOffset Ts, DateTimeOffset ReceivedAt, string Name, string Type, string UserId, string AnonymousId, string SessionId, string Channel, string Source,
        byte[] Properties, string Context);
}

/// <param name="Sample">Properties of one of them, numbers of persons covered.</param>
internal sealed record QuarantineGroup(
    string Source, string Name, IReadOnlyList<string> Violations, long Events, DateTimeOffset FirstAt, DateTimeOffset LastAt, string Sample);

internal sealed record QuarantineRequest(string? Source, string? Name, QuarantineDecision Decision, string? Reason);

/// <param name="Settled">Decided now.</param>
/// <param name="Left">Still not as planned; they stay.</param>
internal sealed record QuarantineOutcome(long Settled, long Left);
