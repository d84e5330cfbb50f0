using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Jobs;
using Zhike.Storage.Records;

namespace Zhike.Customers.Segments.Exports;

internal static class ExportRegistration
{
    public static IServiceCollection AddExports(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRecordsModel, ExportsModel>());
        services.AddSingleton(s => s.GetService<IConfiguration>()?.GetSection("Exports").Get<ExportOptions>() ?? new ExportOptions());
        services.AddSingleton<ExportBook>();
        services.AddSingleton<ExportRules>();
        services.AddSingleton<ExportDesk>();
        services.AddSingleton<ExportFiles>();
        services.AddSingleton<ExportDownload>();
        services.AddSingleton<ExportGuards>();
        services.AddSingleton<MemberTable>();
        services.AddSingleton<ExportTurns>();
        services.AddSingleton<IExportTurns>(provider => provider.GetRequiredService<ExportTurns>());
        services.AddSingleton<IJob, ExportMembersJob>();
        services.AddSingleton<IErasureStep, ErasedFromExports>();
        return services;
    }
}
