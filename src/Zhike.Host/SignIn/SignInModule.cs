using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Zhike.Contracts.Access;
using Zhike.Host.Staff;
using Zhike.Host.Tokens;

namespace Zhike.Host.SignIn;

/// <summary>Who may come in and what they may do.</summary>
public static class SignInModule
{
    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.AddSingleton<StaffRegister>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<SignInDesk>();
        services.AddHttpContextAccessor();
        services.AddScoped<ICurrentViewer, CurrentViewer>();
        services.AddAuthentication(SignedIn.Scheme)
            .AddScheme<AuthenticationSchemeOptions, SignedInHandler>(SignedIn.Scheme, null);
        services.AddAuthorization(options =>
        {
            // What names no permission is for people who are signed in: forgetting a guard never opens a door.
            options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
            foreach (var permission in Enum.GetValues<Permission>())
            {
                var name = RequirePermission.PolicyName(permission);
                options.AddPolicy(name, policy => policy.RequireAuthenticatedUser().RequireClaim(name));
            }
        });
        return services;
    }

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapSession();
        routes.MapStaff();
        routes.MapTokens();
    }
}
