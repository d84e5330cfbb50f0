using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Jobs;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.PersonalData;

internal static class PersonalDataRegistration
{
    public static IServiceCollection AddPersonalData(this IServiceCollection services)
    {
        services.AddSingleton<IDefinitionKind, PersonalRulesKind>();
        services.AddSingleton<ICatalogueFolder, PersonalRulesKind>();
        services.AddSingleton<LivePersonalRules>();
        services.AddSingleton<PersonalKeyFile>();
        services.AddSingleton<PersonalVault>();
        services.AddSingleton<IPersonalData>(provider => provider.GetRequiredService<PersonalVault>());
        services.AddSingleton<ISealing>(provider => provider.GetRequiredService<PersonalVault>());
        services.AddSingleton<IPersonalHashes>(provider => provider.GetRequiredService<PersonalVault>());
        services.AddSingleton<PersonalKeyCheck>();
        services.AddSingleton<IStartCheck>(provider => provider.GetRequiredService<PersonalKeyCheck>());
        services.AddSingleton<IJob, RotatePersonalKeyJob>();
        services.AddSingleton<PersonalLooks>();
        services.AddOptions<ComplianceOptions>().BindConfiguration("Compliance");
        return services;
    }
}
