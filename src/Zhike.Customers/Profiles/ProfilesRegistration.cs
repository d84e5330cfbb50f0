using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Bank;
using Zhike.Customers.Profiles.Behaviour;
using Zhike.Customers.Profiles.Head;
using Zhike.Customers.Profiles.Ledger;
using Zhike.Customers.Profiles.Profit;
using Zhike.Customers.Profiles.Stages;
using Zhike.Customers.Profiles.Wealth;
using Zhike.Customers.Tags.Reading;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Profiles;

internal static class ProfilesRegistration
{
    public static IServiceCollection AddProfiles(this IServiceCollection services)
    {
        services.AddSingleton<CustomerCards>();
        services.AddSingleton<CustomerListQuery>();
        services.AddSingleton<CustomerQueries>();
        services.AddSingleton<Unmasking>();
        services.AddSingleton<WealthQuery>();
        services.AddSingleton<ProfitQuery>();
        services.AddSingleton<MarginsKind>();
        services.AddSingleton<IDefinitionKind>(s => s.GetRequiredService<MarginsKind>());
        services.AddSingleton<ICatalogueFolder>(s => s.GetRequiredService<MarginsKind>());
        services.AddSingleton<StageQuery>();
        services.AddSingleton<HeadParts>();
        services.AddSingleton<HeadQuery>();
        services.AddSingleton<LedgerQuery>();
        services.AddSingleton<BecauseQuery>();
        services.AddSingleton<EventWords>();
        services.AddSingleton<BehaviourQuery>();
        services.AddSingleton<IHomeFigures, ProfileFigures>();
        return services;
    }
}
