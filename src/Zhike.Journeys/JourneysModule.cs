using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Jobs;
using Zhike.Contracts.Journeys;
using Zhike.Journeys.Browsing;
using Zhike.Journeys.Calendar;
using Zhike.Journeys.Documents;
using Zhike.Journeys.Engine;
using Zhike.Journeys.Replaying;
using Zhike.Journeys.Requests;
using Zhike.Storage.Definitions;

namespace Zhike.Journeys;

/// <summary>Who gets what, when and why: journeys as documents, moved by sets, rehearsed on history.</summary>
public static class JourneysModule
{
    public static IServiceCollection AddJourneys(this IServiceCollection services)
    {
        services.AddSingleton<IDefinitionKind, JourneyKind>();
        services.AddSingleton<CalendarKind>();
        services.AddSingleton<IDefinitionKind>(provider => provider.GetRequiredService<CalendarKind>());
        services.AddSingleton<ICatalogueFolder>(provider => provider.GetRequiredService<CalendarKind>());
        services.AddSingleton<IWorkingDays, LiveWorkingDays>();
        services.AddSingleton<TickTimes>();
        services.AddSingleton<TickLog>();
        services.AddSingleton<TickRoom>();
        services.AddSingleton<JourneyEngine>();
        services.AddSingleton<IJourneys>(provider => provider.GetRequiredService<JourneyEngine>());
        services.AddSingleton<ReplayRuns>();
        services.AddSingleton<IJob, ReplayJob>();
        services.AddSingleton<ShownJourneys>();
        services.AddSingleton<IJourneyOutlines, JourneyOutlines>();
        services.AddSingleton<EnterCustomers>();
        services.AddSingleton<JourneyQueries>();
        services.AddSingleton<IHomeFigures, JourneyHomeFigures>();
        services.AddSingleton<ICatalogueFolder, JourneysCatalogue>();
        return services;
    }

    public static void MapJourneys(this IEndpointRouteBuilder routes)
    {
        routes.MapJourneyBrowsing();
        routes.MapEntryRequests();
    }
}
