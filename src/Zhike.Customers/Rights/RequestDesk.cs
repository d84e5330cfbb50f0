using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Customers.Profiles;
using Zhike.Kernel;
using Zhike.Storage.Audit;
using Zhike.Storage.Records;

namespace Zhike.Customers.Rights;

/// <summary>Takes requests in, leads them from state to state, and shows what is due. Nobody outside the request's place sees it.</summary>
internal sealed class RequestDesk(IRecords records, AuditChain audit, CustomerQueries customers, RequestTerm term, IIds ids, BankClock clock)
{
    public const int NoteMax = 500;

    /// <summary>Days before the last one from which a request counts as due soon.</summary>
    public const int SoonDays = 3;

    private static readonly string[] Channels = ["counter", "call", "app", "letter"];

    public async Task<Result<RequestView>> ReceiveAsync(ICurrentViewer who, NewRequest asked, CancellationToken cancel)
    {
        var (kind, today) = (KindOf(asked.Kind), clock.Today());
        var errors = new List<FieldError>();
        if (kind is null)
        {
            errors.Add(new FieldError("kind", $"must be one of {string.Join(", ", Enum.GetValues<RequestKind>().Select(PersonRequest.NameOf))}"));
        }

        if (asked.ReceivedOn is { } day && (day > today || day < today.AddDays(-365)))
        {
            errors.Add(new FieldError("receivedOn", "must lie within the last year, and not in the future"));
        }

        if (!Channels.Contains(asked.Channel))
        {
            errors.Add(new FieldError("channel", $"must be one of {string.Join(", ", Channels)}"));
        }

        if (asked.Note?.Length > NoteMax)
        {
            errors.Add(new FieldError("note", $"must have at most {NoteMax} characters"));
        }

        var viewer = who.Viewer("request of a person");
        var customer = asked.CustomerNo?.Trim() is { Length: > 0 and <= 40 } number ? await customers.FindAsync(viewer, number, cancel).ConfigureAwait(false) : 0;
        if (customer == 0)
        {
            errors.Add(new FieldError("customerNo", "must be the number of a customer whom you may see"));
        }

        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        var view = (await customers.ViewAsync(viewer, customer, cancel).ConfigureAwait(false))!;
        var received = asked.ReceivedOn ?? today;
        var request = new PersonRequest
        {
            Id = ids.Next().ToString(),
            Kind = kind!.Value,
            CustomerId = (long)customer,
            CustomerNo = view.CustomerNo,
            OrgPath = viewer.Scope.Value,
            ReceivedOn = received,
            DueOn = await term.EndAsync(received, cancel).ConfigureAwait(false),
            Channel = asked.Channel!,
            Note = asked.Note?.Trim() ?? "",
            CreatedBy = who.Staff,
            CreatedAt = clock.GetUtcNow(),
        };
        await SaveAsync(request, "received", "", who.Staff, isNew: true, cancel).ConfigureAwait(false);
        return View(request);
    }

    public async Task<Result<RequestDetails>> StepAsync(ICurrentViewer who, string id, StepRequest asked, CancellationToken cancel)
    {
        if (asked.Note?.Length > NoteMax)
        {
            return Problem.Invalid("note", $"must have at most {NoteMax} characters");
        }

        if (await FindAsync(who, id, cancel).ConfigureAwait(false) is not { } request)
        {
            return Problem.NotFound("request", id);
        }

        if (request.Revision != asked.Revision)
        {
            return Problem.Conflict("changed_meanwhile", "Somebody else changed this meanwhile. Load it again and repeat your change.");
        }

        var note = asked.Note?.Trim() ?? "";
        var deed = DeedOf(request.Kind);
        using (var unit = records.Open())
        {
            var done = await unit.Set<RequestStep>().AnyAsync(s => s.RequestId == id && s.Step == deed, cancel).ConfigureAwait(false);
            if (request.Take(asked.Step ?? "", note, done, clock.GetUtcNow()) is { } problem)
            {
                return problem;
            }
        }

        await SaveAsync(request, asked.Step!, note, who.Staff, isNew: false, cancel).ConfigureAwait(false);
        return (await DetailsAsync(who, id, cancel).ConfigureAwait(false))!;
    }

    /// <summary>Something was done for an open request; refused when it is not being worked on, or is of another kind.</summary>
    public async Task<Result<PersonRequest>> WorkingAsync(ICurrentViewer who, string id, IReadOnlyList<RequestKind> kinds, CancellationToken cancel)
    {
        var request = await FindAsync(who, id, cancel).ConfigureAwait(false);
        return request is null ? Problem.NotFound("request", id)
            : !kinds.Contains(request.Kind) ? Problem.Conflict("wrong_kind", $"This is a request for {PersonRequest.NameOf(request.Kind)}.")
            : request.State != RequestState.Working ? Problem.Conflict("wrong_step", $"This request is {PersonRequest.NameOf(request.State)}: make sure who asks, and start it first.")
            : request;
    }

    /// <summary>The request with its step and its audit line, in one transaction.</summary>
    public async Task SaveAsync(PersonRequest request, string step, string note, string staff, bool isNew, CancellationToken cancel)
    {
        using var unit = records.Open();
        using var transaction = await unit.Database.BeginTransactionAsync(cancel).ConfigureAwait(false);
        if (isNew)
        {
            unit.Add(request);
        }
        else
        {
            unit.Update(request);
        }

        unit.Add(new RequestStep { Id = ids.Next().ToString(), RequestId = request.Id, At = clock.GetUtcNow(), Staff = staff, Step = step, Note = note });
        await unit.SaveChangesAsync(cancel).ConfigureAwait(false);
        var entry = new AuditEntry(staff, $"request_{step}", $"request/{request.Id}", $"{PersonRequest.NameOf(request.Kind)} of customer/{request.CustomerId.ToString(CultureInfo.InvariantCulture)}");
        await audit.AppendAsync(unit, entry, cancel).ConfigureAwait(false);
        await transaction.CommitAsync(cancel).ConfigureAwait(false);
    }

    /// <param name="which">open, overdue, closed, or empty for all; the most urgent first.</param>
    public async Task<Page<RequestView>> PageAsync(ICurrentViewer who, string which, string kind, PageRequest page, CancellationToken cancel)
    {
        var today = clock.Today();
        using var unit = records.Open();
        var found = Scoped(unit, who);
        found = which switch
        {
            "open" => found.Where(r => r.State == RequestState.Received || r.State == RequestState.Verified || r.State == RequestState.Working),
            "overdue" => found.Where(r => (r.State == RequestState.Received || r.State == RequestState.Verified || r.State == RequestState.Working) && r.DueOn < today),
            "closed" => found.Where(r => r.State == RequestState.Done || r.State == RequestState.Refused || r.State == RequestState.Withdrawn),
            _ => found,
        };
        if (KindOf(kind) is { } only)
        {
            found = found.Where(r => r.Kind == only);
        }

        var total = await found.LongCountAsync(cancel).ConfigureAwait(false);
        var rows = await found.OrderBy(r => r.State == RequestState.Done || r.State == RequestState.Refused || r.State == RequestState.Withdrawn).ThenBy(r => r.DueOn).ThenBy(r => r.Id)
            .Skip((int)page.Offset).Take(page.Size).ToListAsync(cancel).ConfigureAwait(false);
        return new Page<RequestView>([.. rows.Select(View)], total);
    }

    public async Task<RequestCounts> CountsAsync(ICurrentViewer who, CancellationToken cancel)
    {
        var today = clock.Today();
        using var unit = records.Open();
        var all = await Scoped(unit, who).Select(r => new { r.State, r.DueOn }).ToListAsync(cancel).ConfigureAwait(false);
        var open = all.Where(r => r.State is RequestState.Received or RequestState.Verified or RequestState.Working).ToList();
        return new RequestCounts(
            open.Count, open.Count(r => r.DueOn >= today && r.DueOn <= today.AddDays(SoonDays)), open.Count(r => r.DueOn < today), all.Count - open.Count,
            term.Days, term.DayKind);
    }

    public async Task<RequestDetails?> DetailsAsync(ICurrentViewer who, string id, CancellationToken cancel)
    {
        if (await FindAsync(who, id, cancel).ConfigureAwait(false) is not { } request)
        {
            return null;
        }

        using var unit = records.Open();
        var steps = await unit.Set<RequestStep>().AsNoTracking().Where(s => s.RequestId == id).OrderBy(s => s.At).ThenBy(s => s.Id).ToListAsync(cancel).ConfigureAwait(false);
        var certificate = await unit.Set<ErasureCertificate>().AsNoTracking().Where(c => c.RequestId == id).OrderByDescending(c => c.ErasedAt).FirstOrDefaultAsync(cancel).ConfigureAwait(false);
        return new RequestDetails(
            View(request), [.. steps.Select(s => new StepView(s.At, s.Staff, s.Step, s.Note))], PersonRequest.StepsFrom(request.State),
            certificate is null ? null : ErasePerson.View(certificate));
    }

    public static string DeedOf(RequestKind kind) => kind switch
    {
        RequestKind.Access or RequestKind.Export => "exported",
        RequestKind.Correction => "corrected",
        RequestKind.Erasure => "erased",
        _ => "objected",
    };

    public RequestView View(PersonRequest r)
    {
        var left = r.DueOn.DayNumber - clock.Today().DayNumber;
        return new RequestView(
            r.Id, PersonRequest.NameOf(r.Kind), r.CustomerId.ToString(CultureInfo.InvariantCulture), r.CustomerNo, r.ReceivedOn, r.DueOn, r.IsOpen && left < 0, left,
            r.Channel, r.Note, PersonRequest.NameOf(r.State), r.Answer, r.CreatedBy, r.CreatedAt, r.ClosedAt, r.IsDemo, r.Revision);
    }

    private async Task<PersonRequest?> FindAsync(ICurrentViewer who, string id, CancellationToken cancel)
    {
        using var unit = records.Open();
        return await Scoped(unit, who).SingleOrDefaultAsync(r => r.Id == id, cancel).ConfigureAwait(false);
    }

    private static IQueryable<PersonRequest> Scoped(RecordsContext unit, ICurrentViewer who)
    {
        var place = who.Viewer("requests of persons").Scope.Value;
        return unit.Set<PersonRequest>().AsNoTracking().Where(r => r.OrgPath.StartsWith(place));
    }

    private static RequestKind? KindOf(string? word) => Enum.GetValues<RequestKind>().Cast<RequestKind?>().FirstOrDefault(k => PersonRequest.NameOf(k!.Value) == word);
}
