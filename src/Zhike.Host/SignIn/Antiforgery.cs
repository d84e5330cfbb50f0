using System.Security.Cryptography;
using System.Text;
using Zhike.Contracts.Http;
using Zhike.Kernel;

namespace Zhike.Host.SignIn;

/// <summary>A change that a browser sends on a cookie's authority must carry the session's own secret in a header, which
/// another site can neither read nor set. Programs with a token need none: no browser adds a token by itself.</summary>
internal static class Antiforgery
{
    public const string Header = "X-Zhike-Antiforgery";

    public static IApplicationBuilder UseAntiforgeryHeader(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        var expected = SignedIn.AntiforgeryOf(http.User);
        if (expected is not null && Changes(http.Request.Method) && !Same(expected, http.Request.Headers[Header].ToString()))
        {
            await new Problem(ProblemKind.Invalid, "antiforgery", $"The header {Header} must carry the antiforgeryToken of GET /api/v1/session.").ToHttp().ExecuteAsync(http);
            return;
        }

        await next(http);
    });

    private static bool Changes(string method) =>
        !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);

    private static bool Same(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
}
