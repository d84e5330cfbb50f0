using System.Text.Json;
using Zhike.Contracts.Bank;
using Zhike.Host.Jobs;
using Zhike.Host.Options;
using Zhike.Kernel;

namespace Zhike.Host.Live;

/// <summary>Starts run-day for the day that ended, once its hour has come. A server that was off for a week catches up with
/// the newest day only: a batch is as of a date, so nothing before it is missing.</summary>
public sealed class NightlyBatch(JobRunner jobs, IBusinessDate businessDate, BankClock clock, ZhikeOptions options)
{
    private DateOnly _started;

    /// <summary>Answers 1 when it started one.</summary>
    public async Task<long> StartIfDueAsync(CancellationToken cancel)
    {
        if (options.NightlyAt is not { } at || clock.GetUtcNow() < clock.InstantOf(clock.Today(), at))
        {
            return 0;
        }

        var ended = clock.Today().AddDays(-1);
        if (ended <= await businessDate.CurrentAsync(cancel) || _started == ended)
        {
            return 0;
        }

        _started = ended;
        var arguments = JsonSerializer.SerializeToElement(new { date = ended }, JsonSerializerOptions.Web);
        (await jobs.StartAsync("run-day", arguments, "system", cancel)).OrThrow();
        return 1;
    }
}
