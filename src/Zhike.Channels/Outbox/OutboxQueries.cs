using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zhike.Channels.Queue;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Http;
using Zhike.Kernel;
using Zhike.Storage.Records;

namespace Zhike.Channels.Outbox;

/// <summary>A line of the outbox page. Everything personal is masked.</summary>
/// <param name="Id">Of the planned contact.</param>
/// <param name="Subject">The beginning of what it says; null while it has not been written.</param>
public sealed record OutboxRow(
    string Id, string Channel, string State, long CustomerId, string CustomerNo, string CustomerName, string To, string Template, string? Subject,
    DateTimeOffset QueuedAt, DateTimeOffset? SentAt, int Attempts, string Journey, string? Problem);

/// <summary>One message, masked.</summary>
/// <param name="Body">The main text; HTML of an e-mail.</param>
/// <param name="Action">Where the button of an in-app message or a push leads.</param>
/// <param name="InDoubt">Some attempt may have reached the other side.</param>
/// <param name="Segments">Billed parts of a short message; 0 for others.</param>
public sealed record OutboxMessageView(
    string Id, string Channel, string State, long CustomerId, string CustomerNo, string CustomerName, string To, string Template, int TemplateVersion,
    string? Subject, string Body, string? Action, DateTimeOffset QueuedAt, DateTimeOffset NotBefore, DateTimeOffset? SentAt, DateTimeOffset? DeliveredAt,
    int Attempts, bool InDoubt, int Segments, string Journey, int JourneyVersion, string Node, string ProviderId, string? Problem);

public sealed record OutboxCount(string Channel, string State, long Messages);

/// <summary>Reads the outbox within a viewer's scope.</summary>
internal sealed class OutboxQueries(IRecords records, IPersonalData people)
{
    public async Task<Result<Page<OutboxRow>>> PageAsync(Viewer viewer, string? channel, string? state, string? q, PageRequest page, CancellationToken cancel)
    {
        var wanted = StateOf(state);
        if (!wanted.Ok)
        {
            return wanted.Problem;
        }

        using var unit = records.Open();
        var messages = Scoped(unit, viewer);
        messages = string.IsNullOrEmpty(channel) ? messages : messages.Where(m => m.Channel == channel);
        messages = string.IsNullOrEmpty(q) ? messages : messages.Where(m => m.CustomerNo == q || m.ContactId == q || m.JourneyId == q || m.Template == q);
        messages = wanted.Value is { } only ? messages.Where(m => m.State == only) : messages;
        var total = await messages.LongCountAsync(cancel).ConfigureAwait(false);
        var rows = await messages.OrderByDescending(m => m.ChangedAt).ThenBy(m => m.ContactId).Skip((int)page.Offset).Take(page.Size).ToListAsync(cancel).ConfigureAwait(false);
        return new Page<OutboxRow>(await RowsAsync(viewer, rows, cancel).ConfigureAwait(false), total);
    }

    public async Task<IReadOnlyList<OutboxCount>> CountsAsync(Viewer viewer, CancellationToken cancel)
    {
        using var unit = records.Open();
        var groups = await Scoped(unit, viewer).GroupBy(m => new { m.Channel, m.State })
            .Select(g => new { g.Key.Channel, g.Key.State, Messages = g.LongCount() }).ToListAsync(cancel).ConfigureAwait(false);
        return [.. groups.Select(g => new OutboxCount(g.Channel, NameOf(g.State), g.Messages)).OrderBy(c => c.Channel, StringComparer.Ordinal).ThenBy(c => c.State, StringComparer.Ordinal)];
    }

    public async Task<Result<OutboxMessageView>> OneAsync(Viewer viewer, string contactId, CancellationToken cancel)
    {
        using var unit = records.Open();
        if (await Scoped(unit, viewer).SingleOrDefaultAsync(m => m.ContactId == contactId, cancel).ConfigureAwait(false) is not { } message)
        {
            return Problem.NotFound("message", contactId);
        }

        var row = (await RowsAsync(viewer, [message], cancel).ConfigureAwait(false))[0];
        var fields = FieldsOf(message);
        return new OutboxMessageView(
            row.Id, row.Channel, row.State, row.CustomerId, row.CustomerNo, row.CustomerName, row.To, row.Template, message.TemplateVersion,
            fields.GetValueOrDefault("subject") ?? fields.GetValueOrDefault("title"), fields.GetValueOrDefault("body") ?? fields.GetValueOrDefault("text") ?? "",
            fields.GetValueOrDefault("url"), message.QueuedAt, message.NotBefore, message.SentAt, message.DeliveredAt, message.Attempts, message.InDoubt,
            message.Segments, message.JourneyId, message.Version, message.Node, message.ProviderId, row.Problem);
    }

    /// <summary>Rows at or below the viewer's place; a customer manager's own customers only.</summary>
    public static IQueryable<OutboxMessage> Scoped(RecordsContext unit, Viewer viewer)
    {
        var (org, manager) = (viewer.Scope.Value, viewer.Manager);
        return unit.Set<OutboxMessage>().AsNoTracking().Where(m => m.OrgPath.StartsWith(org) && (manager == "" || m.ManagerId == manager));
    }

    public static string NameOf(MessageState state) => state.ToString().ToLowerInvariant();

    private static Result<MessageState?> StateOf(string? state) => string.IsNullOrEmpty(state) ? (MessageState?)null
        : Enum.TryParse<MessageState>(state, ignoreCase: true, out var known) ? known
        : Problem.Invalid("state", $"must be one of {string.Join(", ", Enum.GetValues<MessageState>().Select(NameOf))}, but is \"{state}\"");

    private async Task<List<OutboxRow>> RowsAsync(Viewer viewer, List<OutboxMessage> rows, CancellationToken cancel)
    {
        var names = await people.ReadAsync(viewer, [.. rows.Select(m => m.Customer).Distinct()], cancel).ConfigureAwait(false);
        return [.. rows.Select(m => new OutboxRow(
            m.ContactId, m.Channel, NameOf(m.State), m.CustomerId, m.CustomerNo, names.GetValueOrDefault(m.Customer)?.Name ?? "", m.ShownTo, m.Template,
            SubjectOf(m), m.QueuedAt, m.SentAt, m.Attempts, m.JourneyId, m.Reason.Length == 0 ? null : m.Reason))];
    }

    private static string? SubjectOf(OutboxMessage message)
    {
        var fields = FieldsOf(message);
        var text = fields.GetValueOrDefault("subject") ?? fields.GetValueOrDefault("title") ?? fields.GetValueOrDefault("text");
        return text is { Length: > 80 } ? text[..80] + "…" : text;
    }

    private static Dictionary<string, string> FieldsOf(OutboxMessage message) => message.ShownContent.Length == 0
        ? []
        : JsonSerializer.Deserialize<Dictionary<string, string>>(message.ShownContent, ContentSeal.Json)!;
}
