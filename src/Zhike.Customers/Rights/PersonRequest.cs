using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Zhike.Contracts.Bank;
using Zhike.Customers.PersonalData;
using Zhike.Kernel;
using Zhike.Kernel.Calendar;
using Zhike.Storage.Records;

namespace Zhike.Customers.Rights;

internal enum RequestKind
{
    /// <summary>查阅: to see what the bank holds.</summary>
    Access,

    /// <summary>更正.</summary>
    Correction,

    /// <summary>复制/转移: to get it as a file.</summary>
    Export,

    /// <summary>删除.</summary>
    Erasure,

    /// <summary>拒绝: against marketing, profiling or sharing.</summary>
    Objection,
}

internal enum RequestState
{
    Received,

    /// <summary>Somebody made sure that it is the person who asks.</summary>
    Verified,

    Working,
    Done,
    Refused,
    Withdrawn,
}

/// <summary>What a person asked for about their own data.</summary>
internal sealed class PersonRequest : IRevised
{
    /// <summary>What leads from a state to the next; done needs that the thing itself was done.</summary>
    private static readonly ImmutableDictionary<(RequestState From, string Step), RequestState> Ways = new Dictionary<(RequestState, string), RequestState>
    {
        [(RequestState.Received, "verify")] = RequestState.Verified,
        [(RequestState.Received, "refuse")] = RequestState.Refused,
        [(RequestState.Received, "withdraw")] = RequestState.Withdrawn,
        [(RequestState.Verified, "start")] = RequestState.Working,
        [(RequestState.Verified, "refuse")] = RequestState.Refused,
        [(RequestState.Verified, "withdraw")] = RequestState.Withdrawn,
        [(RequestState.Working, "finish")] = RequestState.Done,
        [(RequestState.Working, "refuse")] = RequestState.Refused,
        [(RequestState.Working, "withdraw")] = RequestState.Withdrawn,
    }.ToImmutableDictionary();

    public required string Id { get; init; }

    public required RequestKind Kind { get; init; }

    public required long CustomerId { get; init; }

    public string CustomerNo { get; set; } = "";

    public required string OrgPath { get; init; }

    public required DateOnly ReceivedOn { get; init; }

    /// <summary>The last day for an answer.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>How it came: counter, call, app, letter.</summary>
    public required string Channel { get; init; }

    public string Note { get; set; } = "";

    public RequestState State { get; set; }

    /// <summary>What the person was told in the end.</summary>
    public string Answer { get; set; } = "";

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; set; }

    public bool IsDemo { get; init; }

    public long Revision { get; set; }

    public bool IsOpen => State is RequestState.Received or RequestState.Verified or RequestState.Working;

    public static IReadOnlyList<string> StepsFrom(RequestState state) => [.. Ways.Keys.Where(w => w.From == state).Select(w => w.Step).Order(StringComparer.Ordinal)];

    /// <summary>Null when it went; else why not.</summary>
    public Problem? Take(string step, string note, bool wasDone, DateTimeOffset now)
    {
        if (!Ways.TryGetValue((State, step), out var next))
        {
            return Problem.Conflict("wrong_step", $"A request that is {NameOf(State)} cannot \"{step}\"; it can {string.Join(", ", StepsFrom(State).DefaultIfEmpty("do nothing more"))}.");
        }

        if (next == RequestState.Done && !wasDone)
        {
            return Problem.Conflict("not_done_yet", $"What was asked for ({NameOf(Kind)}) was not done yet.");
        }

        if (next is RequestState.Refused && note.Length == 0)
        {
            return Problem.Invalid("note", "must say what the person is told");
        }

        State = next;
        if (!IsOpen)
        {
            (ClosedAt, Answer) = (now, note);
        }

        return null;
    }

    public static string NameOf<T>(T word)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString());
}

/// <summary>Who did what about a request.</summary>
internal sealed class RequestStep
{
    public required string Id { get; init; }

    public required string RequestId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Staff { get; init; }

    /// <summary>received, verify, start, exported, corrected, erased, objected, erasure_refused, finish, refuse, withdraw.</summary>
    public required string Step { get; init; }

    public string Note { get; set; } = "";
}

/// <summary>What was erased: counts and a hash, and nobody's data.</summary>
internal sealed class ErasureCertificate
{
    public required string Id { get; init; }

    public required string RequestId { get; init; }

    public required long CustomerId { get; init; }

    public required DateTimeOffset ErasedAt { get; init; }

    public required string ErasedBy { get; init; }

    /// <summary>JSON: tables with rows, and the engine's old files that must still go.</summary>
    public required string Tables { get; init; }

    public required string Hash { get; init; }

    /// <summary>When no file held the old rows any more.</summary>
    public DateTimeOffset? FilesCleanAt { get; set; }
}

internal sealed class RightsModel : IRecordsModel
{
    public void Configure(ModelBuilder model)
    {
        model.Entity<PersonRequest>(request =>
        {
            request.ToTable("person_requests");
            request.HasKey(r => r.Id);
            request.Ignore(r => r.IsOpen);
        });
        model.Entity<RequestStep>(step =>
        {
            step.ToTable("person_request_steps");
            step.HasKey(s => s.Id);
        });
        model.Entity<ErasureCertificate>(certificate =>
        {
            certificate.ToTable("erasure_certificates");
            certificate.HasKey(c => c.Id);
        });
    }
}

/// <summary>The term in which an answer is due, by the options and the bank's calendar.</summary>
internal sealed class RequestTerm(IWorkingDays calendar, IOptions<ComplianceOptions> options)
{
    public int Days => options.Value.RequestDays;

    public string DayKind => options.Value.RequestDayKind;

    public async Task<DateOnly> EndAsync(DateOnly receivedOn, CancellationToken cancel) =>
        LastDay(receivedOn, Days, DayKind == "working" ? await calendar.CalendarAsync(cancel).ConfigureAwait(false) : null);

    /// <summary>The day of receipt does not count.</summary>
    /// <param name="working">Null: every day counts.</param>
    public static DateOnly LastDay(DateOnly receivedOn, int days, WorkingDays? working) => working?.Add(receivedOn, days) ?? receivedOn.AddDays(days);
}
