using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Zhike.Frontline;

/// <summary>People's work: the orders that journeys hand to customer managers.</summary>
public static class FrontlineModule
{
    public static IServiceCollection AddFrontline(this IServiceCollection services) => services;

    public static void MapFrontline(this IEndpointRouteBuilder routes)
    {
    }
}
