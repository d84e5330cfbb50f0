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
        services.AddSingleton<IStaffNames, StaffNames>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<ITokenSignIn, TokenSignIn>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<SignInDesk>();
        services.AddHttpContextAccessor();
        services.AddScoped<ICurrentViewer, CurrentViewer>();
        // Core only: the sessions are ours, so there are no cookies to encrypt and no key ring to keep.
        services.AddWebEncoders();
        services.AddOptions<AuthenticationSchemeOptions>(SignedIn.Scheme);
        services.AddTransient<SignedInHandler>();
        services.AddAuthenticationCore(options =>
        {
            options.DefaultScheme = SignedIn.Scheme;
            options.AddScheme<SignedInHandler>(SignedIn.Scheme, null);
        });
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
