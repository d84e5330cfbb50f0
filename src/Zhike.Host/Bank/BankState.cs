using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhike.Kernel;
using Zhike.Storage.Records;

namespace Zhike.Host.Bank;

/// <summary>What the program must remember about the bank itself, by key.</summary>
public sealed class BankState(IRecords records)
{
    private const string DemoLoaded = "demo_loaded";
    private const string OffsetTicks = "clock_offset_ticks";

    public async Task<string?> FindAsync(string key, CancellationToken cancel)
    {
        await using var context = records.Open();
        return (await context.Set<BankStateRecord>().AsNoTracking().SingleOrDefaultAsync(s => s.Key == key, cancel))?.Value;
    }

    public async Task SetAsync(string key, string value, CancellationToken cancel)
    {
        await using var context = records.Open();
        var known = await context.Set<BankStateRecord>().SingleOrDefaultAsync(s => s.Key == key, cancel);
        if (known is null)
        {
            context.Add(new BankStateRecord { Key = key, Value = value });
        }
        else
        {
            known.Value = value;
        }

        await context.SaveChangesAsync(cancel);
    }

    /// <summary>Some of this bank's people and data were invented.</summary>
    public async Task<bool> IsDemoAsync(CancellationToken cancel) => await FindAsync("demo", cancel) is not null;

    /// <summary>The same for whoever is just being made and cannot wait.</summary>
    public bool IsDemo()
    {
        using var context = records.Open();
        return context.Set<BankStateRecord>().Any(s => s.Key == "demo");
    }

    public Task MarkDemoAsync(CancellationToken cancel) => SetAsync("demo", "true", cancel);

    public async Task<bool> IsDemoLoadedAsync(CancellationToken cancel) => await FindAsync(DemoLoaded, cancel) is not null;

    public Task MarkDemoLoadedAsync(CancellationToken cancel) => SetAsync(DemoLoaded, "true", cancel);

    public async Task RestoreClockAsync(BankClock clock, CancellationToken cancel)
    {
        if (await FindAsync(OffsetTicks, cancel) is { } ticks)
        {
            clock.Offset = new TimeSpan(long.Parse(ticks, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Moves the bank's clock so that it is now that day at the wall's time of day; it then runs on, for ever.</summary>
    public async Task MoveClockAsync(BankClock clock, WallClock wall, DateOnly day, CancellationToken cancel)
    {
        var local = TimeZoneInfo.ConvertTime(wall.Now, clock.Zone);
        clock.Offset = clock.InstantOf(day, TimeOnly.FromDateTime(local.DateTime)) - wall.Now;
        await SetAsync(OffsetTicks, clock.Offset.Ticks.ToString(CultureInfo.InvariantCulture), cancel);
    }
}

internal sealed class BankStateRecord
{
    public required string Key { get; init; }

    public required string Value { get; set; }
}

internal sealed class BankStateModel : IRecordsModel
{
    public void Configure(ModelBuilder model) => model.Entity<BankStateRecord>().ToTable("bank_state").HasKey(s => s.Key);
}
