using Microsoft.AspNetCore.Builder;

namespace Zhike.Contracts.Access;

/// <summary>Guards an endpoint: <c>routes.MapGet(…).Require(Permission.ViewCustomers)</c>.</summary>
public static class RequirePermission
{
    public static TBuilder Require<TBuilder>(this TBuilder endpoint, Permission permission)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(PolicyName(permission));

    /// <summary>The name under which the host registers the policy of a permission.</summary>
    public static string PolicyName(Permission permission) => $"perm:{permission}";
}
