using Zhike.Contracts.Access;
using Zhike.Contracts.Customers;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Audit;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Consent;

/// <summary>Reads what customers answered, and adds new answers. An answer is never changed: the newest counts.</summary>
internal sealed class ConsentBook(IFacts facts, IAudit audit, BankClock clock)
{
    public static readonly IReadOnlyList<string> Words = ["granted", "denied", "withdrawn"];
    private const int ReasonMax = 200;
    private const int EvidenceMax = 120;

    /// <summary>How far back an answer may be dated that staff write down now: a form that lay in a drawer.</summary>
    private const int DaysBackMax = 3650;

    /// <summary>Every answer, the newest first; null when the customer lies outside the viewer's scope.</summary>
    public async Task<List<Answer>?> ReadAsync(Viewer viewer, ulong customer, CancellationToken cancel)
    {
        var statement = new FactsStatement("consents", SqlFile.Beside<ConsentBook>("Answers.sql")).With("customer", customer).Within(FactsLimits.Point);
        var rows = await facts.ListAsync(
            viewer,
            statement,
            (ref RowReader row) => new Answer(row.Text(), row.Text(), row.Bool(), row.Text(), row.Instant(), row.Text(), row.Text(), row.Text(), row.Instant()),
            cancel).ConfigureAwait(false);
        // The first row only says that the customer is there.
        return rows.Count == 0 ? null : rows[1..];
    }

    public async Task<Result<Answer>> RecordAsync(ICurrentViewer who, ulong customer, ConsentRequest request, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var errors = Check(request, now);
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        if (await ReadAsync(who.Viewer("record consent"), customer, cancel).ConfigureAwait(false) is null)
        {
            return Problem.NotFound("customer", new CustomerId(customer).ToString());
        }

        var word = request.Word!;
        var answer = new Answer(
            request.Purpose ?? "marketing", request.Channel!, word == "granted", word, request.DecidedAt ?? now, $"staff:{who.Staff}",
            request.Document?.Trim() ?? "", request.Reference?.Trim() ?? "", now);
        await AppendAsync("record consent", customer, [answer], cancel).ConfigureAwait(false);
        await audit.RecordAsync(
            new AuditEntry(who.Staff, $"consent_{word}", $"customer/{customer}", $"{answer.Purpose}/{answer.Channel}: {request.Reason!.Trim()}"), cancel).ConfigureAwait(false);
        return answer;
    }

    /// <summary>For answers that are part of something larger, which is recorded on its own.</summary>
    public Task AppendAsync(string name, ulong customer, IReadOnlyList<Answer> answers, CancellationToken cancel) => facts.InsertAsync(
        new FactsInsert(name, "consents (customer_id, channel, granted, decided_at, source, purpose, answer, document, reference, recorded_at)"),
        RowsAsync(customer, answers), cancel);

    private static List<FieldError> Check(ConsentRequest request, DateTimeOffset now)
    {
        var errors = new List<FieldError>();
        var purpose = Purposes.Find(request.Purpose ?? "marketing");
        if (purpose is null)
        {
            errors.Add(new FieldError("purpose", $"must be one of {string.Join(", ", Purposes.All.Select(p => p.Key))}"));
        }

        if (request.Channel != Purposes.EveryChannel && (purpose is { IsContact: false } || !Purposes.IsChannel(request.Channel ?? "")))
        {
            errors.Add(new FieldError("channel", purpose is { IsContact: false }
                ? $"must be {Purposes.EveryChannel}: {purpose.Key} is no contact"
                : $"must be one of {string.Join(", ", Purposes.Channels.Select(c => c.Value))}, {Purposes.EveryChannel}"));
        }
        else if (request.Channel == Purposes.EveryChannel && purpose is { IsContact: true } && request.Word == "granted")
        {
            errors.Add(new FieldError("channel", "must be one channel: only a refusal can be about all of them"));
        }

        if (request.Word is null || !Words.Contains(request.Word))
        {
            errors.Add(new FieldError("answer", $"must be one of {string.Join(", ", Words)}"));
        }

        if (request.Reason?.Trim().Length is null or 0 or > ReasonMax)
        {
            errors.Add(new FieldError("reason", $"must say in 1 to {ReasonMax} characters how the customer said so"));
        }

        foreach (var (field, text) in new[] { ("document", request.Document), ("reference", request.Reference) }.Where(f => f.Item2?.Length > EvidenceMax))
        {
            errors.Add(new FieldError(field, $"must have at most {EvidenceMax} characters, but has {text!.Length}"));
        }

        if (request.DecidedAt is { } at && (at > now || at < now.AddDays(-DaysBackMax)))
        {
            errors.Add(new FieldError("decidedAt", at > now ? "must not lie in the future" : $"must lie within the last {DaysBackMax} days"));
        }

        return errors;
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> RowsAsync(ulong customer, IReadOnlyList<Answer> answers)
    {
        foreach (var a in answers)
        {
            yield return new RowWriter().UInt64(customer).Text(a.Channel).Bool(a.Granted).Instant(a.DecidedAt).Text(a.Source)
                .Text(a.Purpose).Text(a.Word).Text(a.Document).Text(a.Reference).Instant(a.RecordedAt).Written;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }
}
