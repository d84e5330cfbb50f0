using Microsoft.AspNetCore.DataProtection;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Jobs;
using Zhike.Host.Bank;
using Zhike.Host.Jobs;
using Zhike.Host.Options;
using Zhike.Host.Setup;
using Zhike.Host.SignIn;
using Zhike.Host.Staff;
using Zhike.Kernel;
using Zhike.Storage;

namespace Zhike.Host;

/// <summary>Everything but the HTTP surface: the server and the verbs of the command line are made of the same parts.</summary>
public static class Composition
{
    /// <param name="wall">The wall's clock; tests hand in their own.</param>
    public static IServiceCollection AddZhike(this IServiceCollection services, ZhikeOptions options, TimeProvider wall)
    {
        var clock = new BankClock(wall, TimeZoneInfo.FindSystemTimeZoneById(options.Bank.TimeZone));
        services.AddSingleton(options);
        services.AddSingleton(provider => BankOf(options, provider.GetRequiredService<BankState>()));
        services.AddSingleton(new WallClock(wall));
        services.AddSingleton(clock);
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton<IIds>(new TimeOrderedIds(wall));
        // Messages that wait in the outbox are sealed with these keys: they belong to the data, not to a user's home.
        services.AddDataProtection().SetApplicationName("zhike").PersistKeysToFileSystem(new DirectoryInfo(options.Storage.KeysFolder));
        services.AddStorage(options.Storage, Rooms.Assemblies);

        services.AddSingleton<BankState>();
        services.AddSingleton<IBusinessDate, BusinessDate>();
        services.AddSingleton<OrgCustomers>();
        services.AddSignIn();
        services.AddSingleton<JobLog>();
        services.AddSingleton<JobRunner>();
        services.AddSingleton<IJob, BackupJob>();
        services.AddSingleton<SetupProgress>();
        services.AddSingleton<SetupPlace>();
        services.AddSingleton<CatalogueInstaller>();
        services.AddSingleton<FirstAdministrator>();
        services.AddSingleton<DemoBank>();
        return services.AddRooms();
    }

    /// <summary>Asked for once the records are open: the demo bank counts in crowns, unless somebody chose another currency.</summary>
    private static BankOptions BankOf(ZhikeOptions options, BankState state) =>
        !options.CurrencyGiven && state.IsDemo() ? options.Bank with { Currency = DemoBank.Currency } : options.Bank;
}
