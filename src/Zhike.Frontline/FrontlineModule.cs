using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Frontline;
using Zhike.Frontline.Opening;
using Zhike.Frontline.Reasons;
using Zhike.Frontline.WorkOrders;
using Zhike.Storage.Records;
using Zhike.Storage.Relay;

namespace Zhike.Frontline;

/// <summary>People's work: the orders that journeys hand to customer managers.</summary>
public static class FrontlineModule
{
    public static IServiceCollection AddFrontline(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRecordsModel, RelayModel>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRecordsModel, FrontlineModel>());
        services.TryAddSingleton<FactsRelay>();
        services.TryAddSingleton<Happenings>();
        services.AddSingleton<WorkOrderFacts>();

        // By itself: orders open and expire.
        services.AddSingleton<OpenWorkOrders>();
        services.AddSingleton<IWorkOrders, WorkOrderClock>();

        // By people: today's list, why this customer, accept, report.
        services.AddSingleton<WhyThisCustomer>();
        services.AddSingleton<WorkOrderQueries>();
        services.AddSingleton<WorkOrderDesk>();
        services.AddSingleton<IErasureStep, EraseWorkOrders>();
        services.AddSingleton<IHomeFigures, WorkOrderFigures>();
        return services;
    }

    public static void MapFrontline(this IEndpointRouteBuilder routes) => routes.MapWorkOrders();
}
