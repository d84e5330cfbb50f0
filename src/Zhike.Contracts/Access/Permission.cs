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

    /// <summary>To ask for the members of a segment as a file, and to take it when somebody else has approved.</summary>
    ExportCustomers,

    /// <summary>To approve or refuse what others ask for; never one's own.</summary>
    ApproveExports,
}
