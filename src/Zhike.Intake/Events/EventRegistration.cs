using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Intake;
using Zhike.Intake.Events.Enrichment;
using Zhike.Intake.Events.Evidence;
using Zhike.Intake.Events.Reading;
using Zhike.Intake.Events.Refusals;

namespace Zhike.Intake.Events;

internal static class EventRegistration
{
    public static IServiceCollection AddEvents(this IServiceCollection services)
    {
        services.AddSingleton<WriteKeys>();
        services.AddSingleton<IWriteKeys>(provider => provider.GetRequiredService<WriteKeys>());
        services.AddSingleton<SourceRates>();
        services.AddSingleton<SourceGate>();
        services.AddSingleton(new CallMemory());
        services.AddSingleton<RefusalCounts>();
        services.AddSingleton<RefusalQueries>();
        services.AddSingleton<EventNames>();
        services.AddSingleton(provider => AddressTable.Open(provider.GetService<IConfiguration>()?["Intake:AddressTable"] ?? ""));
        services.AddSingleton<ContextReader>();
        services.AddSingleton<ReadingParts>();
        services.AddSingleton<EventReaders>();
        services.AddSingleton<DeclaredTraits>();
        services.AddSingleton<Identities>();
        services.AddSingleton<IIdentities>(provider => provider.GetRequiredService<Identities>());
        services.AddSingleton<EventCommitter>();
        services.AddSingleton<EventDoor>();
        services.AddSingleton<IEventLog, EventLog>();
        return services;
    }
}
