using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Zhike.Contracts.Http;
using Zhike.Kernel;

namespace Zhike.Intake.Events;

/// <summary>What senders of events are answered, whichever format they speak.</summary>
internal static class EventAnswers
{
    private static readonly byte[] Success = "{\"success\":true}"u8.ToArray();

    /// <summary>Browsers of other sites may send events: the write key in the call says whose they are, no cookie is read.</summary>
    public static NoContent Preflight(HttpContext context)
    {
        Allow(context);
        context.Response.Headers.AccessControlAllowMethods = "GET, POST";
        context.Response.Headers.AccessControlAllowHeaders = "Authorization, Content-Type, Content-Encoding, AnonymousId, SentAt";
        context.Response.Headers.AccessControlMaxAge = "86400";
        return TypedResults.NoContent();
    }

    public static void Allow(HttpContext context) => context.Response.Headers.AccessControlAllowOrigin = "*";

    public static Task TakenAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Success.Length;
        return context.Response.Body.WriteAsync(Success, context.RequestAborted).AsTask();
    }

    public static Task RefuseAsync(HttpContext context, Problem refused)
    {
        if (refused.Code == UnknownKeyCode)
        {
            return UnknownKey().ExecuteAsync(context);
        }

        if (refused.Kind == ProblemKind.Unavailable)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        return refused.ToHttp().ExecuteAsync(context);
    }

    public const string UnknownKeyCode = "unknown_write_key";

    public static ProblemHttpResult UnknownKey() => TypedResults.Problem(
        statusCode: StatusCodes.Status401Unauthorized,
        title: UnknownKeyCode,
        detail: "The write key is missing, unknown or revoked. Send it as the user of basic authorization, or as writeKey in the body.",
        extensions: new Dictionary<string, object?> { ["code"] = UnknownKeyCode });
}
