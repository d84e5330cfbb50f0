namespace Zhike.Kernel.Calendar;

/// <summary>The days off for everybody by the Regulation on public holidays (全国年节及纪念日放假办法) as it stood in a year:
/// of 23 December 1949, and as amended from 18 September 1999, 1 January 2008, 1 January 2014 and 1 January 2025. What the State
/// Council's notice of the year makes of them (bridges, worked weekends, a day for a holiday on a Sunday) is not in the law.</summary>
public static class StatutoryHolidays
{
    public static IEnumerable<Holiday> Of(int year)
    {
        if (year < 1950)
        {
            yield break;
        }

        yield return Holiday.Of("元旦", "New Year", new DateOnly(year, 1, 1));
        yield return Holiday.Of("劳动节", "Labour Day", new DateOnly(year, 5, 1), year >= 2025 ? 2 : year is >= 2000 and <= 2007 ? 3 : 1);
        yield return Holiday.Of("国庆节", "National Day", new DateOnly(year, 10, 1), year >= 1999 ? 3 : 2);
        if (!LunarFestivals.Knows(year))
        {
            yield break;
        }

        var spring = LunarFestivals.SpringFestival(year);
        yield return year switch
        {
            >= 2025 => Holiday.Of("春节", "Spring Festival", spring.AddDays(-1), 4),
            >= 2008 and < 2014 => Holiday.Of("春节", "Spring Festival", spring.AddDays(-1), 3),
            _ => Holiday.Of("春节", "Spring Festival", spring, 3),
        };
        if (year >= 2008)
        {
            yield return Holiday.Of("清明节", "Qingming", LunarFestivals.Qingming(year));
            yield return Holiday.Of("端午节", "Dragon Boat Festival", LunarFestivals.DragonBoat(year));
            yield return Holiday.Of("中秋节", "Mid-Autumn Festival", LunarFestivals.MidAutumn(year));
        }
    }
}
