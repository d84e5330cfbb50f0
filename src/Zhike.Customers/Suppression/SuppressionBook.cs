using System.Collections.Immutable;
using System.Globalization;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Customers.Consent;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Audit;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Customers.Suppression;

/// <summary>Who is on which suppression list. An entry is a fact, and so is its end: for the days before it, it stood.</summary>
internal sealed class SuppressionBook(IFacts facts, LiveSuppressionLists lists, IAudit audit, IIds ids, BankClock clock)
{
    public const int ReasonMax = 200;

    /// <summary>Stands for "open" where the facts need an instant.</summary>
    public static readonly DateTimeOffset Open = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const string Columns =
        "suppression_versions (entry_id, customer_id, list, channels, purposes, lines, starts_at, ends_at, reason, source, reference, recorded_by, recorded_at, ended_by, ended_reason, is_demo, version)";

    /// <summary>The newest first; empty also outside the viewer's scope.</summary>
    public Task<List<Suppressed>> OfCustomerAsync(Viewer viewer, ulong customer, CancellationToken cancel) => facts.ListAsync(
        viewer, new FactsStatement("suppressions of a customer", SqlFile.Beside<SuppressionBook>("OfCustomer.sql")).With("customer", customer), Entry, cancel);

    public async Task<IReadOnlyList<SuppressionView>> ViewsAsync(IReadOnlyList<Suppressed> entries, CancellationToken cancel)
    {
        var named = await lists.AllAsync(cancel).ConfigureAwait(false);
        return [.. entries.Select(e => View(e, 0, "", named))];
    }

    public async Task<IReadOnlyList<SuppressionListView>> ListsAsync(Viewer viewer, CancellationToken cancel)
    {
        var statement = new FactsStatement("suppression lists", SqlFile.Beside<SuppressionBook>("Counts.sql")).With("now", clock.GetUtcNow());
        var counts = await facts.ListAsync(viewer, statement, (ref RowReader row) => (List: row.Text(), Current: row.UInt64(), Ended: row.UInt64()), cancel).ConfigureAwait(false);
        return
        [
            .. (await lists.AllAsync(cancel).ConfigureAwait(false)).Select(l =>
            {
                var count = counts.Find(c => c.List == l.Key);
                return new SuppressionListView(
                    l.Key, l.Name.Zh, l.Name.En, l.Description.Zh, l.Description.En, l.Scope.Channels, l.Scope.Purposes, l.Scope.Lines, l.HoldsErasure,
                    (long)count.Current, (long)count.Ended);
            }),
        ];
    }

    /// <param name="state">current, waiting, ended, or empty for all.</param>
    public async Task<Page<SuppressionView>> PageAsync(Viewer viewer, string list, string state, string customerNo, PageRequest page, CancellationToken cancel)
    {
        var named = await lists.AllAsync(cancel).ConfigureAwait(false);
        var statement = new FactsStatement("page of suppressions", SqlFile.Beside<SuppressionBook>("Entries.sql"))
            .With("list", list).With("state", state).With("customer_no", customerNo).With("now", clock.GetUtcNow());
        var total = await facts.CountAsync(viewer, statement with { Sql = $"SELECT count() FROM ({statement.Sql})" }, cancel).ConfigureAwait(false);
        var paged = statement with { Sql = $"{statement.Sql}\nORDER BY recorded_at DESC, entry_id LIMIT {{size:UInt32}} OFFSET {{offset:UInt64}}" };
        var rows = await facts.ListAsync(
            viewer, paged.With("size", (long)page.Size).With("offset", page.Offset),
            (ref RowReader row) => (Entry: Entry(ref row), Customer: row.UInt64(), No: row.Text()), cancel).ConfigureAwait(false);
        return new Page<SuppressionView>([.. rows.Select(r => View(r.Entry, r.Customer, r.No, named))], checked((long)total));
    }

    public async Task<Result<SuppressionView>> AddAsync(ICurrentViewer who, SuppressionRequest request, CancellationToken cancel)
    {
        var named = await lists.AllAsync(cancel).ConfigureAwait(false);
        var draft = SuppressionDraft.Read(request, named, clock);
        if (!draft.Ok)
        {
            return draft.Problem;
        }

        var number = request.CustomerNo!.Trim();
        var found = await MatchAsync(who.Viewer("suppress"), [number], cancel).ConfigureAwait(false);
        if (!found.TryGetValue(number, out var customer))
        {
            return Problem.NotFound("customer", number);
        }

        var entry = draft.Value.Entry(NewId(), "staff", who.Staff, clock.GetUtcNow());
        await AppendAsync("suppress a customer", [(customer, entry)], cancel).ConfigureAwait(false);
        await audit.RecordAsync(new AuditEntry(who.Staff, "suppression_added", $"customer/{customer}", $"{entry.List}: {entry.Reason}"), cancel).ConfigureAwait(false);
        return View(entry, customer, number, named);
    }

    public async Task<Result<SuppressionView>> EndAsync(ICurrentViewer who, ulong entryId, EndRequest request, CancellationToken cancel)
    {
        var reason = request.Reason?.Trim() ?? "";
        if (reason.Length is 0 or > ReasonMax)
        {
            return Problem.Invalid("reason", $"must say in 1 to {ReasonMax} characters why the entry ends");
        }

        var statement = new FactsStatement("a suppression", SqlFile.Beside<SuppressionBook>("ById.sql")).With("entry", entryId);
        var found = await facts.ListAsync(
            who.Viewer("end a suppression"), statement, (ref RowReader row) => (Entry: Entry(ref row), Customer: row.UInt64(), No: row.Text()), cancel).ConfigureAwait(false);
        if (found.Count == 0)
        {
            return Problem.NotFound("entry", entryId.ToString(CultureInfo.InvariantCulture));
        }

        var (entry, customer, number) = found[0];
        var now = clock.GetUtcNow();
        if (entry.EndsAt <= now)
        {
            return Problem.Conflict("already_ended", $"This entry ended on {clock.DayOf(entry.EndsAt):yyyy-MM-dd}.");
        }

        if (entry.List == SuppressionListKind.Erased)
        {
            return Problem.Conflict("erased", "This person was erased; the entry stays.");
        }

        // One that never began ends as it begins: it never stood.
        var ended = entry with { EndsAt = entry.StartsAt > now ? entry.StartsAt : now, EndedBy = who.Staff, EndedReason = reason, RecordedAt = now };
        await AppendAsync("end a suppression", [(customer, ended)], cancel).ConfigureAwait(false);
        await audit.RecordAsync(new AuditEntry(who.Staff, "suppression_ended", $"customer/{customer}", $"{entry.List}: {reason}"), cancel).ConfigureAwait(false);
        return View(ended, customer, number, await lists.AllAsync(cancel).ConfigureAwait(false));
    }

    /// <summary>Customer numbers of the viewer's scope with their customers.</summary>
    public async Task<Dictionary<string, ulong>> MatchAsync(Viewer viewer, IReadOnlyCollection<string> numbers, CancellationToken cancel)
    {
        var statement = new FactsStatement("match customer numbers", SqlFile.Beside<SuppressionBook>("Match.sql")).With("numbers", numbers).Within(FactsLimits.Batch);
        var rows = await facts.ListAsync(viewer, statement, (ref RowReader row) => (No: row.Text(), Id: row.UInt64()), cancel).ConfigureAwait(false);
        return rows.ToDictionary(r => r.No, r => r.Id, StringComparer.Ordinal);
    }

    public ulong NewId() => StableHash.Of("suppression", ids.Next().ToString());

    /// <summary>A later version of the same entry replaces the earlier.</summary>
    public Task AppendAsync(string name, IReadOnlyList<(ulong Customer, Suppressed Entry)> entries, CancellationToken cancel) =>
        facts.InsertAsync(new FactsInsert(name, Columns), RowsAsync(entries, (ulong)clock.GetUtcNow().ToUnixTimeMilliseconds()), cancel);

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> RowsAsync(IReadOnlyList<(ulong Customer, Suppressed Entry)> entries, ulong version)
    {
        var writer = new RowWriter();
        foreach (var (customer, e) in entries)
        {
            writer.UInt64(e.EntryId).UInt64(customer).Text(e.List).Texts(e.Channels).Texts(e.Purposes).Texts(e.Lines).Instant(e.StartsAt).Instant(e.EndsAt)
                .Text(e.Reason).Text(e.Source).Text(e.Reference).Text(e.RecordedBy).Instant(e.RecordedAt).Text(e.EndedBy).Text(e.EndedReason).Bool(e.IsDemo)
                .UInt64(e.EndedBy.Length > 0 ? version + 1 : version);
            if (writer.Length > 1 << 20)
            {
                yield return writer.Written.ToArray();
                writer.Clear();
            }
        }

        yield return writer.Written.ToArray();
        await Task.CompletedTask.ConfigureAwait(false);
    }

    private static Suppressed Entry(ref RowReader row) => new(
        row.UInt64(), row.Text(), [.. row.Texts()], [.. row.Texts()], [.. row.Texts()], row.Instant(), row.Instant(), row.Text(), row.Text(), row.Text(),
        row.Text(), row.Instant(), row.Text(), row.Text(), row.Bool());

    private SuppressionView View(Suppressed e, ulong customer, string number, IReadOnlyList<SuppressionList> named)
    {
        var now = clock.GetUtcNow();
        var name = named.FirstOrDefault(l => l.Key == e.List)?.Name ?? new Documents.LocalText(e.List == SuppressionListKind.Erased ? "已删除个人信息" : e.List, e.List);
        return new SuppressionView(
            e.EntryId.ToString(CultureInfo.InvariantCulture), e.List, name.Zh, name.En, customer.ToString(CultureInfo.InvariantCulture), number, e.Channels, e.Purposes, e.Lines,
            e.EndsAt <= now ? "ended" : e.StartsAt > now ? "waiting" : "current",
            e.StartsAt, e.EndsAt >= Open ? null : e.EndsAt, e.Reason, e.Source, e.Reference, e.RecordedBy, e.RecordedAt, e.EndedBy, e.EndedReason, e.IsDemo);
    }
}

/// <summary>A request that was checked.</summary>
internal sealed record SuppressionDraft(SuppressionList List, SuppressionScope Scope, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Reason, string Reference)
{
    public static Result<SuppressionDraft> Read(SuppressionRequest request, IReadOnlyList<SuppressionList> lists, BankClock clock, bool needsCustomer = true)
    {
        var errors = new List<FieldError>();
        if (needsCustomer && request.CustomerNo?.Trim().Length is null or 0 or > 40)
        {
            errors.Add(new FieldError("customerNo", "must be a customer number"));
        }

        var list = lists.FirstOrDefault(l => l.Key == request.List);
        if (list is null)
        {
            errors.Add(new FieldError("list", $"must be one of {string.Join(", ", lists.Select(l => l.Key))}"));
        }

        var scope = new SuppressionScope(
            [.. request.Channels ?? list?.Scope.Channels ?? []], [.. request.Purposes ?? list?.Scope.Purposes ?? []], [.. request.Lines ?? list?.Scope.Lines ?? []]);
        SuppressionList.Check(scope, "", errors);
        var today = clock.DayOf(clock.GetUtcNow());
        var starts = request.StartsOn ?? today;
        if (request.EndsOn is { } last && last < starts)
        {
            errors.Add(new FieldError("endsOn", $"must not lie before {starts:yyyy-MM-dd}"));
        }

        var reason = request.Reason?.Trim() ?? "";
        if (reason.Length is 0 or > SuppressionBook.ReasonMax)
        {
            errors.Add(new FieldError("reason", $"must say in 1 to {SuppressionBook.ReasonMax} characters why"));
        }

        var reference = request.Reference?.Trim() ?? "";
        if (reference.Length > 120)
        {
            errors.Add(new FieldError("reference", "must have at most 120 characters"));
        }

        // From today means from now on; any other day begins at midnight.
        var startsAt = starts == today && request.StartsOn is null ? clock.GetUtcNow() : clock.InstantOf(starts, TimeOnly.MinValue);
        var endsAt = request.EndsOn is { } day ? clock.InstantOf(day.AddDays(1), TimeOnly.MinValue) : SuppressionBook.Open;
        return errors.Count > 0 ? Problem.Invalid(errors) : new SuppressionDraft(list!, scope, startsAt, endsAt, reason, reference);
    }

    public Suppressed Entry(ulong id, string source, string staff, DateTimeOffset now) => new(
        id, List.Key, Scope.Channels, Scope.Purposes, Scope.Lines, StartsAt, EndsAt, Reason, source, Reference, staff, now, "", "", false);
}
