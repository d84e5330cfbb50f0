using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Zhike.Host.Live;
using Zhike.Host.Setup;

namespace Zhike.Host.Tests.Live;

public sealed class Loops
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_turn_that_fails_is_recorded_and_the_next_one_comes()
    {
        var setup = new SetupProgress();
        setup.Finish();
        var (turns, third) = (0, new TaskCompletionSource());
        using var loop = Loop(setup, () =>
        {
            if (++turns == 3)
            {
                third.SetResult();
            }

            return turns < 3 ? throw new InvalidOperationException("broken") : Task.FromResult(1L);
        });

        await loop.StartAsync(CancellationToken.None);

        await third.Task.WaitAsync(Patience);
        await loop.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Nothing_goes_on_by_itself_before_set_up_is_over_nor_after_it_failed()
    {
        var setup = new SetupProgress();
        var turns = 0;
        using var loop = Loop(setup, () => Task.FromResult((long)++turns));
        await loop.StartAsync(CancellationToken.None);

        setup.Fail(new InvalidOperationException("no store"));

        await loop.ExecuteTask!.WaitAsync(Patience);
        turns.ShouldBe(0);
    }

    private static LiveLoop Loop(SetupProgress setup, Func<Task<long>> turn) => new(
        new LiveWork("test", TimeSpan.FromMilliseconds(1), (_, _) => turn()),
        setup,
        new ServiceCollection().BuildServiceProvider().GetRequiredService<IServiceScopeFactory>(),
        new WallClock(TimeProvider.System),
        NullLogger<LiveLoop>.Instance);
}
