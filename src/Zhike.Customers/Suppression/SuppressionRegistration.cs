using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Bank;
using Zhike.Storage.Definitions;

namespace Zhike.Customers.Suppression;

internal static class SuppressionRegistration
{
    public static IServiceCollection AddSuppression(this IServiceCollection services)
    {
        services.AddSingleton<IDefinitionKind, SuppressionListKind>();
        services.AddSingleton<ICatalogueFolder, SuppressionListKind>();
        services.AddSingleton<LiveSuppressionLists>();
        services.AddSingleton<SuppressionBook>();
        services.AddSingleton<UploadEntries>();
        return services;
    }
}
