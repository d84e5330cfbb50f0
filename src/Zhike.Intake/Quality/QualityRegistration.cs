using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Intake;
using Zhike.Intake.Quality.Arrivals;
using Zhike.Intake.Quality.Days;
using Zhike.Intake.Quality.Discovered;
using Zhike.Intake.Quality.Quarantine;
using Zhike.Intake.Quality.Watching;

namespace Zhike.Intake.Quality;

internal static class QualityRegistration
{
    public static IServiceCollection AddQuality(this IServiceCollection services)
    {
        services.AddSingleton<ITrackingWatch, TrackingWatch>();
        services.AddSingleton<LostEvents>();
        services.AddSingleton<QualityQuery>();
        services.AddSingleton<QualityAlerts>();
        services.AddSingleton<DiscoveredQuery>();
        services.AddSingleton<UnplannedQuery>();
        services.AddSingleton<AttentionQuery>();
        services.AddSingleton<ArrivalsQuery>();
        services.AddSingleton<QuarantineDesk>();
        return services;
    }
}
