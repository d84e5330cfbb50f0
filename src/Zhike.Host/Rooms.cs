using System.Reflection;
using Zhike.Analytics;
using Zhike.Channels;
using Zhike.Contracts.Bank;
using Zhike.Customers;
using Zhike.Frontline;
using Zhike.Intake;
using Zhike.Journeys;
using Zhike.Measurement;

namespace Zhike.Host;

/// <summary>The rooms of the house: what each registers and maps. This list is the only place that knows them all.</summary>
internal static class Rooms
{
    /// <summary>Whose schema files and records make up the stores, in the order they are applied.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } =
    [
        typeof(BankOptions).Assembly,
        typeof(Rooms).Assembly,
        typeof(IntakeModule).Assembly,
        typeof(CustomersModule).Assembly,
        typeof(JourneysModule).Assembly,
        typeof(ChannelsModule).Assembly,
        typeof(FrontlineModule).Assembly,
        typeof(MeasurementModule).Assembly,
    ];

    public static IServiceCollection AddRooms(this IServiceCollection services) => services
        .AddIntake()
        .AddCustomers()
        .AddJourneys()
        .AddChannels()
        .AddFrontline()
        .AddMeasurement()
        .AddAnalytics();

    public static void MapRooms(this IEndpointRouteBuilder routes)
    {
        routes.MapIntake();
        routes.MapCustomers();
        routes.MapJourneys();
        routes.MapChannels();
        routes.MapFrontline();
        routes.MapMeasurement();
        routes.MapAnalytics();
    }
}
