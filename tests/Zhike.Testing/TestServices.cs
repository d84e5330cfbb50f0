using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Bank;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Kernel.Calendar;
using Zhike.Storage.Audit;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;
using Zhike.Storage.Records;

namespace Zhike.Testing;

/// <summary>The services that every room may ask for, on a fresh facts database and fresh SQLite records, with a clock that
/// stands still and ids that count. Add the room's own and build.</summary>
public static class TestServices
{
    public static readonly DateTimeOffset Start = new(1994, 3, 31, 2, 0, 0, TimeSpan.Zero);

    /// <param name="rooms">Whose migrations and models are in force besides storage's and the standard model.</param>
    public static async Task<IServiceCollection> NewAsync(params Assembly[] rooms)
    {
        var clock = new FakeClock(Start);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(clock);
        services.AddSingleton(new BankClock(clock, TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")));
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<BankClock>());
        services.AddSingleton<IIds>(new CountingIds());
        services.AddSingleton<IFacts>(await TestEngine.DatabaseAsync(rooms));
        services.AddSingleton<IRecords>(await TestRecords.SqliteAsync(rooms));
        services.AddSingleton(new DiskReserve(TestFolder.New(), bytes: 0));
        services.AddSingleton<AuditChain>();
        services.AddSingleton<IAudit>(provider => provider.GetRequiredService<AuditChain>());
        services.AddSingleton<IDefinitions, DefinitionStore>();
        services.AddSingleton<IWorkingDays, LawfulDays>();
        return services;
    }

    /// <summary>The calendar of a bank that published none.</summary>
    private sealed class LawfulDays : IWorkingDays
    {
        public Task<WorkingDays> CalendarAsync(CancellationToken cancel) => Task.FromResult(WorkingDays.Statutory);
    }
}
