using Zhike.Contracts.Access;
using Zhike.Host.Staff;
using Zhike.Kernel;

namespace Zhike.Host.Tokens;

/// <summary>Sign-in by token for protocols that carry it in a place of their own, such as ClickHouse's.</summary>
internal sealed class TokenSignIn(AccessTokens tokens, StaffRegister staff) : ITokenSignIn
{
    public async Task<Result<TokenHolder>> SignInAsync(string token, string purpose, CancellationToken cancel)
    {
        var found = await tokens.FindAsync(token, cancel);
        if (!found.Ok)
        {
            return found.Problem;
        }

        return await staff.FindAsync(found.Value.Staff, cancel) is { Active: true } person
            ? new TokenHolder(
                new Viewer(person.Number, OrgPath.Of(person.OrgPath), person.Role == Role.CustomerManager ? person.Number : "", MaySeePersonalData: false, purpose),
                Roles.PermissionsOf(person.Role))
            : new Problem(ProblemKind.Forbidden, "staff_inactive", "This account is not active.");
    }
}
