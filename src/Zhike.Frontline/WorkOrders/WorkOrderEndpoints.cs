using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;

namespace Zhike.Frontline.WorkOrders;

/// <summary>/api/v1/work-orders.</summary>
internal static class WorkOrderEndpoints
{
    public static void MapWorkOrders(this IEndpointRouteBuilder routes)
    {
        var orders = routes.MapGroup("/api/v1/work-orders").WithTags("Work orders");
        orders.MapGet("", PageAsync).Require(Permission.WorkOrders).Produces<Page<WorkOrderRow>>();
        orders.MapGet("/today", TodayAsync).Require(Permission.WorkOrders);
        orders.MapGet("/{id}", OneAsync).Require(Permission.WorkOrders).Produces<WorkOrderView>();
        orders.MapPost("/{id}/accept", AcceptAsync).Require(Permission.WorkOrders).Produces<WorkOrderView>();
        orders.MapPost("/{id}/report", ReportAsync).Require(Permission.WorkOrders).Produces<WorkOrderView>();
    }

    private static async Task<IResult> PageAsync(
        string? status, string? q, int? page, int? size, ICurrentViewer current, WorkOrderQueries queries, CancellationToken cancel)
    {
        var asked = PageRequest.From(page, size);
        return asked.Ok
            ? (await queries.PageAsync(current.Viewer("work orders"), status, q, asked.Value, cancel).ConfigureAwait(false)).ToHttp()
            : asked.Problem.ToHttp();
    }

    private static async Task<IReadOnlyList<WorkOrderRow>> TodayAsync(ICurrentViewer current, WorkOrderQueries queries, CancellationToken cancel) =>
        await queries.TodayAsync(current.Viewer("today's work orders"), cancel).ConfigureAwait(false);

    private static async Task<IResult> OneAsync(string id, ICurrentViewer current, WorkOrderQueries queries, CancellationToken cancel) =>
        (await queries.OneAsync(current.Viewer("work order"), id, cancel).ConfigureAwait(false)).ToHttp();

    private static async Task<IResult> AcceptAsync(
        string id, AcceptRequest? request, ICurrentViewer current, WorkOrderDesk desk, WorkOrderQueries queries, CancellationToken cancel)
    {
        var viewer = current.Viewer("accept a work order");
        var accepted = await desk.AcceptAsync(viewer, id, request ?? new AcceptRequest(null), cancel).ConfigureAwait(false);
        return accepted.Ok ? (await queries.OneAsync(viewer, id, cancel).ConfigureAwait(false)).ToHttp() : accepted.Problem.ToHttp();
    }

    private static async Task<IResult> ReportAsync(
        string id, ReportRequest request, ICurrentViewer current, WorkOrderDesk desk, WorkOrderQueries queries, CancellationToken cancel)
    {
        var viewer = current.Viewer("report on a work order");
        var reported = await desk.ReportAsync(viewer, id, request, cancel).ConfigureAwait(false);
        return reported.Ok ? (await queries.OneAsync(viewer, id, cancel).ConfigureAwait(false)).ToHttp() : reported.Problem.ToHttp();
    }
}
