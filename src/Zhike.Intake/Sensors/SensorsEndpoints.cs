using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
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
        EventEndpoints.LimitSlowness(context);
        var call = await ReadAsync(context, door);
        var taken = call.Ok ? await door.StoreAsync(call.Value, context.RequestAborted) : call.Problem;
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

    private static async Task<Result<CallRead>> ReadAsync(HttpContext context, EventDoor door)
    {
        var (request, cancel) = (context.Request, context.RequestAborted);
        var key = request.Query["token"].ToString() is { Length: > 0 } token ? token : request.Query["project"].ToString();
        var source = await door.AdmitAsync(key, EventAnswers.OriginOf(request), cancel);
        if (!source.Ok)
        {
            return source.Problem;
        }

        EventAnswers.Allow(context, source.Value);
        var body = await SensorsBody.ReadAsync(request, context.RequestServices.GetRequiredService<CallMemory>());
        var batch = body.Ok ? SensorsTranslation.ToBatch(body.Value) : body.Problem;
        if (!batch.Ok)
        {
            door.CountUnread(source.Value.Name, ReasonOf(batch.Problem), FieldOf(batch.Problem));
            return batch.Problem;
        }

        return await door.ReadAsync(source.Value, batch.Value, context.Connection.RemoteIpAddress, cancel);
    }

    private static string ReasonOf(Problem refused) => refused.Errors.IsEmpty ? refused.Code : FieldOf(refused) == "data_list" ? "too_many" : "not_json";

    private static string FieldOf(Problem refused) => refused.Errors.IsEmpty ? "body" : refused.Errors[0].Field;
}
