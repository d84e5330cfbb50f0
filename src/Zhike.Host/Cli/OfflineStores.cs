using Microsoft.Extensions.Logging.Console;
using Zhike.Contracts.Jobs;
using Zhike.Host.Bank;
using Zhike.Host.Options;
using Zhike.Host.Setup;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Migrations;
using Zhike.Storage.Records;

namespace Zhike.Host.Cli;

/// <summary>The program's parts without the HTTP surface, for verbs that run while no server does.</summary>
internal static class OfflineStores
{
    public static ServiceProvider Open(ZhikeOptions options, IConfiguration configuration)
    {
        var services = new ServiceCollection();
        services.AddSingleton(configuration);
        services.AddLogging(log => log.AddConfiguration(configuration.GetSection("Logging")).SetMinimumLevel(LogLevel.Warning)
            .AddSimpleConsole(o => o.SingleLine = true).AddFilter<ConsoleLoggerProvider>(null, LogLevel.Warning));
        services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        services.AddZhike(options, TimeProvider.System);
        return services.BuildServiceProvider();
    }

    /// <summary>The records store alone: works beside a server that holds the facts.</summary>
    public static async Task PrepareRecordsAsync(IServiceProvider services, CancellationToken cancel)
    {
        Directory.CreateDirectory(services.GetRequiredService<ZhikeOptions>().DataFolder);
        var rooms = Rooms.Assemblies.Prepend(typeof(StorageModule).Assembly).Distinct();
        await RecordsMigrator.MigrateAsync(
            services.GetRequiredService<IRecords>(), rooms.SelectMany(r => MigrationFiles.In(r, MigrationStore.Records)), services.GetRequiredService<TimeProvider>(), cancel);
        await services.GetRequiredService<BankState>().RestoreClockAsync(services.GetRequiredService<BankClock>(), cancel);
    }

    /// <summary>Both stores with this program's schema and catalogue.</summary>
    public static async Task PrepareAsync(IServiceProvider services, IProgressSink progress, CancellationToken cancel)
    {
        var options = services.GetRequiredService<ZhikeOptions>();
        EngineAtHand.Require(options.Storage);
        Directory.CreateDirectory(options.DataFolder);
        progress.Report("opening the stores", 0, 0);
        await services.GetRequiredService<StorageSchema>().ApplyAsync(cancel);
        await services.GetRequiredService<BankState>().RestoreClockAsync(services.GetRequiredService<BankClock>(), cancel);
        await services.GetRequiredService<CatalogueInstaller>().InstallAsync(progress, cancel);
    }
}
