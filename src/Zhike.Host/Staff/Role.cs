using System.Collections.Frozen;
using System.Text.Json;
using Zhike.Contracts.Access;

namespace Zhike.Host.Staff;

/// <summary>What somebody is at the bank.</summary>
public enum Role
{
    /// <summary>数据/策略岗: writes tags, segments and strategies, and approves those of others.</summary>
    Strategist,

    /// <summary>分支行行长.</summary>
    BranchManager,

    /// <summary>网点负责人.</summary>
    OutletManager,

    /// <summary>客户经理: only customers whom they own.</summary>
    CustomerManager,

    /// <summary>审计.</summary>
    Auditor,

    /// <summary>科技部: staff, tokens, jobs; no personal data.</summary>
    Administrator,

    /// <summary>合规岗: consent, suppression lists, requests of persons.</summary>
    ComplianceOfficer,
}

/// <summary>What each role may do, and how it is spelt outside.</summary>
public static class Roles
{
    private static readonly FrozenDictionary<Role, FrozenSet<Permission>> ByRole = new Dictionary<Role, FrozenSet<Permission>>
    {
        [Role.Strategist] = Set(Permission.ViewCustomers, Permission.EditDefinitions, Permission.ApproveDefinitions, Permission.ViewReports, Permission.RunJobs, Permission.ExportCustomers),
        [Role.BranchManager] = Set(Permission.ViewCustomers, Permission.ViewReports, Permission.WorkOrders, Permission.ExportCustomers, Permission.ApproveExports),
        [Role.OutletManager] = Set(Permission.ViewCustomers, Permission.ViewPersonalData, Permission.ViewReports, Permission.WorkOrders, Permission.ExportCustomers),
        [Role.CustomerManager] = Set(Permission.ViewCustomers, Permission.ViewPersonalData, Permission.WorkOrders),
        [Role.Auditor] = Set(Permission.ViewCustomers, Permission.ViewReports, Permission.ViewAudit),
        [Role.Administrator] = Set(Permission.ViewCustomers, Permission.ViewReports, Permission.ViewAudit, Permission.Administer, Permission.RunJobs),
        [Role.ComplianceOfficer] = Set(Permission.ViewCustomers, Permission.ViewPersonalData, Permission.ViewReports, Permission.ViewAudit, Permission.Compliance, Permission.ApproveExports),
    }.ToFrozenDictionary();

    public static IReadOnlySet<Permission> PermissionsOf(Role role) => ByRole[role];

    /// <summary>"branch_manager": in JSON, CSV and on the command line.</summary>
    public static string NameOf(Role role) => JsonNamingPolicy.SnakeCaseLower.ConvertName(role.ToString());

    public static Role? Parse(string? name) => Enum.GetValues<Role>().Cast<Role?>().FirstOrDefault(r => NameOf(r!.Value) == name);

    public static IEnumerable<string> Names => Enum.GetValues<Role>().Select(NameOf);

    private static FrozenSet<Permission> Set(params Permission[] permissions) => permissions.ToFrozenSet();
}
