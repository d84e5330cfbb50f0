using Zhike.Host.Setup;

namespace Zhike.Host.Live;

/// <summary>One thing that is done again and again while the server runs.</summary>
/// <param name="Every">The rest between the end of one turn and the begin of the next.</param>
/// <param name="Turn">Answers how much it did; it may be killed anywhere and repeated.</param>
public sealed record LiveWork(string Name, TimeSpan Every, Func<IServiceProvider, CancellationToken, Task<long>> Turn);

/// <summary>Runs one <see cref="LiveWork"/> once the server is usable. A turn that fails is recorded, and the next one comes.</summary>
public sealed class LiveLoop(LiveWork work, SetupProgress setup, IServiceScopeFactory scopes, WallClock wall, ILogger<LiveLoop> log) : BackgroundService
{
    /// <summary>After a failure the rest grows up to this, so that a broken part does not fill the log.</summary>
    private static readonly TimeSpan RestMax = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await setup.DoorsOpen.WaitAsync(stoppingToken);
        }
        catch (Exception)
        {
            // Set-up itself says what went wrong; without it there is nothing to do here.
            return;
        }

        var rest = work.Every;
        while (!stoppingToken.IsCancellationRequested)
        {
            rest = await TurnAsync(stoppingToken) ? work.Every : Min(rest * 2, RestMax);
            await Task.Delay(rest, wall.Provider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TurnAsync(CancellationToken cancel)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var done = await work.Turn(scope.ServiceProvider, cancel);
            if (done > 0)
            {
                log.LogInformation("{Loop}: {Done}", work.Name, done);
            }

            return true;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception problem)
        {
            log.LogError(problem, "{Loop} failed; it is tried again", work.Name);
            return false;
        }
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
