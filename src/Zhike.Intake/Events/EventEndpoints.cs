using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Contracts.Intake;
using Zhike.Kernel;

namespace Zhike.Intake.Events;

/// <summary>The Segment tracking protocol, and the management of its write keys.</summary>
internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        foreach (var type in new[] { "identify", "track", "page", "screen", "group", "alias", "batch" })
        {
            routes.MapPost($"/v1/{type}", context => TakeAsync(context, type)).AllowAnonymous().WithTags("events");
            // Browsers' SDKs write only the first letter.
            routes.MapPost($"/v1/{type[0]}", context => TakeAsync(context, type)).AllowAnonymous().ExcludeFromDescription();
            routes.MapMethods($"/v1/{type}", ["OPTIONS"], EventAnswers.Preflight).AllowAnonymous().ExcludeFromDescription();
            routes.MapMethods($"/v1/{type[0]}", ["OPTIONS"], EventAnswers.Preflight).AllowAnonymous().ExcludeFromDescription();
        }
    }

    public static void MapSources(this IEndpointRouteBuilder routes)
    {
        var sources = routes.MapGroup("/api/v1/sources").Require(Permission.Administer).WithTags("sources");
        sources.MapGet("", (WriteKeys keys, CancellationToken cancel) => keys.ListAsync(cancel));
        sources.MapPost("", async (NewSourceRequest request, WriteKeys keys, ICurrentViewer who, CancellationToken cancel) =>
            (await keys.CreateAsync(request.Name, who.Staff, cancel)).ToHttp()).Produces<NewSource>();
        sources.MapDelete("{id}", async (string id, WriteKeys keys, ICurrentViewer who, CancellationToken cancel) =>
            (await keys.RevokeAsync(id, who.Staff, cancel)).ToHttp()).Produces<SourceView>();
    }

    private static async Task TakeAsync(HttpContext context, string type)
    {
        EventAnswers.Allow(context);
        var limit = type == "batch" ? EventReader.BatchBytesMax : EventReader.CallBytesMax;
        var body = ArrayPool<byte>.Shared.Rent(limit + 1);
        try
        {
            if (await RefusalAsync(context, type, body, limit) is { } refused)
            {
                await EventAnswers.RefuseAsync(context, refused);
            }
            else
            {
                await EventAnswers.TakenAsync(context);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    private static async Task<Problem?> RefusalAsync(HttpContext context, string type, byte[] body, int limit)
    {
        int length;
        try
        {
            length = await ReadBodyAsync(context.Request, body, limit);
        }
        catch (InvalidDataException)
        {
            return Problem.Invalid("body", "is not what its Content-Encoding says");
        }

        return length > limit
            ? Problem.Invalid("body", $"must be smaller than {limit} bytes")
            : await context.RequestServices.GetRequiredService<EventDoor>().TakeAsync(
                BasicAuthorization.UserOf(context.Request), type, body.AsMemory(0, length), context.RequestAborted);
    }

    /// <summary>Reads at most one byte more than the limit, however much a packed body would unfold to.</summary>
    private static async Task<int> ReadBodyAsync(HttpRequest request, byte[] body, int limit)
    {
        var gzip = request.Headers.ContentEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        await using var unpacked = gzip ? new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true) : null;
        var stream = unpacked ?? request.Body;
        var length = 0;
        while (length <= limit)
        {
            var read = await stream.ReadAsync(body.AsMemory(length, limit + 1 - length), request.HttpContext.RequestAborted);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return length;
    }
}
