using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Intake;
using Zhike.Intake.Plan;
using Zhike.Intake.Quality;
using Zhike.Intake.Tests.Plan;
using Zhike.Kernel;
using Zhike.Storage.Definitions;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;
using Zhike.Testing;

namespace Zhike.Intake.Tests.Quality;

/// <summary>The watch, the quality page's questions and the quarantine on a fresh store; it is Thursday 1994-03-31, 10:00 in Shanghai.</summary>
internal sealed class QualityStage : IAsyncDisposable
{
    public static readonly DateOnly Today = new(1994, 3, 31);

    private readonly ServiceProvider _services;

    private QualityStage(ServiceProvider services) => _services = services;

    public IFacts Facts => Get<IFacts>();

    public static async Task<QualityStage> NewAsync()
    {
        var services = await TestServices.NewAsync(typeof(IntakeModule).Assembly);
        services.AddIntake();
        return new QualityStage(services.BuildServiceProvider());
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public void Use(string plan) => Get<LivePlans>().Use(new CompiledPlans([PlanStage.Read(plan).OrThrow()], PlanStage.Hash));

    /// <summary>Events received on a day of the bank from an hour on, one a second.</summary>
    public Task ArriveAsync(DateOnly day, int hour, int count, string name = "app_login", string violations = "[]", string properties = "{\"method\":\"face\"}", string late = "0") => Facts.RunAsync(
        string.Create(CultureInfo.InvariantCulture, $"""
        INSERT INTO events (event_id, ts, received_at, name, source, violations, properties)
        SELECT generateUUIDv4(), received - {late}, received, '{name}', 'app', {violations}, '{properties}'
        FROM (SELECT toDateTime64('{day:yyyy-MM-dd} {hour:00}:00:00', 3, 'Asia/Shanghai') + number AS received FROM numbers({count}))
        """));

    public Task<long> LookAsync() => Get<ITrackingWatch>().LookAsync(CancellationToken.None);

    public async Task<IReadOnlyList<string>> TextsAsync(string sql) =>
        await Facts.ListAsync(Viewer.Bank("test"), new FactsStatement("test", sql), (ref RowReader row) => row.Text(), CancellationToken.None);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
