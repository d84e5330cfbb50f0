using System.Security.Claims;
using Zhike.Contracts.Access;
using Zhike.Host.Staff;
using Zhike.Kernel;

namespace Zhike.Host.SignIn;

/// <summary>The viewer of the request at hand. A customer manager sees the customers whom they own, everybody else
/// the customers at or below their place.</summary>
internal sealed class CurrentViewer(IHttpContextAccessor accessor) : ICurrentViewer
{
    private ClaimsPrincipal User => accessor.HttpContext?.User ?? throw new InvalidOperationException("There is no request, so there is no viewer.");

    public string Staff => SignedIn.StaffOf(User);

    public string NameZh => SignedIn.NameZhOf(User);

    public IReadOnlySet<Permission> Permissions => Roles.PermissionsOf(SignedIn.RoleOf(User));

    public Viewer Viewer(string purpose) =>
        new(Staff, SignedIn.OrgOf(User), SignedIn.RoleOf(User) == Role.CustomerManager ? Staff : "", MaySeePersonalData: false, purpose) { Role = Roles.NameOf(SignedIn.RoleOf(User)) };

    public Result<Viewer> UnmaskingViewer(string purpose) => Permissions.Contains(Permission.ViewPersonalData)
        ? Viewer(purpose) with { MaySeePersonalData = true }
        : Problem.Forbidden("Your role may not see personal data unmasked.");
}
