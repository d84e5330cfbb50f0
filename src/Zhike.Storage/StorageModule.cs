using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Zhike.Kernel;
using Zhike.Storage.Audit;
using Zhike.Storage.Backups;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Embedded;
using Zhike.Storage.Facts.Remote;
using Zhike.Storage.Migrations;
using Zhike.Storage.Records;

namespace Zhike.Storage;

/// <summary>What storage registers: the two stores, their schemas, definitions and the audit trail.</summary>
public static class StorageModule
{
    /// <param name="roomAssemblies">Whose Schema/ files and <see cref="IRecordsModel"/>s make up the stores; storage's own come first.</param>
    public static IServiceCollection AddStorage(this IServiceCollection services, StorageOptions options, params IReadOnlyList<Assembly> roomAssemblies)
    {
        IReadOnlyList<Assembly> rooms = [typeof(StorageModule).Assembly, .. roomAssemblies.Where(a => a != typeof(StorageModule).Assembly)];
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IIds, TimeOrderedIds>();

        services.AddSingleton(_ => new DiskReserve(options.DataFolder, options.DiskReserveBytes));
        services.AddSingleton(_ => EmbeddedEngine.Start(options.FactsFolder, options.LibraryPath));
        services.AddSingleton<IFacts>(provider => OpenFacts(provider, options));

        foreach (var model in rooms.SelectMany(a => a.GetTypes()).Where(t => t is { IsClass: true, IsAbstract: false } && typeof(IRecordsModel).IsAssignableFrom(t)))
        {
            services.TryAddEnumerable(ServiceDescriptor.Singleton(typeof(IRecordsModel), model));
        }

        services.AddSingleton(_ => RecordsConnection.From(options));
        services.AddSingleton<RecordsStore>();
        services.AddSingleton<IRecords>(provider => provider.GetRequiredService<RecordsStore>());

        services.AddSingleton(provider => new StorageSchema(
            provider.GetRequiredService<IFacts>(), provider.GetRequiredService<IRecords>(), rooms, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AuditChain>();
        services.AddSingleton<IAudit>(provider => provider.GetRequiredService<AuditChain>());
        services.AddSingleton<IDefinitions, DefinitionStore>();
        services.AddSingleton<IBackups, StoreBackups>();
        return services;
    }

    private static IFacts OpenFacts(IServiceProvider provider, StorageOptions options) =>
        string.IsNullOrWhiteSpace(options.FactsConnection)
            ? new EmbeddedFacts(
                provider.GetRequiredService<EmbeddedEngine>(), options.FactsDatabase, provider.GetRequiredService<ILogger<EmbeddedFacts>>(), options.FactsConnections)
            {
                Reserve = provider.GetRequiredService<DiskReserve>(),
            }
            : new HttpFacts(
                HttpFactsConnection.Parse(options.FactsConnection), provider.GetRequiredService<IIds>(), provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<HttpFacts>>(), options.FactsConnections);
}
