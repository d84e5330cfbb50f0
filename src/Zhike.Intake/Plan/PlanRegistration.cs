using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Intake;
using Zhike.Storage.Definitions;

namespace Zhike.Intake.Plan;

internal static class PlanRegistration
{
    public static IServiceCollection AddPlan(this IServiceCollection services)
    {
        services.AddSingleton<LivePlans>();
        services.AddSingleton<ITrackingPlans>(provider => provider.GetRequiredService<LivePlans>());
        services.AddSingleton<ViolationSamples>();
        services.AddSingleton<IEventJudge, PlanJudge>();
        services.AddSingleton<TrackingPlanKind>();
        services.AddSingleton<PlanDrafts>();
        services.AddSingleton<IDefinitionKind>(provider => provider.GetRequiredService<TrackingPlanKind>());
        services.AddSingleton<ICatalogueFolder>(provider => provider.GetRequiredService<TrackingPlanKind>());
        return services;
    }
}
