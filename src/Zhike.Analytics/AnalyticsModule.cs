using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Analytics.ClickHouse;

namespace Zhike.Analytics;

/// <summary>What analytics registers and maps: the read-only ClickHouse endpoint for BI tools at /clickhouse.</summary>
public static class AnalyticsModule
{
    public static IServiceCollection AddAnalytics(this IServiceCollection services)
    {
        services.AddSingleton<ScopedViews>();
        services.AddSingleton<StatementGate>();
        services.AddSingleton<ClickHouseEndpoint>();
        return services;
    }

    public static void MapAnalytics(this IEndpointRouteBuilder routes)
    {
        routes.MapClickHouse();
    }
}
