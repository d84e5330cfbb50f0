using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Zhike.Contracts.Bank;
using Zhike.Contracts.Jobs;
using Zhike.Customers;
using Zhike.Intake.Synthetic;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Embedded;
using Zhike.Storage.Migrations;

namespace Zhike.Bench.Harness;

/// <summary>The synthetic bank that the rows are measured on, with every room composed over it as the host does. It is made
/// once a scale and kept, so that a second run starts at once.</summary>
internal sealed class Bank : IAsyncDisposable
{
    private static readonly Assembly[] Rooms = [typeof(BankOptions).Assembly, typeof(SynthJob).Assembly, typeof(CustomersModule).Assembly];
    private readonly ServiceProvider _services;
    private int _databases;

    private Bank(ServiceProvider services, Scale scale, string folder, IProgressSink progress) =>
        (_services, Scale, Folder, Progress) = (services, scale, folder, progress);

    public static Viewer Measuring { get; } = Viewer.Bank("benchmark");

    public Scale Scale { get; }

    /// <summary>The data folder; files that rows make go into its sub-folder work/.</summary>
    public string Folder { get; }

    public string WorkFolder => Directory.CreateDirectory(Path.Combine(Folder, "work")).FullName;

    public IProgressSink Progress { get; }

    /// <summary>The last day of the bank's history.</summary>
    public static DateOnly AsOf => SynthRequest.DefaultAsOf;

    public IFacts Facts => Get<IFacts>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Opens the bank of a scale under a folder, and makes it first when it is not there.</summary>
    public static async Task<Bank> OpenAsync(Scale scale, string banks, IProgressSink progress, CancellationToken cancel)
    {
        var folder = Path.Combine(banks, scale.Name);
        var services = new ServiceCollection();
        services.AddLogging(log => log.SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton(new BankOptions());
        services.AddSingleton(provider => new BankClock(new FixedWall(new DateTimeOffset(SynthRequest.DefaultAsOf, new TimeOnly(12, 0), TimeSpan.Zero)), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")));
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<BankClock>());
        services.AddSingleton<IIds, TimeOrderedIds>();
        services.AddSingleton<IBusinessDate, FixedBusinessDate>();
        services.AddStorage(new StorageOptions { DataFolder = folder }, Rooms);
        services.AddCustomers();
        services.AddSingleton<IJob, SynthJob>();
        var bank = new Bank(services.BuildServiceProvider(), scale, folder, progress);
        await bank.Get<StorageSchema>().ApplyAsync(cancel).ConfigureAwait(false);
        await bank.FillAsync(cancel).ConfigureAwait(false);
        return bank;
    }

    /// <summary>Runs one of the rooms' jobs.</summary>
    public Task<JobOutcome> RunJobAsync(string verb, object arguments, CancellationToken cancel) =>
        _services.GetServices<IJob>().Single(j => j.Verb == verb).RunAsync(JsonSerializer.SerializeToElement(arguments), Progress, cancel);

    /// <summary>A further database of the same engine with the standard model and nothing in it.</summary>
    public async Task<EmbeddedFacts> EmptyDatabaseAsync(CancellationToken cancel)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"bench_{++_databases}");
        await Facts.ExecuteAsync(Measuring, new FactsStatement("drop old", $"DROP DATABASE IF EXISTS {name}"), cancel).ConfigureAwait(false);
        var facts = new EmbeddedFacts(Get<EmbeddedEngine>(), name, NullLogger<EmbeddedFacts>.Instance);
        await FactsMigrator.MigrateAsync(facts, Rooms.SelectMany(r => MigrationFiles.In(r, MigrationStore.Facts)), cancel).ConfigureAwait(false);
        return facts;
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync().ConfigureAwait(false);

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

    private sealed class FixedWall(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class FixedBusinessDate : IBusinessDate
    {
        private DateOnly _current = SynthRequest.DefaultAsOf;

        public Task<DateOnly> CurrentAsync(CancellationToken cancel) => Task.FromResult(_current);

        public Task AdvanceAsync(DateOnly businessDate, CancellationToken cancel)
        {
            _current = businessDate > _current ? businessDate : _current;
            return Task.CompletedTask;
        }
    }
}
