using Zhike.Contracts.Bank;
using Zhike.Contracts.Intake;
using Zhike.Host.Bank;
using Zhike.Host.Jobs;
using Zhike.Host.Options;
using Zhike.Host.Staff;
using Zhike.Kernel;
using Zhike.Storage;

namespace Zhike.Host.Setup;

/// <summary>What happens between the first answer of /health/live and that of /health/ready, while the page is already there.</summary>
public sealed class ServerSetup(SetupProgress progress, IServiceProvider services, ZhikeOptions options, ILogger<ServerSetup> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Kestrel listens first.
        await Task.Yield();
        try
        {
            await PrepareAsync(stoppingToken);
            progress.Finish();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            progress.Fail(new OperationCanceledException("The server was stopped while it was being set up; the next start goes on."));
        }
        catch (ProblemException refusal)
        {
            log.LogError("The server could not be set up: {Why}", refusal.Problem.Message);
            progress.Fail(refusal);
        }
        catch (Exception problem)
        {
            log.LogError(problem, "The server could not be set up");
            progress.Fail(problem);
        }
    }

    private async Task PrepareAsync(CancellationToken cancel)
    {
        progress.Announce(("schema", "Open the stores"), ("catalogue", "Install the catalogue"));
        await progress.StepAsync("schema", "Open the stores", _ => OpenAsync(cancel));
        progress.OpenStores();
        foreach (var check in services.GetServices<IStartCheck>())
        {
            if (await check.WarningAsync(cancel) is { } warning)
            {
                log.LogError("{Warning}", warning);
            }
        }

        var demo = services.GetRequiredService<DemoBank>();
        var wanted = await demo.IsWantedAsync(cancel);
        if (wanted)
        {
            await services.GetRequiredService<BankState>().MarkDemoAsync(cancel);
            progress.Announce(DemoBank.Steps);
        }

        await progress.StepAsync("catalogue", "Install the catalogue", sink => services.GetRequiredService<CatalogueInstaller>().InstallAsync(sink, cancel));
        // Before the first event may come in.
        await services.GetRequiredService<ITrackingPlans>().RefreshAsync(cancel);
        if (wanted)
        {
            await demo.LoadAsync(progress, cancel);
        }
        else
        {
            await services.GetRequiredService<FirstAdministrator>().EnsureAsync(cancel);
        }
    }

    private async Task<string> OpenAsync(CancellationToken cancel)
    {
        EngineAtHand.Require(options.Storage);
        Directory.CreateDirectory(options.DataFolder);
        var applied = await Task.Run(() => services.GetRequiredService<StorageSchema>().ApplyAsync(cancel), cancel);
        await services.GetRequiredService<BankState>().RestoreClockAsync(services.GetRequiredService<BankClock>(), cancel);
        await services.GetRequiredService<JobLog>().InterruptAsync(services.GetRequiredService<WallClock>().Now, cancel);
        return applied == 0 ? "nothing to change" : $"{applied} migrations";
    }
}
