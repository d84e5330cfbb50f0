using Zhike.Host.Bank;
using Zhike.Kernel;
using Zhike.Testing;

namespace Zhike.Host.Tests.Live;

public sealed class BankTime
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    [Fact]
    public async Task A_demo_banks_clock_shows_its_day_at_the_walls_time_of_day_and_runs_on_after_a_restart()
    {
        var wall = new FakeClock(new DateTimeOffset(2026, 11, 22, 6, 30, 0, TimeSpan.Zero));
        var state = new BankState(await TestRecords.SqliteAsync(typeof(BankState).Assembly));
        var clock = new BankClock(wall, Zone);

        await state.MoveClockAsync(clock, new WallClock(wall), new DateOnly(1994, 3, 31), CancellationToken.None);
        clock.Today().ShouldBe(new DateOnly(1994, 3, 31));
        TimeZoneInfo.ConvertTime(clock.GetUtcNow(), Zone).TimeOfDay.ShouldBe(new TimeSpan(14, 30, 0));

        wall.Advance(TimeSpan.FromDays(2));
        var restarted = new BankClock(wall, Zone);
        await state.RestoreClockAsync(restarted, CancellationToken.None);

        restarted.Today().ShouldBe(new DateOnly(1994, 4, 2));
        restarted.GetUtcNow().ShouldBe(clock.GetUtcNow());
    }

    [Fact]
    public async Task The_business_date_moves_forward_only()
    {
        var wall = new FakeClock(new DateTimeOffset(2026, 11, 22, 6, 30, 0, TimeSpan.Zero));
        var state = new BankState(await TestRecords.SqliteAsync(typeof(BankState).Assembly));
        var date = new BusinessDate(state, new BankClock(wall, Zone));

        (await date.CurrentAsync(CancellationToken.None)).ShouldBe(new DateOnly(2026, 11, 22));
        await date.AdvanceAsync(new DateOnly(1994, 3, 31), CancellationToken.None);
        await date.AdvanceAsync(new DateOnly(1994, 3, 30), CancellationToken.None);

        (await date.CurrentAsync(CancellationToken.None)).ShouldBe(new DateOnly(1994, 3, 31));
    }
}
