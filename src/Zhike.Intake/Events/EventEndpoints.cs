using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Intake;
using Zhike.Kernel;

namespace Zhike.Intake.Events;

/// <summary>The Segment tracking protocol.</summary>
internal static class EventEndpoints
{
    /// <summary>A sender slower than this is let go: it would hold a connection and its memory for nothing.</summary>
    public const double BytesPerSecondMin = 512;

    /// <summary>A sender's first moments, in which it may be as slow as it likes.</summary>
    public static readonly TimeSpan SlowAtFirst = TimeSpan.FromSeconds(5);

    private static readonly MinDataRate Slowest = new(BytesPerSecondMin, SlowAtFirst);

    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        foreach (var type in new[] { "identify", "track", "page", "screen", "group", "alias", "batch" })
        {
            routes.MapPost($"/v1/{type}", context => TakeAsync(context, type)).AllowAnonymous().WithTags("events");
            // Browsers' SDKs write only the first letter.
            routes.MapPost($"/v1/{type[0]}", context => TakeAsync(context, type)).AllowAnonymous().ExcludeFromDescription();
            routes.MapMethods($"/v1/{type}", ["OPTIONS"], EventAnswers.PreflightAsync).AllowAnonymous().ExcludeFromDescription();
            routes.MapMethods($"/v1/{type[0]}", ["OPTIONS"], EventAnswers.PreflightAsync).AllowAnonymous().ExcludeFromDescription();
        }
    }

    public static void LimitSlowness(HttpContext context)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = Slowest;
        }
    }

    private static async Task TakeAsync(HttpContext context, string type)
    {
        LimitSlowness(context);
        var door = context.RequestServices.GetRequiredService<EventDoor>();
        var call = await ReadAsync(context, door, type);
        var taken = call.Ok ? await door.StoreAsync(call.Value, context.RequestAborted) : call.Problem;
        await (taken.Ok ? EventAnswers.TakenAsync(context, taken.Value) : EventAnswers.RefuseAsync(context, taken.Problem));
    }

    /// <summary>A key in front of the call is asked before anything of the body is read. The body's memory is given back with the answer, before
    /// the call waits for the disk.</summary>
    private static async Task<Result<CallRead>> ReadAsync(HttpContext context, EventDoor door, string type)
    {
        var (request, origin, cancel) = (context.Request, EventAnswers.OriginOf(context.Request), context.RequestAborted);
        var key = BasicAuthorization.UserOf(request);
        var source = string.IsNullOrEmpty(key) ? default(Result<LiveSource>?) : await door.AdmitAsync(key, origin, cancel);
        if (source is { Ok: false } refused)
        {
            return refused.Problem;
        }

        using var body = new CallBody(context.RequestServices.GetRequiredService<CallMemory>());
        var limit = type == "batch" ? EventReader.BatchBytesMax : EventReader.CallBytesMax;
        if (CallBody.Refusal(await body.ReadAsync(request, limit), limit) is { } unread)
        {
            door.CountUnread(source is { Ok: true } known ? known.Value.Name : "", unread.Code);
            return unread;
        }

        source ??= await door.AdmitAsync(EventReader.WriteKeyIn(body.Bytes.Span), origin, cancel);
        if (!source.Value.Ok)
        {
            return source.Value.Problem;
        }

        EventAnswers.Allow(context, source.Value.Value);
        return await door.ReadAsync(source.Value.Value, type, body.Bytes, context.Connection.RemoteIpAddress, cancel);
    }
}
