using System.Text.Json;
using Zhike.Contracts.Http;
using Zhike.Kernel;

namespace Zhike.Host.Http;

/// <summary>Whatever goes wrong leaves as problem+json: a refusal with its code, a malformed request with what was malformed,
/// a bug without details (they are in the log).</summary>
internal static class ProblemMiddleware
{
    /// <summary>What nginx says when the caller hung up; nobody reads it.</summary>
    private const int CallerGone = 499;

    /// <summary>That of the framework's JSON reader, which takes no body that nests deeper; documents themselves have nearer limits.</summary>
    public const int DepthMax = 64;

    private const string TooDeep = "maximum configured depth";

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
            await AnswerAsync(http, Malformed(malformed), malformed.StatusCode);
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

    private static Problem Malformed(BadHttpRequestException malformed)
    {
        if (malformed.InnerException is not JsonException json)
        {
            return new Problem(ProblemKind.Invalid, "malformed", malformed.Message, [new FieldError("request", malformed.Message)]);
        }

        // TRICKY: the reader has no kind of its own for this; a test holds it to its words.
        if (json.Message.Contains(TooDeep, StringComparison.Ordinal))
        {
            return Problem.Invalid(json.Path is { Length: > 2 } path ? path[2..] : "request", Said.Of("too_deep", $"is nested deeper than {DepthMax}"));
        }

        var why = $"{malformed.Message} {json.Message}";
        return new Problem(ProblemKind.Invalid, "malformed", why, [new FieldError(json.Path ?? "request", why)]);
    }

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
