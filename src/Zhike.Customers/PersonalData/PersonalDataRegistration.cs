using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Customers;

namespace Zhike.Customers.PersonalData;

internal static class PersonalDataRegistration
{
    public static IServiceCollection AddPersonalData(this IServiceCollection services)
    {
        services.AddSingleton<PersonalKeyFile>();
        services.AddSingleton<PersonalVault>();
        services.AddSingleton<IPersonalData>(provider => provider.GetRequiredService<PersonalVault>());
        services.AddSingleton<ISealing>(provider => provider.GetRequiredService<PersonalVault>());
        services.AddSingleton<IPersonalHashes>(provider => provider.GetRequiredService<PersonalVault>());
        return services;
    }
}
