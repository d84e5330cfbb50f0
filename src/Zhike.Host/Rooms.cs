using System.Reflection;
using Zhike.Contracts.Bank;
using Zhike.Customers;
using Zhike.Intake;

namespace Zhike.Host;

/// <summary>The rooms of the house: what each registers and maps. This list is the only place that knows them all.</summary>
internal static class Rooms
{
    /// <summary>Whose schema files and records make up the stores, in the order they are applied.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } =
    [
        typeof(BankOptions).Assembly,
        typeof(Rooms).Assembly,
        typeof(CustomersModule).Assembly,
        typeof(IntakeModule).Assembly,
    ];

    public static IServiceCollection AddRooms(this IServiceCollection services) => services
        .AddCustomers()
        .AddIntake();

    public static void MapRooms(this IEndpointRouteBuilder routes)
    {
        routes.MapCustomers();
        routes.MapIntake();
    }
}
