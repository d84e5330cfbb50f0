using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;

namespace Zhike.Channels.Templates;

/// <summary>/api/v1/templates: help for whoever writes them. Saving and approving them is the definitions' API.</summary>
internal static class TemplateEndpoints
{
    public static void MapTemplates(this IEndpointRouteBuilder routes)
    {
        var templates = routes.MapGroup("/api/v1/templates").WithTags("Templates");
        templates.MapGet("/vocabulary", VocabularyAsync).Require(Permission.ViewReports).Produces<TemplateVocabulary>();
        templates.MapPost("/preview", PreviewAsync).Require(Permission.ViewCustomers).Produces<TemplatePreview>();
    }

    private static async Task<IResult> VocabularyAsync(TemplatePreviews previews, CancellationToken cancel) =>
        TypedResults.Ok(await previews.VocabularyAsync(cancel).ConfigureAwait(false));

    private static async Task<IResult> PreviewAsync(TemplatePreviewRequest asked, ICurrentViewer current, TemplatePreviews previews, CancellationToken cancel) =>
        (await previews.RenderAsync(current.Viewer("preview of a template"), asked, cancel).ConfigureAwait(false)).ToHttp();
}
