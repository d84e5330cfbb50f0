using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Jobs;
using Zhike.Intake.Import;
using Zhike.Kernel;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Storage.Records;
using Zhike.Testing;

namespace Zhike.Intake.Tests.Import;

/// <summary>An importer on a fresh database, a folder for source files, and short ways to ask what arrived.</summary>
internal sealed class ImportStage : IProgressSink
{
    private static readonly Viewer Bank = Viewer.Bank("test");
    private readonly IServiceProvider _services;

    private ImportStage(IServiceProvider services)
    {
        _services = services;
        Facts = services.GetRequiredService<IFacts>();
        Importer = services.GetRequiredService<Importer>();
        Configuration = services.GetRequiredService<IConfiguration>();
    }

    public IConfiguration Configuration { get; }

    public T Service<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public IFacts Facts { get; }

    public Importer Importer { get; }

    public ImportLog Log => _services.GetRequiredService<ImportLog>();

    public string Folder { get; } = TestFolder.New();

    public static string DemoFolder
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!Directory.Exists(Path.Combine(folder, "demo", "berka")))
            {
                folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("demo/berka is not above the test assembly.");
            }

            return Path.Combine(folder, "demo", "berka");
        }
    }

    /// <param name="more">What a test registers instead.</param>
    public static async Task<ImportStage> NewAsync(Func<IServiceCollection, Task>? more = null)
    {
        var services = await TestServices.NewAsync(typeof(IntakeModule).Assembly);
        services.AddSingleton<IConfiguration>(new ConfigurationManager());
        services.AddIntake();
        services.AddSingleton<ISealing, PlainSealing>();
        await (more?.Invoke(services) ?? Task.CompletedTask);
        return new ImportStage(services.BuildServiceProvider());
    }

    public Task<ImmutableArray<ImportReport>> RunAsync(string mapping, bool dryRun = false) =>
        Importer.RunAsync(Path.Combine(Folder, mapping), dryRun, this, CancellationToken.None);

    /// <summary>Writes files and imports mapping.yaml.</summary>
    public async Task<ImportReport> ImportAsync(string mapping, string csv, bool dryRun = false)
    {
        Write("mapping.yaml", mapping);
        Write("rows.csv", csv);
        return (await RunAsync("mapping.yaml", dryRun)).Single();
    }

    public void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    public void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(Folder, name), bytes);

    public async Task<long> CountAsync(string sql) => (long)await Facts.CountAsync(Bank, new FactsStatement("count", sql), CancellationToken.None);

    public async Task<List<string>> TextsAsync(string sql) =>
        await Facts.ListAsync(Bank, new FactsStatement("texts", sql), (ref RowReader row) => row.Text(), CancellationToken.None);

    public async Task<string> TextAsync(string sql) => (await TextsAsync(sql)).Single();

    public void Report(string step, long done, long total)
    {
    }

    /// <summary>Keeps texts as they are: these tests are about which rows arrive, not how they are sealed.</summary>
    private sealed class PlainSealing : ISealing
    {
        public Task<Func<ulong, PersonalData, SealedPersonalData>> OpenAsync(CancellationToken cancel) =>
            Task.FromResult<Func<ulong, PersonalData, SealedPersonalData>>((_, data) =>
                new(data.Name, data.Phone, data.Email, data.IdNumber, data.Address, data.Name, data.Phone, data.Email, data.IdNumber, "test"));
    }
}
