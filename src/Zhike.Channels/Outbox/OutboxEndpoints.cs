using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;

namespace Zhike.Channels.Outbox;

/// <summary>/api/v1/outbox: what left, what waits, what is in doubt.</summary>
internal static class OutboxEndpoints
{
    public static void MapOutbox(this IEndpointRouteBuilder routes)
    {
        var outbox = routes.MapGroup("/api/v1/outbox").WithTags("Outbox");
        outbox.MapGet("", PageAsync).Require(Permission.ViewCustomers).Produces<Page<OutboxRow>>();
        outbox.MapGet("/counts", CountsAsync).Require(Permission.ViewCustomers);
        outbox.MapGet("/{id}", OneAsync).Require(Permission.ViewCustomers).Produces<OutboxMessageView>();
        outbox.MapPost("/{id}/settle", SettleAsync).Require(Permission.Administer).Produces<string>();
        outbox.MapPost("/{id}/unmask", UnmaskAsync).Require(Permission.ViewPersonalData).Produces<UnmaskedMessage>();
    }

    private static async Task<IResult> PageAsync(
        string? channel, string? state, string? q, int? page, int? size, ICurrentViewer current, OutboxQueries queries, CancellationToken cancel)
    {
        var asked = PageRequest.From(page, size);
        return asked.Ok
            ? (await queries.PageAsync(current.Viewer("outbox"), channel, state, q, asked.Value, cancel).ConfigureAwait(false)).ToHttp()
            : asked.Problem.ToHttp();
    }

    private static async Task<IReadOnlyList<OutboxCount>> CountsAsync(ICurrentViewer current, OutboxQueries queries, CancellationToken cancel) =>
        await queries.CountsAsync(current.Viewer("outbox"), cancel).ConfigureAwait(false);

    private static async Task<IResult> OneAsync(string id, ICurrentViewer current, OutboxQueries queries, CancellationToken cancel) =>
        (await queries.OneAsync(current.Viewer("message"), id, cancel).ConfigureAwait(false)).ToHttp();

    private static async Task<IResult> SettleAsync(string id, SettleRequest request, ICurrentViewer current, SettleDoubt settle, CancellationToken cancel) =>
        (await settle.SettleAsync(current.Viewer("settle a message"), id, request, cancel).ConfigureAwait(false)).ToHttp();

    private static async Task<IResult> UnmaskAsync(string id, UnmaskRequest request, ICurrentViewer current, SettleDoubt settle, CancellationToken cancel)
    {
        var viewer = current.UnmaskingViewer(request.Reason);
        return viewer.Ok ? (await settle.UnmaskAsync(viewer.Value, id, request.Reason, cancel).ConfigureAwait(false)).ToHttp() : viewer.Problem.ToHttp();
    }
}
