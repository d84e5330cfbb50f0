using System.Globalization;
using Zhike.Intake.Sources;
using Zhike.Kernel;
using Zhike.Testing;

namespace Zhike.Intake.Tests.Sources;

public sealed class CronTests
{
    /// <summary>Local times of the zone; the next three.</summary>
    [Theory]
    [InlineData("Asia/Shanghai", "30 2 * * *", "2026-01-31 02:30", "2026-02-01 02:30 | 2026-02-02 02:30 | 2026-02-03 02:30")]
    [InlineData("Asia/Shanghai", "30 2 * * *", "2026-01-31 02:29", "2026-01-31 02:30 | 2026-02-01 02:30 | 2026-02-02 02:30")]
    [InlineData("Asia/Shanghai", "*/20 8-9 * * *", "2026-01-31 08:45", "2026-01-31 09:00 | 2026-01-31 09:20 | 2026-01-31 09:40")]
    [InlineData("Asia/Shanghai", "0 0 29 2 *", "2026-01-01 00:00", "2028-02-29 00:00 | 2032-02-29 00:00 | 2036-02-29 00:00")]
    [InlineData("Asia/Shanghai", "15 3 * * 1-5", "2026-01-30 12:00", "2026-02-02 03:15 | 2026-02-03 03:15 | 2026-02-04 03:15")]
    [InlineData("Asia/Shanghai", "0 6 * * 0", "2026-01-30 12:00", "2026-02-01 06:00 | 2026-02-08 06:00 | 2026-02-15 06:00")]
    [InlineData("Asia/Shanghai", "0 6 * * 7", "2026-01-30 12:00", "2026-02-01 06:00 | 2026-02-08 06:00 | 2026-02-15 06:00")]
    [InlineData("Asia/Shanghai", "0 6 1,15 * 1", "2026-01-30 12:00", "2026-02-01 06:00 | 2026-02-02 06:00 | 2026-02-09 06:00")]
    [InlineData("Asia/Shanghai", "0 12 1 */6 *", "2026-01-30 12:00", "2026-07-01 12:00 | 2027-01-01 12:00 | 2027-07-01 12:00")]
    [InlineData("Asia/Shanghai", "5 4 1-31/10 1 *", "2026-01-01 12:00", "2026-01-11 04:05 | 2026-01-21 04:05 | 2026-01-31 04:05")]
    [InlineData("Europe/Prague", "30 2 * * *", "2026-03-28 12:00", "2026-03-29 03:30 | 2026-03-30 02:30 | 2026-03-31 02:30")]
    [InlineData("Europe/Prague", "30 2 * * *", "2026-10-24 12:00", "2026-10-25 02:30 | 2026-10-26 02:30 | 2026-10-27 02:30")]
    public void The_next_turns_are_those_of_a_crontab_on_the_banks_wall_clock(string zone, string cron, string after, string expected)
    {
        var clock = new BankClock(TimeProvider.System, TimeZoneInfo.FindSystemTimeZoneById(zone));
        var local = DateTime.ParseExact(after, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        DateTimeOffset? at = new DateTimeOffset(local, clock.Zone.GetUtcOffset(local));
        var found = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            at = Cron.Parse(cron).Value.After(at!.Value, clock);
            found.Add(TimeZoneInfo.ConvertTime(at!.Value, clock.Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        }

        string.Join(" | ", found).ShouldBe(expected);
    }

    [Fact]
    public void A_day_that_never_comes_has_no_turn() =>
        Cron.Parse("0 0 30 2 *").Value.After(TestServices.Start, new BankClock(TimeProvider.System, TimeZoneInfo.Utc)).ShouldBeNull();

    [Theory]
    [InlineData("30 2 * *", "must have five fields")]
    [InlineData("", "must have five fields")]
    [InlineData("60 2 * * *", "\"60\" for the minute, which must be * or lie between 0 and 59")]
    [InlineData("0 24 0 13 8", "\"24\" for the hour")]
    [InlineData("0 5-2 * * *", "\"5-2\" for the hour")]
    [InlineData("*/0 * * * *", "\"*/0\" for the minute")]
    [InlineData("5/2 * * * *", "\"5/2\" for the minute")]
    [InlineData("a * * * MON", "\"a\" for the minute")]
    public void A_line_that_is_none_is_refused_with_what_is_wrong(string cron, string why) =>
        Cron.Parse(cron).Problem!.Errors[0].Message.ShouldContain(why);
}
