using System.Text.Json;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Intake.Plan;

/// <summary>Reads a plan somebody is still writing: as text or as a document, with everything that stands in its way.</summary>
internal sealed class PlanDrafts(TrackingPlanKind kind)
{
    public async Task<PlanDraftCheck> CheckAsync(string key, PlanDraftText draft, CancellationToken cancel)
    {
        var text = draft.Text ?? (draft.Document is { ValueKind: not JsonValueKind.Null } given ? given.GetRawText() : "");
        var read = DocumentText.Parse(text, "document");
        return read.Ok
            ? new PlanDraftCheck(read.Value, await kind.CheckAsync(key, read.Value, cancel).ConfigureAwait(false))
            : new PlanDraftCheck(null, read.Problem.Errors);
    }
}

/// <param name="Document">The draft as an object, or …</param>
/// <param name="Text">… as YAML or JSON.</param>
internal sealed record PlanDraftText(JsonElement? Document, string? Text);

/// <param name="Document">As it was read; null where the text is not YAML.</param>
internal sealed record PlanDraftCheck(JsonElement? Document, IReadOnlyList<FieldError> Errors);
