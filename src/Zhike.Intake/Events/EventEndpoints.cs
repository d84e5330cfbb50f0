using System.Buffers;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
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
    private static readonly byte[] Success = "{\"success\":true}"u8.ToArray();

    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        foreach (var type in new[] { "identify", "track", "page", "screen", "group", "alias", "batch" })
        {
            routes.MapPost($"/v1/{type}", context => TakeAsync(context, type)).AllowAnonymous().WithTags("events");
            routes.MapMethods($"/v1/{type}", ["OPTIONS"], Preflight).AllowAnonymous().ExcludeFromDescription();
        }
    }

    public static void MapSources(this IEndpointRouteBuilder routes)
    {
        var sources = routes.MapGroup("/api/v1/sources").Require(Permission.Administer).WithTags("sources");
        sources.MapGet("", (WriteKeys keys, CancellationToken cancel) => keys.ListAsync(cancel));
        sources.MapPost("", async (NewSourceRequest request, WriteKeys keys, ICurrentViewer who, CancellationToken cancel) =>
            (await keys.CreateAsync(request.Name, who.Staff, cancel)).ToHttp());
        sources.MapDelete("{id}", async (string id, WriteKeys keys, ICurrentViewer who, CancellationToken cancel) =>
            (await keys.RevokeAsync(id, who.Staff, cancel)).ToHttp());
    }

    /// <summary>Browsers of other sites may send events: the write key in the call says whose they are, no cookie is read.</summary>
    private static NoContent Preflight(HttpContext context)
    {
        Allow(context);
        context.Response.Headers.AccessControlAllowMethods = "POST";
        context.Response.Headers.AccessControlAllowHeaders = "Authorization, Content-Type, Content-Encoding";
        context.Response.Headers.AccessControlMaxAge = "86400";
        return TypedResults.NoContent();
    }

    private static void Allow(HttpContext context) => context.Response.Headers.AccessControlAllowOrigin = "*";

    private static async Task TakeAsync(HttpContext context, string type)
    {
        Allow(context);
        var limit = type == "batch" ? EventReader.BatchBytesMax : EventReader.CallBytesMax;
        var body = ArrayPool<byte>.Shared.Rent(limit + 1);
        try
        {
            var refused = await TakeAsync(context, type, body, limit);
            if (context.Response.HasStarted)
            {
                return;
            }

            if (refused is null)
            {
                context.Response.ContentType = "application/json";
                context.Response.ContentLength = Success.Length;
                await context.Response.Body.WriteAsync(Success, context.RequestAborted);
            }
            else
            {
                if (refused.Kind == ProblemKind.Unavailable)
                {
                    context.Response.Headers.RetryAfter = "1";
                }

                await refused.ToHttp().ExecuteAsync(context);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    private static async Task<Problem?> TakeAsync(HttpContext context, string type, byte[] body, int limit)
    {
        var services = context.RequestServices;
        int length;
        try
        {
            length = await ReadBodyAsync(context.Request, body, limit);
        }
        catch (InvalidDataException)
        {
            return Problem.Invalid("body", "is not what its Content-Encoding says");
        }

        if (length > limit)
        {
            return Problem.Invalid("body", $"must be smaller than {limit} bytes");
        }

        var key = BasicUser(context.Request) ?? EventReader.WriteKeyIn(body.AsSpan(0, length));
        if (key is null || await services.GetRequiredService<IWriteKeys>().SourceOfAsync(key, context.RequestAborted) is not { } source)
        {
            await Unknown(context);
            return null;
        }

        var clock = services.GetRequiredService<BankClock>();
        var rows = new EventReader(source, clock.GetUtcNow(), services.GetRequiredService<IIds>().Next).Read(type, body.AsSpan(0, length));
        if (!rows.Ok)
        {
            return rows.Problem;
        }

        try
        {
            await services.GetRequiredService<EventCommitter>().CommitAsync(rows.Value, context.RequestAborted);
            return null;
        }
        catch (ProblemException refused)
        {
            return refused.Problem;
        }
    }

    private static Task Unknown(HttpContext context) => TypedResults.Problem(
        statusCode: StatusCodes.Status401Unauthorized,
        title: "unknown_write_key",
        detail: "The write key is missing, unknown or revoked. Send it as the user of basic authorization, or as writeKey in the body.",
        extensions: new Dictionary<string, object?> { ["code"] = "unknown_write_key" }).ExecuteAsync(context);

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

    private static string? BasicUser(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
            || !string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase) || header.Parameter is null)
        {
            return null;
        }

        Span<byte> decoded = stackalloc byte[512];
        if (!Convert.TryFromBase64String(header.Parameter, decoded, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(decoded[..length]);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? text : text[..colon];
    }
}
