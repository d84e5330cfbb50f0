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

    private static Task AnswerAsync(HttpContext http, Problem problem, int status)
    {
        http.Response.Clear();
        return Problems.ToHttp(problem, status).ExecuteAsync(http);
    }
}
