using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Customers.Spreadsheets;
using Zhike.Kernel;

namespace Zhike.Customers.Suppression;

/// <summary>Suppression lists over HTTP. Everybody who may see customers may read; only compliance enters and ends.</summary>
internal static class SuppressionEndpoints
{
    public static void MapSuppressions(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("/api/v1/suppressions").Require(Permission.ViewCustomers).WithTags("compliance");
        all.MapGet("lists", async (SuppressionBook book, ICurrentViewer who, CancellationToken cancel) =>
            TypedResults.Ok(await book.ListsAsync(who.Viewer("suppression lists"), cancel))).Produces<IReadOnlyList<SuppressionListView>>();
        all.MapGet("", PageAsync).Produces<Page<SuppressionView>>();
        all.MapPost("", async (SuppressionRequest request, SuppressionBook book, ICurrentViewer who, CancellationToken cancel) =>
            (await book.AddAsync(who, request, cancel)).ToHttp()).Require(Permission.Compliance).Produces<SuppressionView>();
        all.MapPost("{entry}/end", async (string entry, EndRequest request, SuppressionBook book, ICurrentViewer who, CancellationToken cancel) =>
            (ulong.TryParse(entry, CultureInfo.InvariantCulture, out var id) ? await book.EndAsync(who, id, request, cancel) : Problem.NotFound("entry", entry)).ToHttp())
            .Require(Permission.Compliance).Produces<SuppressionView>();
        all.MapPost("upload", UploadAsync).Require(Permission.Compliance).Accepts<byte[]>("application/octet-stream").WithMetadata(new BodyLimit())
            .Produces<SuppressionUpload>();
    }

    private static async Task<IResult> PageAsync(
        string? list, string? state, string? customerNo, int? page, int? size, SuppressionBook book, ICurrentViewer who, CancellationToken cancel)
    {
        var paged = PageRequest.From(page, size);
        return !paged.Ok ? paged.Problem.ToHttp()
            : state is not (null or "" or "current" or "waiting" or "ended") ? Problem.Invalid("state", "must be current, waiting or ended").ToHttp()
            : TypedResults.Ok(await book.PageAsync(who.Viewer("suppressions"), list ?? "", state ?? "", customerNo?.Trim() ?? "", paged.Value, cancel));
    }

    /// <summary>The file itself is the body; what holds for all its rows stands in the query.</summary>
    private static async Task<IResult> UploadAsync(
        string list, string reason, string? reference, DateOnly? startsOn, DateOnly? endsOn, HttpRequest http, UploadEntries upload, ICurrentViewer who,
        CancellationToken cancel)
    {
        var common = new SuppressionRequest(null, list, null, null, null, startsOn, endsOn, reason, reference);
        return (await upload.RunAsync(who, http.Body, common, cancel)).ToHttp();
    }

    private sealed class BodyLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => TableFile.BytesMax;
    }
}
