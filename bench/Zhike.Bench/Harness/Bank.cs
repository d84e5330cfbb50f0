using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Jobs;
using Zhike.Host;
using Zhike.Host.Options;
using Zhike.Host.Setup;
using Zhike.Intake.Synthetic;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Embedded;

namespace Zhike.Bench.Harness;

/// <summary>The synthetic bank that the rows are measured on, with every room composed over it as the host does it. It is made
/// once a scale and kept, so that a second run starts at once.</summary>
internal sealed class Bank : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private int _databases;

    private Bank(ServiceProvider services, Scale scale, string folder, IProgressSink progress) =>
        (_services, Scale, Folder, Progress) = (services, scale, folder, progress);

    public static Viewer Measuring { get; } = Viewer.Bank("benchmark");

    /// <summary>The last day of the bank's history.</summary>
    public static DateOnly AsOf => SynthRequest.DefaultAsOf;

    public Scale Scale { get; }

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    /// <summary>Where rows put files of their own.</summary>
    public string WorkFolder => Directory.CreateDirectory(Path.Combine(Folder, "work")).FullName;

    public IProgressSink Progress { get; }

    public IFacts Facts => Get<IFacts>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Opens the bank of a scale under a folder, and makes it first when it is not there.</summary>
    /// <param name="filled">False for rows that only ask for empty banks beside it.</param>
    public static async Task<Bank> OpenAsync(Scale scale, string banks, bool filled, IProgressSink progress, CancellationToken cancel)
    {
        var folder = Path.GetFullPath(Path.Combine(banks, scale.Name));
        var bank = new Bank(Services(Options(folder)).BuildServiceProvider(), scale, folder, progress);
        await bank.Get<StorageSchema>().ApplyAsync(cancel).ConfigureAwait(false);
        if (filled)
        {
            await bank.FillAsync(cancel).ConfigureAwait(false);
        }

        await bank.Get<CatalogueInstaller>().InstallAsync(progress, cancel).ConfigureAwait(false);
        return bank;
    }

    /// <summary>A further bank in the same engine, with nothing in it and records of its own.</summary>
    public async Task<Bank> EmptyAsync(CancellationToken cancel)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"bench_{++_databases}");
        await Facts.ExecuteAsync(Measuring, new FactsStatement("drop old", $"DROP DATABASE IF EXISTS {name}").Within(FactsLimits.Batch), cancel).ConfigureAwait(false);
        var folder = Path.Combine(WorkFolder, name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        var services = Services(Options(folder));
        services.AddSingleton(Get<EmbeddedEngine>());
        services.AddSingleton<IFacts>(new TimedFacts(new EmbeddedFacts(Get<EmbeddedEngine>(), name, NullLogger<EmbeddedFacts>.Instance)));
        var bank = new Bank(services.BuildServiceProvider(), Scale, folder, Progress);
        await bank.Get<StorageSchema>().ApplyAsync(cancel).ConfigureAwait(false);
        return bank;
    }

    /// <summary>Runs one of the rooms' jobs.</summary>
    public Task<JobOutcome> RunJobAsync(string verb, object arguments, CancellationToken cancel) =>
        _services.GetServices<IJob>().Single(j => j.Verb == verb)
            .RunAsync(JsonSerializer.SerializeToElement(arguments, JsonSerializerOptions.Web), Progress, cancel);

    /// <summary>Computes the tags of the bank's last day, unless they are there.</summary>
    public async Task NeedTagsAsync(CancellationToken cancel)
    {
        if (await Get<ITags>().DateAsync(AsOf, cancel).ConfigureAwait(false) != AsOf)
        {
            await Get<ITags>().RunAsync(AsOf, full: true, Progress, cancel).ConfigureAwait(false);
        }
    }

    public Task ExecuteAsync(string name, string sql, CancellationToken cancel) =>
        Facts.ExecuteAsync(Measuring, new FactsStatement(name, sql).Within(FactsLimits.Batch), cancel);

    public async ValueTask DisposeAsync() => await _services.DisposeAsync().ConfigureAwait(false);

    private static ZhikeOptions Options(string folder) => ZhikeOptions.Read(ConfigurationSources.Build(
        [KeyValuePair.Create("Data", (string?)folder), KeyValuePair.Create("Demo", (string?)"false")])).OrThrow();

    private static ServiceCollection Services(ZhikeOptions options)
    {
        var services = new ServiceCollection();
        services.AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(ConfigurationSources.Build([]));
        services.AddLogging(log => log.SetMinimumLevel(LogLevel.Warning));
        services.AddZhike(options, new StandingClock(new DateTimeOffset(AsOf, new TimeOnly(4, 0), TimeSpan.Zero)));
        return services;
    }

    private async Task FillAsync(CancellationToken cancel)
    {
        var customers = await Facts.CountAsync(Measuring, new FactsStatement("customers", "SELECT count() FROM customer_versions"), cancel).ConfigureAwait(false);
        if (customers == (ulong)Scale.Customers)
        {
            return;
        }

        if (customers != 0)
        {
            throw new ProblemException(Problem.Conflict("bank_unfinished", $"The bank in {Folder} is unfinished. Delete that folder and start again."));
        }

        await RunJobAsync("synth", new { customers = Scale.Customers }, cancel).ConfigureAwait(false);
    }

    /// <summary>Noon of the bank's last day, whenever it is measured.</summary>
    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
