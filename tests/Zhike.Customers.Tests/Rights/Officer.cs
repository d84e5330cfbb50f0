using Zhike.Contracts.Access;
using Zhike.Kernel;

namespace Zhike.Customers.Tests.Rights;

/// <summary>Somebody of compliance at head office.</summary>
internal sealed class Officer(string staff) : ICurrentViewer
{
    public string Staff => staff;

    public string NameZh => staff;

    public IReadOnlySet<Permission> Permissions => new HashSet<Permission> { Permission.Compliance, Permission.ViewPersonalData };

    public Viewer Viewer(string purpose) => new(staff, OrgPath.Of("/hq/"), "", false, purpose) { Role = "compliance_officer" };

    public Result<Viewer> UnmaskingViewer(string purpose) => Viewer(purpose) with { MaySeePersonalData = true };
}
