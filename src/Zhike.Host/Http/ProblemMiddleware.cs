using Zhike.Contracts.Http;
using Zhike.Kernel;

namespace Zhike.Host.Http;

/// <summary>Whatever goes wrong leaves as problem+json: a refusal with its code, a malformed request with what was malformed,
/// a bug without details (they are in the log).</summary>
internal static class ProblemMiddleware
{
    /// <summary>What nginx says when the caller hung up; nobody reads it.</summary>
    private const int CallerGone = 499;

    public static IApplicationBuilder UseProblems(this IApplicationBuilder app, ILogger log) => app.Use(async (http, next) =>
    {
        try
        {
            await next(http);
            if (http.Response is { HasStarted: false, ContentType: null, ContentLength: null } && Unsaid(http) is { } unsaid)
            {
                await Problems.ToHttp(unsaid, http.Response.StatusCode).ExecuteAsync(http);
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            if (!http.Response.HasStarted)
            {
                http.Response.StatusCode = CallerGone;
            }
        }
        catch (ProblemException refusal) when (!http.Response.HasStarted)
        {
            await AnswerAsync(http, refusal.Problem, Problems.StatusOf(refusal.Problem.Kind));
        }
        catch (BadHttpRequestException malformed) when (!http.Response.HasStarted)
        {
            var why = malformed.InnerException is System.Text.Json.JsonException json ? $"{malformed.Message} {json.Message}" : malformed.Message;
            var field = (malformed.InnerException as System.Text.Json.JsonException)?.Path ?? "request";
            await AnswerAsync(http, new Problem(ProblemKind.Invalid, "malformed", why, [new FieldError(field, why)]), malformed.StatusCode);
        }
        catch (Exception bug) when (!http.Response.HasStarted)
        {
            log.LogError(bug, "{Method} {Path} failed", http.Request.Method, http.Request.Path);
            await AnswerAsync(
                http,
                new Problem(ProblemKind.Unavailable, "internal_error", $"Something went wrong here. The log names it under {http.TraceIdentifier}."),
                StatusCodes.Status500InternalServerError);
        }
    });

    /// <summary>What the framework answers with a bare status.</summary>
    private static Problem? Unsaid(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed when !http.Request.Path.StartsWithSegments("/clickhouse", StringComparison.Ordinal) =>
            new Problem(ProblemKind.NotFound, "not_found", $"There is no {http.Request.Method} {http.Request.Path}."),
        StatusCodes.Status415UnsupportedMediaType =>
            new Problem(ProblemKind.Invalid, "malformed", "The body must be JSON: send Content-Type: application/json.", [new FieldError("Content-Type", "must be application/json")]),
        _ => null,
    };

    private static Task AnswerAsync(HttpContext http, Problem problem, int status)
    {
        http.Response.Clear();
        return Problems.ToHttp(problem, status).ExecuteAsync(http);
    }
}
