using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Bank;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Tiering;

internal static class TieringRegistration
{
    public static IServiceCollection AddTierings(this IServiceCollection services)
    {
        services.AddSingleton<Tierings>();
        services.AddSingleton<TieringQueries>();
        services.AddSingleton<TieringPeople>();
        services.AddSingleton<TieringKind>();
        services.AddSingleton<IDefinitionKind>(s => s.GetRequiredService<TieringKind>());
        services.AddSingleton<ICatalogueFolder>(s => s.GetRequiredService<TieringKind>());
        return services;
    }
}
