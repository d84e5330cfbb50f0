using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Intake;
using Zhike.Contracts.Jobs;
using Zhike.Intake.Import;
using Zhike.Intake.Import.Reading;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;

namespace Zhike.Intake.Sources;

/// <summary>What batch sources are made of: reading, importing, and running by themselves.</summary>
internal static class DataSources
{
    public static void AddDataSources(this IServiceCollection services)
    {
        services.AddSingleton<FileEngine>();
        services.AddSingleton(provider => new RowSources(
            provider.GetRequiredService<FileEngine>(), provider.GetRequiredService<IFacts>(), provider.GetRequiredService<BankClock>(), provider.GetService<IConfiguration>()));
        services.AddSingleton<ImportLog>();
        services.AddSingleton<ImportStores>();
        services.AddSingleton<SourceMarks>();
        services.AddSingleton<Importer>();
        services.AddSingleton<ImportJob>();
        services.AddSingleton<IJob>(provider => provider.GetRequiredService<ImportJob>());

        services.AddSingleton(provider => new SourceFolder(provider.GetService<IConfiguration>(), provider.GetService<StorageOptions>()));
        services.AddSingleton<DropScan>();
        services.AddSingleton<TakeFiles>();
        services.AddSingleton<SourceSchedules>();
        services.AddSingleton<SourceBoard>();
        services.AddSingleton<ISourceTurns, SourceTurns>();
        services.AddSingleton<SourceJob>();
        services.AddSingleton<IJob>(provider => provider.GetRequiredService<SourceJob>());
    }
}
