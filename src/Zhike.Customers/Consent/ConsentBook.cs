using Zhike.Contracts.Access;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Audit;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Consent;

/// <summary>A customer's answer about one channel.</summary>
/// <param name="Granted">Null: was never asked, and that means no.</param>
/// <param name="Source">Who handed it over: an import, or "staff:" and a staff number.</param>
internal sealed record ConsentView(string Channel, bool? Granted, DateTimeOffset? DecidedAt, string Source);

/// <param name="Reason">How the customer said so; goes to the audit trail.</param>
internal sealed record ConsentRequest(string? Channel, bool? Granted, string? Reason);

/// <summary>Reads the answers in force, and adds new ones. An answer is never changed: the latest counts.</summary>
internal sealed class ConsentBook(IFacts facts, IAudit audit, BankClock clock)
{
    private const int ReasonMax = 200;
    private static readonly string[] Channels = ["sms", "email", "push", "in_app", "call", "work_order", "wecom"];

    /// <summary>Every channel; null when the customer lies outside the viewer's scope.</summary>
    public async Task<List<ConsentView>?> ReadAsync(Viewer viewer, ulong customer, CancellationToken cancel)
    {
        var statement = new FactsStatement("consents", SqlFile.Beside<ConsentBook>("Consents.sql")).With("customer", customer).Within(FactsLimits.Point);
        var rows = await facts.ListAsync(
            viewer, statement, (ref RowReader row) => new ConsentView(row.Text(), row.Bool(), row.Instant(), row.Text()), cancel).ConfigureAwait(false);
        if (rows.Count == 0)
        {
            return null;
        }

        // The first row only says that the customer is there.
        return [.. Channels.Select(channel => rows.Find(r => r.Channel == channel) ?? new ConsentView(channel, null, null, ""))];
    }

    public async Task<Result<List<ConsentView>>> RecordAsync(ICurrentViewer who, ulong customer, ConsentRequest request, CancellationToken cancel)
    {
        var errors = new List<FieldError>();
        if (!Channels.Contains(request.Channel))
        {
            errors.Add(new FieldError("channel", $"must be one of {string.Join(", ", Channels)}"));
        }

        if (request.Granted is null)
        {
            errors.Add(new FieldError("granted", "must be true or false"));
        }

        var reason = request.Reason?.Trim() ?? "";
        if (reason.Length is 0 or > ReasonMax)
        {
            errors.Add(new FieldError("reason", $"must say in 1 to {ReasonMax} characters how the customer said so"));
        }

        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        var viewer = who.Viewer("record consent");
        if (await ReadAsync(viewer, customer, cancel).ConfigureAwait(false) is null)
        {
            return Problem.NotFound("customer", new CustomerId(customer).ToString());
        }

        await facts.InsertAsync(
            new FactsInsert("record consent", "consents (customer_id, channel, granted, decided_at, source)"), RowAsync(customer, request, clock.GetUtcNow(), who.Staff), cancel).ConfigureAwait(false);
        await audit.RecordAsync(
            new AuditEntry(who.Staff, request.Granted!.Value ? "consent_granted" : "consent_withdrawn", $"customer/{customer}", $"{request.Channel}: {reason}"), cancel).ConfigureAwait(false);
        return (await ReadAsync(viewer, customer, cancel).ConfigureAwait(false))!;
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> RowAsync(ulong customer, ConsentRequest request, DateTimeOffset now, string staff)
    {
        yield return new RowWriter().UInt64(customer).Text(request.Channel!).Bool(request.Granted!.Value).Instant(now).Text($"staff:{staff}").Written;
        await Task.CompletedTask.ConfigureAwait(false);
    }
}
