using System.Text.Json;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Host.Definitions;

/// <summary>Writing, submitting, approving and stopping definitions of every kind. The audit trail is the store's own duty.</summary>
public static class DefinitionEndpoints
{
    public static void MapDefinitions(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/definitions/{kind}").WithTags("Definitions");
        api.MapGet("/", ListAsync).Require(Permission.ViewReports).Produces<IReadOnlyList<DefinitionView>>();
        api.MapGet("/{key}", HistoryAsync).Require(Permission.ViewReports).Produces<IReadOnlyList<DefinitionView>>();
        routes.MapGet("/api/v1/names/{kind}", NamesAsync).Require(Permission.ViewCustomers).Produces<IReadOnlyList<DefinitionName>>().WithTags("Definitions");
        api.MapPut("/{key}/draft", SaveAsync).Require(Permission.EditDefinitions).Produces<DefinitionView>();
        api.MapPost("/{key}/{version:int}/submit", SubmitAsync).Require(Permission.EditDefinitions).Produces<DefinitionView>();
        api.MapPost("/{key}/{version:int}/approve", ApproveAsync).Require(Permission.ApproveDefinitions).Produces<DefinitionView>();
        api.MapPost("/{key}/{version:int}/reject", RejectAsync).Require(Permission.ApproveDefinitions).Produces<DefinitionView>();
        api.MapPost("/{key}/stop", StopAsync).Require(Permission.EditDefinitions).Produces<DefinitionView>();
    }

    private static async Task<IResult> ListAsync(string kind, IDefinitions definitions, CancellationToken cancel)
    {
        var live = (await definitions.LiveAsync(kind, cancel)).ToDictionary(d => d.Key, d => d.Version);
        return TypedResults.Ok((await definitions.ListAsync(kind, cancel))
            .Select(d => DefinitionView.Of(d, live.TryGetValue(d.Key, out var version) ? version : null)).ToList());
    }

    /// <summary>What people call definitions, also for those who may not read them: a customer's timeline speaks of them.</summary>
    private static async Task<IResult> NamesAsync(string kind, IDefinitions definitions, CancellationToken cancel) =>
        TypedResults.Ok((await definitions.ListAsync(kind, cancel)).Select(DefinitionName.Of).ToList());

    private static async Task<IResult> HistoryAsync(string kind, string key, IDefinitions definitions, CancellationToken cancel)
    {
        var history = await definitions.HistoryAsync(kind, key, cancel);
        var live = history.FirstOrDefault(d => d.Status == DefinitionStatus.Live)?.Version;
        return history.Count == 0
            ? Problem.NotFound(kind, key).ToHttp()
            : TypedResults.Ok(history.OrderByDescending(d => d.Version).Select(d => DefinitionView.Of(d, live)).ToList());
    }

    private static async Task<IResult> SaveAsync(
        string kind, string key, DefinitionDraft draft, IDefinitions definitions, IEnumerable<IDefinitionKind> kinds, ICurrentViewer current, CancellationToken cancel)
    {
        var text = draft.Text ?? (draft.Document is { ValueKind: not JsonValueKind.Null } document ? document.GetRawText() : null);
        if (text is null)
        {
            return Problem.Invalid("document", "must be given, as an object or as text (YAML or JSON)").ToHttp();
        }

        // A browser that saves for the first time has read no revision: 0 and none mean the same.
        var revision = draft.Revision is 0 ? null : draft.Revision;
        var saved = await definitions.SaveDraftAsync(kind, key, text, current.Staff, revision, cancel);
        var rules = kinds.FirstOrDefault(k => k.Kind == kind);
        var warnings = saved.Ok && rules is not null ? await rules.WarnAsync(key, JsonSerializer.Deserialize<JsonElement>(saved.Value.Document), cancel) : [];
        return saved.Map(d => DefinitionView.Of(d, null) with { Warnings = warnings }).ToHttp();
    }

    private static async Task<IResult> SubmitAsync(
        string kind, string key, int version, IDefinitions definitions, ICurrentViewer current, CancellationToken cancel) =>
        View(await definitions.SubmitAsync(kind, key, version, current.Staff, cancel));

    private static async Task<IResult> ApproveAsync(
        string kind, string key, int version, IDefinitions definitions, ICurrentViewer current, CancellationToken cancel) =>
        View(await definitions.ApproveAsync(kind, key, version, current.Staff, cancel));

    private static async Task<IResult> RejectAsync(
        string kind, string key, int version, Decision decision, IDefinitions definitions, ICurrentViewer current, CancellationToken cancel) =>
        View(await definitions.RejectAsync(kind, key, version, current.Staff, decision.Note ?? "", cancel));

    private static async Task<IResult> StopAsync(string kind, string key, IDefinitions definitions, ICurrentViewer current, CancellationToken cancel) =>
        View(await definitions.StopAsync(kind, key, current.Staff, cancel));

    private static IResult View(Result<Definition> definition) =>
        definition.Map(d => DefinitionView.Of(d, d.Status == DefinitionStatus.Live ? d.Version : null)).ToHttp();
}

/// <param name="Document">The document as an object, or …</param>
/// <param name="Text">… as YAML or JSON text.</param>
/// <param name="Revision">Of the draft that was read; null or 0 for a first save.</param>
public sealed record DefinitionDraft(JsonElement? Document, string? Text, long? Revision);

/// <param name="Note">Why not; needed to reject.</param>
public sealed record Decision(string? Note);

/// <summary>The key where the document has no name in a language.</summary>
public sealed record DefinitionName(string Key, string NameZh, string NameEn)
{
    public static DefinitionName Of(Definition definition)
    {
        using var document = JsonDocument.Parse(definition.Document);
        var name = document.RootElement.TryGetProperty("name", out var both) ? both : default;
        return new DefinitionName(definition.Key, In("zh"), In("en"));

        string In(string language) => name.ValueKind switch
        {
            JsonValueKind.Object when name.TryGetProperty(language, out var text) && text.GetString() is { Length: > 0 } said => said,
            JsonValueKind.String => name.GetString()!,
            _ => definition.Key,
        };
    }
}

/// <param name="Status">draft, submitted, live, stopped, superseded or rejected.</param>
/// <param name="LiveVersion">The version in force, when it is known here.</param>
public sealed record DefinitionView(
    string Kind, string Key, int Version, string Status, JsonElement Document, string Author, string? ApprovedBy, string Note,
    DateTimeOffset ChangedAt, long Revision, int? LiveVersion)
{
    /// <summary>What whoever saved a draft should know; it is saved all the same.</summary>
    public IReadOnlyList<FieldError> Warnings { get; init; } = [];

    public static DefinitionView Of(Definition d, int? liveVersion) => new(
        d.Kind, d.Key, d.Version, JsonNamingPolicy.SnakeCaseLower.ConvertName(d.Status.ToString()),
        JsonSerializer.Deserialize<JsonElement>(d.Document), d.Author, d.Approver, d.Note, d.ChangedAt, d.Revision, liveVersion);
}
