using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Journeys;
using Zhike.Journeys.Documents;
using Zhike.Journeys.Engine;
using Zhike.Storage.Definitions;

namespace Zhike.Journeys;

/// <summary>Who gets what, when and why: journeys as documents, moved by sets, rehearsed on history.</summary>
public static class JourneysModule
{
    public static IServiceCollection AddJourneys(this IServiceCollection services)
    {
        services.AddSingleton<IDefinitionKind, JourneyKind>();
        services.AddSingleton<TickTimes>();
        services.AddSingleton<TickLog>();
        services.AddSingleton<TickRoom>();
        services.AddSingleton<JourneyEngine>();
        services.AddSingleton<IJourneys>(provider => provider.GetRequiredService<JourneyEngine>());
        return services;
    }

    public static void MapJourneys(this IEndpointRouteBuilder routes)
    {
    }
}
