using Microsoft.AspNetCore.Http;
using Zhike.Kernel;

namespace Zhike.Contracts.Http;

/// <summary>The one place where a Problem becomes an HTTP answer (RFC 9457 problem+json with "code" and "errors").</summary>
public static class Problems
{
    public static IResult ToHttp<T>(this Result<T> result) => result.Ok ? TypedResults.Ok(result.Value) : ToHttp(result.Problem);

    public static IResult ToHttp(this Problem problem) => ToHttp(problem, StatusOf(problem.Kind));

    /// <summary>With a status of its own, where the kind does not say it (401).</summary>
    public static IResult ToHttp(Problem problem, int status) => TypedResults.Problem(
        detail: problem.Message,
        statusCode: status,
        title: problem.Code,
        type: $"https://zhike.dev/problems/{problem.Code}",
        extensions: new Dictionary<string, object?>
        {
            ["code"] = problem.Code,
            ["errors"] = problem.Errors.Select(e => new { field = e.Field, message = e.Message, code = e.Code, values = e.Values }).ToArray(),
        });

    public static int StatusOf(ProblemKind kind) => kind switch
    {
        ProblemKind.Invalid => StatusCodes.Status400BadRequest,
        ProblemKind.NotFound => StatusCodes.Status404NotFound,
        ProblemKind.Forbidden => StatusCodes.Status403Forbidden,
        ProblemKind.Conflict => StatusCodes.Status409Conflict,
        ProblemKind.LimitExceeded => StatusCodes.Status429TooManyRequests,
        ProblemKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };
}
