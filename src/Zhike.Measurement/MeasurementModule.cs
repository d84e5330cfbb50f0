using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Zhike.Measurement;

/// <summary>Whether it worked: reports over stored steps, contacts and outcomes.</summary>
public static class MeasurementModule
{
    public static IServiceCollection AddMeasurement(this IServiceCollection services) => services;

    public static void MapMeasurement(this IEndpointRouteBuilder routes)
    {
    }
}
