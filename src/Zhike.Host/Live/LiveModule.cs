using Zhike.Contracts.Bank;
using Zhike.Contracts.Channels;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Frontline;
using Zhike.Contracts.Intake;
using Zhike.Contracts.Journeys;
using Zhike.Host.Setup;
using Zhike.Kernel;

namespace Zhike.Host.Live;

/// <summary>What goes on by itself: the strategies' clock, work orders, deliveries, sources, exports, the nightly batch.</summary>
public static class LiveModule
{
    /// <summary>What stands between an event and the segment that shall answer to it.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Seldom = TimeSpan.FromSeconds(30);

    public static IServiceCollection AddLive(this IServiceCollection services)
    {
        services.AddSingleton<NightlyBatch>();
        services.AddSingleton<SourceRuns>();
        services.AddSingleton<ExportRuns>();
        Add("identities", Often, IdentitiesAsync);
        Add("tracking plan", Often, PlanAsync);
        Add("tracking watch", TimeSpan.FromSeconds(10), WatchAsync);
        Add("tags and segments", AtOnce, TagsAndSegmentsAsync);
        Add("journeys", Often, TickAsync);
        Add("work orders", Often, WorkOrdersAsync);
        Add("deliveries", Often, DeliverAsync);
        Add("erasures", Seldom, (provider, cancel) => provider.GetRequiredService<IErasureWatch>().LookAsync(cancel));
        Add("sources", Soon, (provider, cancel) => provider.GetRequiredService<SourceRuns>().RunDueAsync(cancel));
        Add("exports", Soon, (provider, cancel) => provider.GetRequiredService<ExportRuns>().RunDueAsync(cancel));
        Add("nightly batch", Seldom, (provider, cancel) => provider.GetRequiredService<NightlyBatch>().StartIfDueAsync(cancel));
        return services;

        void Add(string name, TimeSpan every, Func<IServiceProvider, CancellationToken, Task<long>> turn) =>
            services.AddSingleton<IHostedService>(provider => new LiveLoop(
                new LiveWork(name, every, turn),
                provider.GetRequiredService<SetupProgress>(),
                provider.GetRequiredService<IServiceScopeFactory>(),
                provider.GetRequiredService<WallClock>(),
                provider.GetRequiredService<ILogger<LiveLoop>>()));
    }

    private static async Task<long> IdentitiesAsync(IServiceProvider services, CancellationToken cancel) =>
        services.GetService<IIdentityRun>() is { } identities && await identities.RunAsync(cancel) is var run ? run.Merged + run.EventsGiven + run.EventsTaken : 0;

    private static async Task<long> PlanAsync(IServiceProvider services, CancellationToken cancel) =>
        services.GetService<ITrackingPlans>() is { } plans && await plans.RefreshAsync(cancel) ? 1 : 0;

    private static async Task<long> WatchAsync(IServiceProvider services, CancellationToken cancel) =>
        services.GetService<ITrackingWatch>() is { } watch ? await watch.LookAsync(cancel) : 0;

    /// <summary>Tags first: a segment that reads one has it in the same turn.</summary>
    private static async Task<long> TagsAndSegmentsAsync(IServiceProvider services, CancellationToken cancel) =>
        (services.GetService<ITagTurns>() is { } tags ? await tags.TurnAsync(cancel) : 0)
        + (services.GetService<ISegmentTurns>() is { } segments ? await segments.TurnAsync(cancel) : 0);

    private static async Task<long> TickAsync(IServiceProvider services, CancellationToken cancel)
    {
        if (services.GetService<IJourneys>() is not { } journeys)
        {
            return 0;
        }

        var now = services.GetRequiredService<BankClock>().GetUtcNow();
        var day = await services.GetRequiredService<IBusinessDate>().CurrentAsync(cancel);
        var tick = await journeys.TickAsync(Runs.Live, now, day, cancel);
        return tick.Enrolled + tick.Steps + tick.Contacts;
    }

    private static async Task<long> WorkOrdersAsync(IServiceProvider services, CancellationToken cancel) =>
        services.GetService<IWorkOrders>() is { } orders ? await orders.OpenAsync(cancel) + await orders.AdvanceAsync(cancel) : 0;

    private static async Task<long> DeliverAsync(IServiceProvider services, CancellationToken cancel) =>
        services.GetService<IDelivery>() is { } delivery ? await delivery.QueueAsync(cancel) + await delivery.DeliverAsync(cancel) : 0;
}
