using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zhike.Channels.Queue;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Http;
using Zhike.Kernel;
using Zhike.Storage.Records;

namespace Zhike.Channels.Outbox;

/// <summary>A line of the outbox page. Everything personal is masked.</summary>
public sealed record OutboxLine(
    string ContactId, long CustomerId, string CustomerNo, string CustomerName, string Channel, string Template, string Journey, string Node,
    string State, string Reason, string ShownTo, string Title, int Segments, int Attempts, bool InDoubt,
    DateTimeOffset DecidedAt, DateTimeOffset NotBefore, DateTimeOffset ChangedAt);

/// <summary>One message with its texts, masked.</summary>
public sealed record OutboxDetail(OutboxLine Line, int TemplateVersion, int JourneyVersion, string ProviderId, string IdempotencyKey, IReadOnlyDictionary<string, string> Fields);

public sealed record OutboxCount(string Channel, string State, long Messages);

/// <summary>Reads the outbox within a viewer's scope.</summary>
internal sealed class OutboxQueries(IRecords records, IPersonalData people)
{
    public async Task<Result<Page<OutboxLine>>> PageAsync(Viewer viewer, string? channel, string? state, string? journey, PageRequest page, CancellationToken cancel)
    {
        var wanted = StateOf(state);
        if (!wanted.Ok)
        {
            return wanted.Problem;
        }

        using var unit = records.Open();
        var messages = Scoped(unit, viewer);
        messages = string.IsNullOrEmpty(channel) ? messages : messages.Where(m => m.Channel == channel);
        messages = string.IsNullOrEmpty(journey) ? messages : messages.Where(m => m.JourneyId == journey);
        messages = wanted.Value is { } only ? messages.Where(m => m.State == only) : messages;
        var total = await messages.LongCountAsync(cancel).ConfigureAwait(false);
        var rows = await messages.OrderByDescending(m => m.ChangedAt).ThenBy(m => m.ContactId).Skip((int)page.Offset).Take(page.Size).ToListAsync(cancel).ConfigureAwait(false);
        return new Page<OutboxLine>(await LinesAsync(viewer, rows, cancel).ConfigureAwait(false), total);
    }

    public async Task<IReadOnlyList<OutboxCount>> CountsAsync(Viewer viewer, CancellationToken cancel)
    {
        using var unit = records.Open();
        var groups = await Scoped(unit, viewer).GroupBy(m => new { m.Channel, m.State })
            .Select(g => new { g.Key.Channel, g.Key.State, Messages = g.LongCount() }).ToListAsync(cancel).ConfigureAwait(false);
        return [.. groups.Select(g => new OutboxCount(g.Channel, NameOf(g.State), g.Messages)).OrderBy(c => c.Channel, StringComparer.Ordinal).ThenBy(c => c.State, StringComparer.Ordinal)];
    }

    public async Task<Result<OutboxDetail>> OneAsync(Viewer viewer, string contactId, CancellationToken cancel)
    {
        using var unit = records.Open();
        if (await Scoped(unit, viewer).SingleOrDefaultAsync(m => m.ContactId == contactId, cancel).ConfigureAwait(false) is not { } message)
        {
            return Problem.NotFound("message", contactId);
        }

        var line = (await LinesAsync(viewer, [message], cancel).ConfigureAwait(false))[0];
        return new OutboxDetail(line, message.TemplateVersion, message.Version, message.ProviderId, message.IdempotencyKey, FieldsOf(message));
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

    private async Task<List<OutboxLine>> LinesAsync(Viewer viewer, List<OutboxMessage> rows, CancellationToken cancel)
    {
        var names = await people.ReadAsync(viewer, [.. rows.Select(m => m.Customer).Distinct()], cancel).ConfigureAwait(false);
        return [.. rows.Select(m => new OutboxLine(
            m.ContactId, m.CustomerId, m.CustomerNo, names.GetValueOrDefault(m.Customer)?.Name ?? "", m.Channel, m.Template, m.JourneyId, m.Node,
            NameOf(m.State), m.Reason, m.ShownTo, TitleOf(m), m.Segments, m.Attempts, m.InDoubt, m.DecidedAt, m.NotBefore, m.ChangedAt))];
    }

    private static string TitleOf(OutboxMessage message)
    {
        var fields = FieldsOf(message);
        var text = fields.GetValueOrDefault("subject") ?? fields.GetValueOrDefault("title") ?? fields.GetValueOrDefault("text") ?? "";
        return text.Length > 80 ? text[..80] + "…" : text;
    }

    private static Dictionary<string, string> FieldsOf(OutboxMessage message) => message.ShownContent.Length == 0
        ? []
        : JsonSerializer.Deserialize<Dictionary<string, string>>(message.ShownContent, ContentSeal.Json)!;
}
