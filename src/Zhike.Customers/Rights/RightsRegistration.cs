using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Storage.Records;

namespace Zhike.Customers.Rights;

internal static class RightsRegistration
{
    public static IServiceCollection AddRights(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRecordsModel, RightsModel>());
        services.AddSingleton<RequestTerm>();
        services.AddSingleton<RequestDesk>();
        services.AddSingleton<PersonFile>();
        services.AddSingleton<Corrections>();
        services.AddSingleton<Erasure>();
        services.AddSingleton<ErasePerson>();
        services.AddSingleton<IErasureWatch>(provider => provider.GetRequiredService<ErasePerson>());
        services.AddSingleton<IDemoContent, DemoCompliance>();
        return services;
    }
}
