namespace Zhike.Contracts.Access;

/// <summary>What a role may do; an endpoint asks for one.</summary>
public enum Permission
{
    ViewCustomers,
    ViewPersonalData,
    EditDefinitions,
    ApproveDefinitions,
    ViewReports,
    WorkOrders,
    ViewAudit,
    Administer,
    RunJobs,

    /// <summary>Suppression lists, and the requests of persons about their own data.</summary>
    Compliance,
}
