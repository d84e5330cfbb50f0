using System.Text.Json;
using Zhike.Contracts.Access;
using Zhike.Contracts.Bank;
using Zhike.Customers.Tags.Definitions;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Audit;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Tags.Giving;

/// <param name="Value">Of the tag's type; null takes the value back.</param>
/// <param name="Note">Where it is known from.</param>
public sealed record SupplementEntry(string? Tag, JsonElement? Value, string? Note);

/// <param name="Value">As the engine writes it; empty when it was taken back.</param>
public sealed record SupplementRow(string Tag, string NameZh, string NameEn, string Value, string Note, string Staff, DateOnly EnteredOn, DateTimeOffset EnteredAt);

/// <summary>Supplementary information (信息补录): what staff know of a customer and no system does. Each entry is a fact.</summary>
internal sealed class Supplements(IFacts facts, LiveTags live, IBusinessDate businessDate, IIds ids, IAudit audit, TimeProvider clock)
{
    private const int NoteMax = 500;

    private const string Insert =
        """
        INSERT INTO supplements (tag, customer_id, entered_on, entered_at, entry_id, value, note, staff)
        VALUES ({tag:String}, {customer:UInt64}, {on:Date}, {at:DateTime64(3, 'UTC')}, {id:UUID}, {value:String}, {note:String}, {staff:String})
        """;

    /// <summary>The customer is one that the viewer may see.</summary>
    public async Task<Result<SupplementRow>> EnterAsync(ICurrentViewer who, ulong customer, SupplementEntry entry, CancellationToken cancel)
    {
        var tags = (await live.ReadAsync(cancel).ConfigureAwait(false)).InOrder;
        if (tags.FirstOrDefault(t => t.Key == entry.Tag) is not { Source: Manual } tag)
        {
            return Problem.Invalid("tag", $"must name a tag of kind manual, but is \"{entry.Tag}\"; known are {string.Join(", ", tags.Where(t => t.Source is Manual).Select(t => t.Key))}");
        }

        var note = entry.Note?.Trim() ?? "";
        if (note.Length > NoteMax)
        {
            return Problem.Invalid("note", $"may have {NoteMax} characters");
        }

        var value = "";
        if (entry.Value is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } given)
        {
            var read = GivenValue.From(tag, given, "value");
            if (!read.Ok)
            {
                return read.Problem;
            }

            value = read.Value;
        }

        var day = await businessDate.CurrentAsync(cancel).ConfigureAwait(false);
        if (tag.StopsOn is { } last && day > last)
        {
            return Problem.Conflict("tag_stopped", $"The tag \"{tag.Key}\" stopped on {last:yyyy-MM-dd}.");
        }

        var row = new SupplementRow(tag.Key, tag.Name.Zh, tag.Name.En, value, note, who.Staff, day, clock.GetUtcNow());
        await facts.ExecuteAsync(
            Viewer.Bank("supplement"),
            new FactsStatement("enter supplement", Insert).With("tag", tag.Key).With("customer", customer).With("on", day).With("at", row.EnteredAt)
                .With("id", ids.Next().ToString()).With("value", value).With("note", note).With("staff", who.Staff),
            cancel).ConfigureAwait(false);

        // The audit trail says that, and for whom; what was entered stays with the customer.
        await audit.RecordAsync(new AuditEntry(who.Staff, "supplement_entered", $"customer/{customer}", tag.Key), cancel).ConfigureAwait(false);
        return row;
    }

    /// <summary>Every entry about a customer within the viewer's scope, newest first.</summary>
    public async Task<IReadOnlyList<SupplementRow>> OfCustomerAsync(Viewer viewer, ulong customer, CancellationToken cancel)
    {
        var names = (await live.ReadAsync(cancel).ConfigureAwait(false)).InOrder.ToDictionary(t => t.Key, t => t.Name);
        var rows = await facts.ListAsync(
            viewer, new FactsStatement("supplements", SqlFile.Beside<Supplements>("Supplements.sql")).With("customer", customer),
            (ref RowReader row) => new SupplementRow(row.Text(), "", "", row.Text(), row.Text(), row.Text(), row.Date(), row.Instant()), cancel).ConfigureAwait(false);
        return [.. rows.Select(r => names.TryGetValue(r.Tag, out var name) ? r with { NameZh = name.Zh, NameEn = name.En } : r with { NameZh = r.Tag, NameEn = r.Tag })];
    }
}
