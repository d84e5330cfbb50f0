using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Measurement;
using Zhike.Measurement.Reports;

namespace Zhike.Measurement;

/// <summary>Whether it worked: reports over stored steps, contacts and outcomes.</summary>
public static class MeasurementModule
{
    public static IServiceCollection AddMeasurement(this IServiceCollection services)
    {
        services.AddSingleton<ReportQuery>();
        services.AddSingleton<PeopleQuery>();
        services.AddSingleton<IReplayCheck, ReplayCheck>();
        return services;
    }

    public static void MapMeasurement(this IEndpointRouteBuilder routes) => routes.MapReports();
}
