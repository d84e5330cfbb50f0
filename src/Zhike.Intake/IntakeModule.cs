using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Intake;
using Zhike.Contracts.Jobs;
using Zhike.Intake.Events;
using Zhike.Intake.Import;
using Zhike.Intake.Plan;
using Zhike.Intake.Quality;
using Zhike.Intake.Sdk;
using Zhike.Intake.Sensors;
using Zhike.Intake.Sources;
using Zhike.Intake.Synthetic;
using Zhike.Kernel;

namespace Zhike.Intake;

/// <summary>What lets facts in: files by mapping, events by the Segment protocol and in the Sensors format.</summary>
public static class IntakeModule
{
    public static IServiceCollection AddIntake(this IServiceCollection services)
    {
        services.AddDataSources();
        services.AddSingleton<IErasureStep, EraseRefusedRows>();
        services.AddSingleton<IJob, SynthJob>();
        services.AddPlan();
        services.AddQuality();
        services.AddEvents();
        return services;
    }

    public static void MapIntake(this IEndpointRouteBuilder routes)
    {
        routes.MapImports();
        routes.MapDataSources();
        routes.MapEvents();
        routes.MapSensors();
        routes.MapSdks();
        routes.MapSources();
        routes.MapTracking();
    }
}
