using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Zhike.Contracts.Http;
using Zhike.Contracts.Intake;
using Zhike.Kernel;

namespace Zhike.Intake.Events;

/// <summary>What senders of events are answered, whichever format they speak.</summary>
internal static class EventAnswers
{
    public const string UnknownKeyCode = "unknown_write_key";
    public const string TooLargeCode = "body_too_large";

    /// <summary>Where nobody can say better.</summary>
    private static readonly TimeSpan ComeAgain = TimeSpan.FromSeconds(1);

    private static readonly byte[] Success = "{\"success\":true}"u8.ToArray();

    /// <summary>Whether a browser may send from its page: the write key in the call says whose the events are, no cookie is read. The question
    /// bears no key, so any page is allowed that some source allows; the call itself is asked again.</summary>
    public static async Task<NoContent> PreflightAsync(HttpContext context, SourceGate gate)
    {
        if (OriginOf(context.Request) is { } origin && await gate.AnyAllowsAsync(origin, context.RequestAborted).ConfigureAwait(false))
        {
            Allow(context, origin);
            context.Response.Headers.AccessControlAllowMethods = "GET, POST";
            context.Response.Headers.AccessControlAllowHeaders = "Authorization, Content-Type, Content-Encoding, AnonymousId, SentAt";
            context.Response.Headers.AccessControlMaxAge = "86400";
        }

        return TypedResults.NoContent();
    }

    public static string? OriginOf(HttpRequest request) => request.Headers.Origin.ToString() is { Length: > 0 } origin ? origin : null;

    public static void Allow(HttpContext context) => context.Response.Headers.AccessControlAllowOrigin = "*";

    /// <summary>Lets the page read the answer, if the source allows the page.</summary>
    public static void Allow(HttpContext context, LiveSource source)
    {
        if (source.Origins.Count == 0)
        {
            Allow(context);
        }
        else if (OriginOf(context.Request) is { } origin && source.Allows(origin))
        {
            Allow(context, origin);
        }
    }

    private static void Allow(HttpContext context, string origin)
    {
        context.Response.Headers.AccessControlAllowOrigin = origin;
        context.Response.Headers.Vary = "Origin";
    }

    /// <summary>{"success":true}, and the events of a batch that were left out.</summary>
    public static Task TakenAsync(HttpContext context, CallTaken taken)
    {
        if (taken.Rejected.Count > 0)
        {
            var rejected = taken.Rejected.Select(r => new { index = r.Index, messageId = r.MessageId, errors = r.Errors.Select(e => new { field = e.Field, message = e.Message }) });
            return TypedResults.Json(new { success = true, rejected }).ExecuteAsync(context);
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Success.Length;
        return context.Response.Body.WriteAsync(Success, context.RequestAborted).AsTask();
    }

    public static Task RefuseAsync(HttpContext context, Problem refused)
    {
        if (refused.Kind is ProblemKind.Unavailable or ProblemKind.LimitExceeded)
        {
            var seconds = Math.Clamp(Math.Ceiling((refused.RetryAfter ?? ComeAgain).TotalSeconds), 1, 3600);
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return refused.Code switch
        {
            UnknownKeyCode => UnknownKey().ExecuteAsync(context),
            TooLargeCode => Problems.ToHttp(refused, StatusCodes.Status413PayloadTooLarge).ExecuteAsync(context),
            _ => refused.ToHttp().ExecuteAsync(context),
        };
    }

    public static ProblemHttpResult UnknownKey() => TypedResults.Problem(
        statusCode: StatusCodes.Status401Unauthorized,
        title: UnknownKeyCode,
        detail: "The write key is missing, unknown or revoked. Send it as the user of basic authorization, or as writeKey in the body.",
        extensions: new Dictionary<string, object?> { ["code"] = UnknownKeyCode });
}
