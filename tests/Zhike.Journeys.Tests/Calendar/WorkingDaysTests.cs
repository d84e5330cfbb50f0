using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Zhike.Contracts.Bank;
using Zhike.Journeys.Calendar;
using Zhike.Journeys.Tests.World;
using Zhike.Kernel.Calendar;
using Zhike.Storage.Definitions;

namespace Zhike.Journeys.Tests.Calendar;

public sealed class WorkingDaysTests
{
    private static readonly WorkingDays Shipped = ReadShipped();

    [Theory]
    [InlineData("2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12", true)]
    [InlineData("2024-01-01 2024-02-10 2024-02-12 2024-02-16 2024-04-04 2024-04-05 2024-05-03 2024-06-10 2024-09-16 2024-09-17 2024-10-07", false)]
    [InlineData("2024-02-09 2024-02-19 2024-04-03 2024-04-08 2024-05-06 2024-06-11 2024-09-18 2024-10-08", true)]
    [InlineData("2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11", true)]
    [InlineData("2025-01-01 2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-02-03 2025-02-04 2025-04-04 2025-05-01 2025-05-05 2025-06-02 2025-10-01 2025-10-08", false)]
    [InlineData("2025-01-02 2025-01-27 2025-02-05 2025-04-07 2025-05-06 2025-06-03 2025-10-09", true)]
    [InlineData("2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10", true)]
    [InlineData("2026-01-01 2026-01-02 2026-02-16 2026-02-23 2026-04-06 2026-05-05 2026-06-19 2026-09-25 2026-10-07 2026-10-11", false)]
    [InlineData("2025-03-01 2025-03-02 2026-07-04", false)]
    public void A_published_year_is_what_its_notice_says(string days, bool worked)
    {
        foreach (var day in days.Split(' '))
        {
            Shipped.IsWorkingDay(Day(day)).ShouldBe(worked, day);
        }
    }

    [Theory]
    [InlineData("1994-01-01 1994-02-10 1994-02-11 1994-05-01 1994-10-03", "New Year|Spring Festival|Spring Festival|Labour Day|")]
    [InlineData("1999-05-03 1999-10-03 2000-05-03 2000-10-03", "|National Day|Labour Day|National Day")]
    [InlineData("2007-04-05 2008-04-04 2008-02-06 2008-02-08 2008-02-09 2008-05-02", "|Qingming|Spring Festival|Spring Festival||")]
    [InlineData("2014-01-30 2014-02-02 2015-04-05 2020-06-25 2020-10-01 2023-06-22 2023-09-29", "|Spring Festival|Qingming|Dragon Boat Festival|National Day|Dragon Boat Festival|Mid-Autumn Festival")]
    [InlineData("2027-02-05 2027-02-08 2027-02-09 2027-05-02 2027-05-03", "Spring Festival|Spring Festival||Labour Day|")]
    public void A_year_without_a_notice_has_the_statutory_days_of_the_law_of_its_time(string days, string holidays) =>
        days.Split(' ').Select(d => WorkingDays.Statutory.HolidayOn(Day(d))?.NameEn ?? "").ShouldBe(holidays.Split('|'));

    /// <summary>Golden days of the Hong Kong Observatory's conversion table.</summary>
    [Theory]
    [InlineData(2024, "2024-02-10", "2024-04-04", "2024-06-10", "2024-09-17")]
    [InlineData(2025, "2025-01-29", "2025-04-04", "2025-05-31", "2025-10-06")]
    [InlineData(2026, "2026-02-17", "2026-04-05", "2026-06-19", "2026-09-25")]
    [InlineData(2020, "2020-01-25", "2020-04-04", "2020-06-25", "2020-10-01")]
    [InlineData(2023, "2023-01-22", "2023-04-05", "2023-06-22", "2023-09-29")]
    public void Festivals_fall_on_their_days(int year, string spring, string qingming, string dragonBoat, string midAutumn) =>
        new[] { LunarFestivals.SpringFestival(year), LunarFestivals.Qingming(year), LunarFestivals.DragonBoat(year), LunarFestivals.MidAutumn(year) }
            .ShouldBe([Day(spring), Day(qingming), Day(dragonBoat), Day(midAutumn)]);

    /// <summary>The rule of thumb of almanacs, of another origin: the century's constant plus 0.2422 a year, less the leap days.</summary>
    [Fact]
    public void Qingming_agrees_with_the_almanacs_rule()
    {
        for (var year = 1902; year <= 2099; year++)
        {
            var y = year % 100;
            var day = (int)((y * 0.2422) + (year < 2000 ? 5.59 : 4.81)) - (y / 4);
            LunarFestivals.Qingming(year).ShouldBe(new DateOnly(year, 4, day), $"in {year}");
        }
    }

    [Theory]
    [InlineData("2025-01-24", 1, "2025-01-26")]
    [InlineData("2025-01-27", 1, "2025-02-05")]
    [InlineData("2025-01-27", 4, "2025-02-08")]
    [InlineData("2025-09-30", 2, "2025-10-10")]
    [InlineData("2025-02-01", 0, "2025-02-01")]
    [InlineData("2026-12-31", 1, "2027-01-04")]
    public void Working_days_are_counted_from_the_day_after(string from, int days, string to) => Shipped.Add(Day(from), days).ShouldBe(Day(to));

    [Fact]
    public async Task The_bank_enters_a_year_when_its_notice_comes_out()
    {
        var bank = await SmallBank.OpenAsync(1);
        var definitions = bank.Services.GetRequiredService<IDefinitions>();
        var calendar = bank.Services.GetRequiredService<IWorkingDays>();
        (await calendar.CalendarAsync(CancellationToken.None)).IsWorkingDay(Day("1994-05-02")).ShouldBeTrue();

        const string Year = """{"year": 1994, "name": {"zh": "一九九四", "en": "1994"}, "source": "a notice", "holidays": [{"name": {"zh": "劳动节", "en": "Labour Day"}, "from": "1994-05-01", "to": "1994-05-03", "worked_instead": ["1994-04-30"]}]}""";
        (await definitions.InstallAsync("calendar", "y1994", Year, CancellationToken.None)).OrThrow();
        var days = await calendar.CalendarAsync(CancellationToken.None);

        days.IsWorkingDay(Day("1994-05-02")).ShouldBeFalse();
        days.IsWorkingDay(Day("1994-04-30")).ShouldBeTrue();
        days.IsWorkingDay(Day("1995-02-01")).ShouldBeFalse();
        (await definitions.InstallAsync("calendar", "again", Year, CancellationToken.None)).Problem!.Errors.Select(e => e.Field).ShouldBe(["year"]);
    }

    [Fact]
    public void Every_wrong_field_of_a_year_is_named()
    {
        using var json = JsonDocument.Parse(
            """
            {"key": "y", "name": {"zh": "年", "en": "Year"}, "year": 2025, "source": "s", "colour": 1, "holidays": [
              {"name": {"zh": "甲", "en": "A"}, "from": "2025-01-01", "to": "2025-01-03"},
              {"name": {"zh": "乙", "en": "B"}, "from": "2025-01-03", "to": "2025-01-02"},
              {"name": {"zh": "丙", "en": "C"}, "from": "2026-01-01", "worked_instead": ["2025-01-06", "2025-02-30", "2025-01-03"]},
              {"name": {"zh": "丁"}, "from": "soon"}]}
            """);

        CalendarYear.Read("y", json.RootElement).Errors.Select(e => e.Field).Order(StringComparer.Ordinal).ShouldBe(
            ["colour", "holidays[1].from", "holidays[1].to", "holidays[2].from", "holidays[2].worked_instead[0]", "holidays[2].worked_instead[1]", "holidays[2].worked_instead[1]", "holidays[2].worked_instead[1]", "holidays[3].from", "holidays[3].name.en"]);
    }

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static WorkingDays ReadShipped()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(root!.FullName, "catalog")))
        {
            root = root.Parent;
        }

        var file = Path.Combine(root.FullName, "catalog", "calendar", "years.yaml");
        var years = DocumentText.ParseMany(File.ReadAllText(file), "years").OrThrow()
            .Select(d => CalendarYear.ReadSaved(d.GetProperty("key").GetString()!, d.GetRawText())).ToList();
        return new WorkingDays(years.Select(y => y.Year), years.SelectMany(y => y.Holidays));
    }
}
