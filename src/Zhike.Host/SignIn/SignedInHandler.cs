using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Zhike.Contracts.Http;
using Zhike.Host.Staff;
using Zhike.Host.Tokens;
using Zhike.Kernel;

namespace Zhike.Host.SignIn;

/// <summary>Finds out who asks: a bearer token where there is one, else the session cookie. Says why not in problem+json.</summary>
internal sealed class SignedInHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder,
    Sessions sessions, AccessTokens tokens, StaffRegister staff)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string Bearer = "Bearer ";
    private Problem _refusal = new(ProblemKind.Forbidden, "not_signed_in", "Sign in, or send a token: Authorization: Bearer …");

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var cancel = Context.RequestAborted;
        if (Request.Headers.Authorization.ToString() is { } header && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return await ByTokenAsync(header[Bearer.Length..].Trim(), cancel);
        }

        if (Request.Cookies[SessionCookie.Name] is not { Length: > 0 } cookie)
        {
            return AuthenticateResult.NoResult();
        }

        var session = await sessions.FindAsync(cookie, cancel);
        return session is null
            ? Refuse(new Problem(ProblemKind.Forbidden, "session_over", "Your session is over. Sign in again."))
            : await AsAsync(session.Staff, session, cancel);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.ToHttp(_refusal, StatusCodes.Status401Unauthorized).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problem.Forbidden("Your role does not allow this.").ToHttp().ExecuteAsync(Context);

    private async Task<AuthenticateResult> ByTokenAsync(string value, CancellationToken cancel)
    {
        var token = await tokens.FindAsync(value, cancel);
        return token.Ok ? await AsAsync(token.Value.Staff, null, cancel) : Refuse(token.Problem);
    }

    private async Task<AuthenticateResult> AsAsync(string number, SessionRecord? session, CancellationToken cancel)
    {
        var person = await staff.FindAsync(number, cancel);
        return person is { Active: true }
            ? AuthenticateResult.Success(new AuthenticationTicket(SignedIn.Principal(person, session), SignedIn.Scheme))
            : Refuse(new Problem(ProblemKind.Forbidden, "staff_inactive", "This account is not active."));
    }

    private AuthenticateResult Refuse(Problem problem)
    {
        _refusal = problem;
        return AuthenticateResult.Fail(problem.Message);
    }
}
