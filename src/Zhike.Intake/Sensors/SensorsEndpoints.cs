using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhike.Contracts.Http;
using Zhike.Intake.Events;
using Zhike.Kernel;

namespace Zhike.Intake.Sensors;

/// <summary>The data-collection address of the Sensors (神策) format: server_url https://bank/sa?token=WRITE_KEY. Unmodified sa-sdk-javascript
/// and sa-sdk-node send to it; pictures (sa.gif), beacons, single messages and batches.</summary>
internal static class SensorsEndpoints
{
    /// <summary>One transparent point: what a page that sends by picture expects.</summary>
    private static readonly byte[] Point = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    public static void MapSensors(this IEndpointRouteBuilder routes)
    {
        foreach (var path in (string[])["/sa", "/sa.gif"])
        {
            routes.MapMethods(path, ["GET", "POST"], TakeAsync).AllowAnonymous().WithTags("events").WithSummary("Events in the Sensors format; the write key is ?token=");
            routes.MapMethods(path, ["OPTIONS"], EventAnswers.PreflightAsync).AllowAnonymous().ExcludeFromDescription();
        }
    }

    private static async Task TakeAsync(HttpContext context, EventDoor door)
    {
        EventAnswers.Allow(context);
        var origin = EventAnswers.OriginOf(context.Request);
        var key = context.Request.Query["token"].ToString() is { Length: > 0 } token ? token : context.Request.Query["project"].ToString();
        var body = await SensorsBody.ReadAsync(context.Request);
        var batch = body.Ok ? SensorsTranslation.ToBatch(body.Value) : body.Problem;
        var taken = batch.Ok ? await door.TakeAsync(key, origin, "batch", batch.Value, context.Connection.RemoteIpAddress, context.RequestAborted) : batch.Problem;
        if (!taken.Ok)
        {
            await EventAnswers.RefuseAsync(context, taken.Problem);
        }
        else if (HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.ContentType = "image/gif";
            await context.Response.Body.WriteAsync(Point, context.RequestAborted);
        }
        else
        {
            await EventAnswers.TakenAsync(context, taken.Value);
        }
    }
}
