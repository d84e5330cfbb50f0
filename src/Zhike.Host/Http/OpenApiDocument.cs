using Microsoft.OpenApi;
using Zhike.Contracts.Access;

namespace Zhike.Host.Http;

/// <summary>The API's own description at /openapi/v1.json; the console's client is generated from it.</summary>
internal static class OpenApiDocument
{
    public static IServiceCollection AddZhikeOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Zhike",
                Version = "v1",
                Description = "Every answer that is no success is application/problem+json with a stable code and the fields that are wrong. "
                    + "Programs send a token (Authorization: Bearer …), browsers a session cookie and, with every change, the header X-Zhike-Antiforgery.",
            };
            // The address that answers is the address that serves; a written file must not carry one machine's.
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["token"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var permission = context.Description.ActionDescriptor.EndpointMetadata
                .OfType<Microsoft.AspNetCore.Authorization.IAuthorizeData>()
                .Select(a => a.Policy)
                .FirstOrDefault(p => p?.StartsWith(RequirePermission.PolicyName(default)[..5], StringComparison.Ordinal) == true);
            if (permission is not null)
            {
                operation.Description = $"Needs the permission {permission[5..]}.";
            }

            return Task.CompletedTask;
        });
    });
}
