using Zhike.Contracts.Access;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Http;
using Zhike.Host.Bank;
using Zhike.Host.Options;
using Zhike.Host.Staff;
using Zhike.Kernel;
using Zhike.Storage.Audit;

namespace Zhike.Host.SignIn;

/// <summary>Sign-in, who am I, sign-out.</summary>
public static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/session").WithTags("Session");
        api.MapPost("/", SignInAsync).AllowAnonymous().Produces(StatusCodes.Status204NoContent);
        api.MapGet("/", WhoAsync).RequireAuthorization().Produces<SessionView>();
        api.MapDelete("/", SignOutAsync).RequireAuthorization().Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> SignInAsync(
        Credentials credentials, HttpContext http, SignInDesk desk, CancellationToken cancel)
    {
        if (!FromThisSite(http.Request))
        {
            return Problem.Forbidden("Sign in from this server's own page.").ToHttp();
        }

        var signedIn = await desk.SignInAsync(credentials, http.Connection.RemoteIpAddress?.ToString() ?? "", cancel);
        if (!signedIn.Ok)
        {
            if (signedIn.Problem.Code == SignInDesk.Wrong)
            {
                return Problems.ToHttp(signedIn.Problem, StatusCodes.Status401Unauthorized);
            }

            http.Response.Headers.RetryAfter = desk.RetryAfterSeconds(credentials, http.Connection.RemoteIpAddress?.ToString() ?? "");
            return signedIn.Problem.ToHttp();
        }

        SessionCookie.Set(http, signedIn.Value, desk.Options);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> WhoAsync(
        HttpContext http, ICurrentViewer current, BankOptions bank, IBusinessDate businessDate, BankState state, CancellationToken cancel) =>
        TypedResults.Ok(new SessionView(
            current.Staff,
            current.NameZh,
            Roles.NameOf(SignedIn.RoleOf(http.User)),
            SignedIn.OrgOf(http.User).Value,
            [.. current.Permissions.Order()],
            SignedIn.AntiforgeryOf(http.User) ?? "",
            new BankView(bank.Name, await businessDate.CurrentAsync(cancel), bank.Currency, bank.TimeZone, await state.IsDemoAsync(cancel))));

    private static async Task<IResult> SignOutAsync(HttpContext http, Sessions sessions, ZhikeOptions options, IAudit audit, ICurrentViewer current, CancellationToken cancel)
    {
        if (SignedIn.SessionOf(http.User) is { } session)
        {
            await sessions.EndAsync(session, cancel);
            SessionCookie.Clear(http, options.SignIn);
            await audit.RecordAsync(new AuditEntry(current.Staff, "signed_out", $"staff/{current.Staff}", ""), cancel);
        }

        return TypedResults.NoContent();
    }

    /// <summary>Browsers say where a request comes from; programs need not.</summary>
    private static bool FromThisSite(HttpRequest request) =>
        request.Headers.Origin.ToString() is not { Length: > 0 } origin
        || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == request.Host.Value);
}

/// <summary>What POST /api/v1/session expects.</summary>
public sealed record Credentials(string User, string Password);

/// <param name="AntiforgeryToken">Goes back in the header X-Zhike-Antiforgery; empty when a token asks.</param>
public sealed record SessionView(
    string Staff, string NameZh, string Role, string OrgPath, IReadOnlyList<Permission> Permissions, string AntiforgeryToken, BankView Bank);

public sealed record BankView(string Name, DateOnly BusinessDate, string Currency, string TimeZone, bool IsDemo);
