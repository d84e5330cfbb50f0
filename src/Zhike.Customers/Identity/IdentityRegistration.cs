using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Customers.Identity.Reading;
using Zhike.Customers.Identity.Rules;
using Zhike.Customers.Identity.Running;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Identity;

/// <summary>One-ID: rules, the run, and what people see of it.</summary>
internal static class IdentityRegistration
{
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddSingleton<IdentityRulesKind>();
        services.AddSingleton<IDefinitionKind>(provider => provider.GetRequiredService<IdentityRulesKind>());
        services.AddSingleton<ICatalogueFolder>(provider => provider.GetRequiredService<IdentityRulesKind>());
        services.AddSingleton<LiveIdentityRules>();
        services.AddSingleton<IIdentityRun, IdentityRun>();
        services.AddSingleton<IdentityQueries>();
        services.AddSingleton<IdentityDecisions>();
        return services;
    }
}
