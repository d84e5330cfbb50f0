using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Access;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Http;
using Zhike.Kernel;

namespace Zhike.Customers.Segments.Exports;

/// <summary>Exports of members over HTTP.</summary>
internal static class ExportEndpoints
{
    public static void MapExports(this IEndpointRouteBuilder routes)
    {
        var exports = routes.MapGroup("/api/v1/member-exports").Require(Permission.ViewCustomers).WithTags("exports");
        exports.MapGet("", PageAsync).Produces<Page<ExportView>>();
        exports.MapGet("columns", async (ITags tags, CancellationToken cancel) => TypedResults.Ok(ExportColumns.All(await tags.AllAsync(cancel))))
            .Produces<IReadOnlyList<ExportColumnView>>();
        exports.MapGet("trace", async (string? code, ExportDownload files, ICurrentViewer who, CancellationToken cancel) =>
            (await files.TraceAsync(who, code ?? "", cancel)).ToHttp()).Require(Permission.ViewAudit).Produces<ExportTrace>();
        exports.MapGet("{id}", async (string id, ExportBook book, ICurrentViewer who, CancellationToken cancel) =>
            await book.FindSeenAsync(who, id, cancel) is { } export ? TypedResults.Ok(await book.ViewAsync(who, export, cancel)) : Problem.NotFound("export", id).ToHttp()).Produces<ExportView>();
        exports.MapPost("", async (NewExport wish, ExportDesk desk, ICurrentViewer who, CancellationToken cancel) =>
            (await desk.RequestAsync(who, wish, cancel)).ToHttp()).Require(Permission.ExportCustomers).Produces<ExportView>();
        exports.MapPost("{id}/approve", async (string id, ExportDecision decision, ExportDesk desk, ICurrentViewer who, CancellationToken cancel) =>
            (await desk.DecideAsync(who, id, approved: true, decision, cancel)).ToHttp()).Require(Permission.ApproveExports).Produces<ExportView>();
        exports.MapPost("{id}/refuse", async (string id, ExportDecision decision, ExportDesk desk, ICurrentViewer who, CancellationToken cancel) =>
            (await desk.DecideAsync(who, id, approved: false, decision, cancel)).ToHttp()).Require(Permission.ApproveExports).Produces<ExportView>();
        exports.MapGet("{id}/file", FileAsync).Require(Permission.ExportCustomers).Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream");
    }

    private static async Task<IResult> PageAsync(string? which, string? segment, int? page, int? size, ExportBook book, ICurrentViewer who, CancellationToken cancel)
    {
        var paged = PageRequest.From(page, size);
        return paged.Ok ? TypedResults.Ok(await book.PageAsync(who, which ?? "", segment ?? "", paged.Value, cancel)) : paged.Problem.ToHttp();
    }

    private static async Task<IResult> FileAsync(string id, ExportDownload files, HttpResponse answer, ICurrentViewer who, CancellationToken cancel)
    {
        var opened = await files.OpenAsync(who, id, cancel);
        if (!opened.Ok)
        {
            return opened.Problem.ToHttp();
        }

        var (export, content) = opened.Value;
        answer.Headers.CacheControl = "no-store";
        answer.ContentLength = export.Bytes;
        var type = export.Format == "csv" ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        return TypedResults.Stream(content, type, string.Create(CultureInfo.InvariantCulture, $"{export.Segment}-{export.AsOf:yyyyMMdd}-{export.Mark}.{export.Format}"));
    }
}
