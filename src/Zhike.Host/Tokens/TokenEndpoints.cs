using Zhike.Contracts.Access;
using Zhike.Contracts.Http;
using Zhike.Kernel;

namespace Zhike.Host.Tokens;

/// <summary>Everybody's own tokens; an administrator sees, makes and revokes those of others too.</summary>
public static class TokenEndpoints
{
    public static void MapTokens(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/tokens").WithTags("Tokens").RequireAuthorization();
        api.MapGet("/", ListAsync).Produces<IReadOnlyList<TokenView>>();
        api.MapPost("/", MakeAsync).Produces<NewTokenView>();
        api.MapDelete("/{id}", RevokeAsync).Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListAsync(ICurrentViewer current, AccessTokens tokens, CancellationToken cancel) =>
        TypedResults.Ok((await tokens.ListAsync(OwnOnly(current), cancel)).Select(TokenView.Of).ToList());

    private static async Task<IResult> MakeAsync(NewToken token, ICurrentViewer current, AccessTokens tokens, CancellationToken cancel)
    {
        var owner = token.Staff ?? current.Staff;
        if (OwnOnly(current) is { } self && owner != self)
        {
            return Problem.Forbidden("Only an administrator makes tokens for others.").ToHttp();
        }

        return (await tokens.MakeAsync(owner, token.Name, TimeSpan.FromDays(token.Days), current.Staff, cancel))
            .Map(made => new NewTokenView(made.Token.Id, made.Value, made.Token.ExpiresAt)).ToHttp();
    }

    private static async Task<IResult> RevokeAsync(string id, ICurrentViewer current, AccessTokens tokens, CancellationToken cancel) =>
        await tokens.RevokeAsync(id, OwnOnly(current), current.Staff, cancel) ? TypedResults.NoContent() : Problem.NotFound("token", id).ToHttp();

    private static string? OwnOnly(ICurrentViewer current) => current.Permissions.Contains(Permission.Administer) ? null : current.Staff;
}

/// <param name="Days">How long it lives.</param>
/// <param name="Staff">Null: for oneself.</param>
public sealed record NewToken(string Name, int Days, string? Staff = null);

/// <param name="Token">Shown once.</param>
public sealed record NewTokenView(string Id, string Token, DateTimeOffset ExpiresAt);

/// <param name="LastUsedAt">To the minute; null when never used.</param>
public sealed record TokenView(
    string Id, string Name, string Staff, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt, bool Revoked)
{
    public static TokenView Of(TokenRecord record) =>
        new(record.Id, record.Name, record.Staff, record.CreatedAt, record.ExpiresAt, record.LastUsedAt, record.RevokedAt is not null);
}
