using System.Security.Claims;
using Zhike.Contracts.Access;
using Zhike.Host.Staff;
using Zhike.Kernel;

namespace Zhike.Host.SignIn;

/// <summary>The person behind the request, as claims of its principal.</summary>
internal static class SignedIn
{
    public const string Scheme = "Zhike";
    private const string Staff = "zhike:staff";
    private const string NameZh = "zhike:name";
    private const string RoleName = "zhike:role";
    private const string Org = "zhike:org";
    private const string Session = "zhike:session";
    private const string Antiforgery = "zhike:antiforgery";

    /// <param name="session">Null when a token speaks.</param>
    public static ClaimsPrincipal Principal(StaffRecord person, SessionRecord? session)
    {
        var claims = new List<Claim>
        {
            new(Staff, person.Number),
            new(NameZh, person.NameZh),
            new(RoleName, Roles.NameOf(person.Role)),
            new(Org, person.OrgPath),
        };
        claims.AddRange(Roles.PermissionsOf(person.Role).Select(p => new Claim(RequirePermission.PolicyName(p), "")));
        if (session is not null)
        {
            claims.Add(new Claim(Session, session.Id));
            claims.Add(new Claim(Antiforgery, session.Antiforgery));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme, Staff, RoleName));
    }

    public static string StaffOf(ClaimsPrincipal user) => Required(user, Staff);

    public static string NameZhOf(ClaimsPrincipal user) => Required(user, NameZh);

    public static Role RoleOf(ClaimsPrincipal user) => Roles.Parse(Required(user, RoleName))!.Value;

    public static OrgPath OrgOf(ClaimsPrincipal user) => OrgPath.Of(Required(user, Org));

    /// <summary>Null when a token speaks.</summary>
    public static string? SessionOf(ClaimsPrincipal user) => user.FindFirst(Session)?.Value;

    public static string? AntiforgeryOf(ClaimsPrincipal user) => user.FindFirst(Antiforgery)?.Value;

    private static string Required(ClaimsPrincipal user, string claim) => user.FindFirst(claim)?.Value
        ?? throw new ProblemException(new Problem(ProblemKind.Forbidden, "not_signed_in", "Sign in first."));
}
