using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Bank;

namespace Zhike.Customers.Profiles;

internal static class ProfilesRegistration
{
    public static IServiceCollection AddProfiles(this IServiceCollection services)
    {
        services.AddSingleton<CustomerCards>();
        services.AddSingleton<CustomerListQuery>();
        services.AddSingleton<CustomerQueries>();
        services.AddSingleton<Unmasking>();
        services.AddSingleton<IHomeFigures, ProfileFigures>();
        return services;
    }
}
