namespace Zhike.Customers.Tests.Tags;

/// <param name="Tag">T, E and H stand for measures over transactions, events and holdings.</param>
/// <param name="Facts">What happened to one customer in 1994 unless a year is given; "+100" is a credit, "-100" a debit, "=500" the balance
/// after it, "@2" the account, "#9" the number; "event", "hold", "opened" and "born" speak of the rest.</param>
/// <param name="Value">At <paramref name="AsOf"/>; "absent" for none.</param>
public sealed record Meaning(string Words, string Tag, string Facts, string AsOf, string Value);

/// <summary>What tags mean, case by case, written from the words of docs/tags.md: facts in, clock at a day, value out.</summary>
public static class Meanings
{
    private const string Sum30 = "T aggregate: sum, value: amount, window_days: 30, type: money";
    private const string Count30 = "T aggregate: count, window_days: 30, type: count";
    private const string Balance = "T aggregate: last_per_account, value: balance_after, type: money";
    private const string CardShare = "T aggregate: share, part: {kind: card_payment}, window_days: 90, type: share";
    private const string Trend = "T aggregate: trend, change: ratio, value: amount, window_days: 30, type: share";
    private const string Change = "T aggregate: trend, change: difference, value: amount, window_days: 30, type: money";
    private const string Days = "T aggregate: streak, every: day, type: count";
    private const string DaysNow = "T aggregate: streak, every: day, run: current, type: count";
    private const string WeeksNow = "T aggregate: streak, every: week, run: current, type: count";
    private const string Months = "T aggregate: streak, every: month, type: count";
    private const string MonthsNow = "T aggregate: streak, every: month, run: current, type: count";
    private const string Usual = "T aggregate: preference, value: channel, window_days: 90, type: text";
    private const string Spent = "T aggregate: sequence, first: {direction: credit}, then: {direction: debit}, within_days: 2, gives: count, type: count";
    private const string Kept = "T aggregate: sequence, first: {direction: credit}, then: {direction: debit}, within_days: 2, drop_off: true, gives: count, type: count";
    private const string DaysSinceSpent = "T aggregate: sequence, first: {direction: credit}, then: {direction: debit}, within_days: 2, gives: days_since_last, type: days";
    private const string DaysSinceKept = "T aggregate: sequence, first: {direction: credit}, then: {direction: debit}, within_days: 2, drop_off: true, gives: days_since_last, type: days";
    private const string Paid = "E aggregate: sequence, first: {name: cart}, then: {name: paid}, within_hours: 24, type: flag";
    private const string LeftCart = "E aggregate: sequence, first: {name: cart}, then: {name: paid}, within_hours: 24, drop_off: true, type: flag";
    private const string Age = "kind: attribute, attribute: birth_date, as: age, type: years";
    private const string Open = "kind: attribute, attribute: opened_on, as: days_since, type: days";

    public static IReadOnlyList<Meaning> All { get; } =
    [
        new("as_of itself counts", Sum30, "03-31 +100", "1994-03-31", "100"),
        new("the day after as_of is not known yet", Sum30, "04-01 +100", "1994-03-31", "0"),
        new("thirty days hold the day twenty-nine before", Sum30, "03-02 +100", "1994-03-31", "100"),
        new("thirty days do not hold the day thirty before", Sum30, "03-01 +100", "1994-03-31", "0"),
        new("a window of one day is as_of alone", "T aggregate: count, window_days: 1, type: count", "03-30 +1; 03-31 +1; 04-01 +1", "1994-03-31", "1"),
        new("no window is all history", "T aggregate: count, type: count", "1990-01-05 +1; 03-31 +1", "1994-03-31", "2"),
        new("a window over a leap day has thirty days as any other", Count30, "1996-02-01 +1; 1996-01-31 +1", "1996-03-01", "1"),
        new("thirty days back from a common March the first", Count30, "01-30 +1; 01-31 +1", "1994-03-01", "1"),
        new("a lag of thirty days ends the window thirty days ago, that day included", "T aggregate: count, window_days: 10, lag_days: 30, type: count", "03-01 +1; 03-02 +1; 02-20 +1; 02-19 +1", "1994-03-31", "2"),
        new("a lag without a window is all history up to that day", "T aggregate: count, lag_days: 30, type: count", "03-01 +1; 03-02 +1; 1990-01-01 +1", "1994-03-31", "2"),
        new("a sum of no rows is nought", Sum30, "", "1994-03-31", "0"),
        new("an average of no rows is absent", "T aggregate: average, value: amount, window_days: 30, type: money", "", "1994-03-31", "absent"),
        new("an average is cut to the cent", "T aggregate: average, value: amount, window_days: 30, type: money", "03-30 +0.01; 03-31 +0.02; 03-31 +0.02", "1994-03-31", "0.01"),
        new("a refund written as a negative amount lowers the sum", Sum30, "03-30 -80 card_payment; 03-31 -(-30) card_payment", "1994-03-31", "50"),
        new("a refund written as a credit is no debit", "T aggregate: sum, value: amount, where: {direction: debit}, type: money", "03-30 -80 card_payment; 03-31 +30 other", "1994-03-31", "80"),
        new("the smallest of amounts may be negative", "T aggregate: min, value: amount, type: money", "03-30 -80; 03-31 -(-30)", "1994-03-31", "-30"),
        new("the largest of none is absent", "T aggregate: max, value: amount, where: {purpose: pension}, type: money", "03-30 +80", "1994-03-31", "absent"),
        new("at_least takes the bound itself", "T aggregate: count, where: {amount: {at_least: 100}}, type: count", "03-30 +100; 03-30 +99.99", "1994-03-31", "1"),
        new("less_than leaves the bound out", "T aggregate: count, where: {amount: {less_than: 100}}, type: count", "03-30 +100; 03-30 +99.99", "1994-03-31", "1"),
        new("between takes both bounds", "T aggregate: count, where: {amount: {between: [50, 100]}}, type: count", "03-30 +50; 03-30 +100; 03-30 +100.01", "1994-03-31", "2"),
        new("exists needs one row", "T aggregate: exists, window_days: 30, where: {purpose: pension}, type: flag", "03-31 +1 pension", "1994-03-31", "true"),
        new("exists without a row is false", "T aggregate: exists, window_days: 30, where: {purpose: pension}, type: flag", "03-01 +1 pension", "1994-03-31", "false"),
        new("distinct counts a word once", "T aggregate: distinct, value: purpose, type: count", "03-30 +1 pension; 03-31 +1 pension; 03-31 +1 salary", "1994-03-31", "2"),
        new("distinct does not count an account that is not given", "T aggregate: distinct, value: counterparty_account, type: count", "03-30 +1 from=A; 03-31 +1 from=B; 03-31 +1", "1994-03-31", "2"),
        new("the last of a day is the one with the higher number", "T aggregate: last, value: amount, type: money", "03-31 +7 #2; 03-31 +9 #1", "1994-03-31", "7"),
        new("the first is the oldest", "T aggregate: first, value: kind, type: text", "03-31 +7 cash_in; 03-30 +9 transfer_in", "1994-03-31", "transfer_in"),
        new("days since today's row are nought", "T aggregate: days_since_last, type: days", "03-31 +1; 03-01 +1", "1994-03-31", "0"),
        new("days since the first over a leap February", "T aggregate: days_since_first, type: days", "1996-02-01 +1", "1996-03-01", "29"),
        new("days since nothing are absent", "T aggregate: days_since_last, type: days", "04-01 +1", "1994-03-31", "absent"),
        new("days since with a window know only rows in it", "T aggregate: days_since_last, window_days: 30, type: days", "03-01 +1", "1994-03-31", "absent"),
        new("a balance adds the newest of each account", Balance, "03-01 +1 =100 @1; 03-02 +1 =50 @1; 01-02 +1 =7 @2", "1994-03-31", "57"),
        new("an overdrawn account lowers the balance", Balance, "03-01 -1 =-30 @1; 01-02 +1 =100 @2", "1994-03-31", "70"),
        new("a row without a balance does not forget the one before it", Balance, "03-01 +1 =100; 03-02 +1", "1994-03-31", "100"),
        new("no account is a balance of nought", Balance, "", "1994-03-31", "0"),

        new("a share is the part by the whole", CardShare, "03-01 -1 card_payment; 03-02 -1; 03-03 -1; 03-04 +1", "1994-03-31", "0.25"),
        new("a share of nothing is absent", CardShare, "1993-12-01 -1 card_payment", "1994-03-31", "absent"),
        new("a share without its part is nought", CardShare, "03-01 -1", "1994-03-31", "0"),
        new("a share of all is one", CardShare, "03-01 -1 card_payment", "1994-03-31", "1"),
        new("a share of a sum weighs by amount", "T aggregate: share, value: amount, part: {direction: credit}, type: share", "03-01 +75; 03-02 -25", "1994-03-31", "0.75"),
        new("a share whose amounts cancel out is absent", "T aggregate: share, value: amount, part: {direction: credit}, type: share", "03-01 +75; 03-02 -(-75)", "1994-03-31", "absent"),
        new("the part lies within where", "T aggregate: share, where: {direction: debit}, part: {amount: {at_least: 10}}, type: share", "03-01 +75; 03-02 -10; 03-03 -9", "1994-03-31", "0.5"),

        new("a trend divides this window by the one before", Trend, "03-31 +30; 03-02 +30; 03-01 +20; 01-31 +20", "1994-03-31", "1.5"),
        new("the earlier window of a trend is half-open too", Trend, "03-31 +30; 01-31 +20; 01-30 +99", "1994-03-31", "1.5"),
        new("a trend from nothing is absent", Trend, "03-31 +30", "1994-03-31", "absent"),
        new("a trend to nothing is nought", Trend, "03-01 +30", "1994-03-31", "0"),
        new("a difference from nothing is all of it", Change, "03-31 +30", "1994-03-31", "30"),
        new("a difference may be negative", Change, "03-31 +30; 03-01 +50", "1994-03-31", "-20"),
        new("without a value a trend compares how often", "T aggregate: trend, change: difference, window_days: 30, type: number", "03-31 +30; 03-01 +50; 02-25 +50", "1994-03-31", "-1"),

        new("two rows of one day are one day of a streak", Days, "03-01 +1; 03-01 +1; 03-02 +1", "1994-03-31", "2"),
        new("a gap of a day ends a streak", Days, "03-01 +1; 03-02 +1; 03-04 +1", "1994-03-31", "2"),
        new("the longest of two streaks counts", Days, "03-01 +1; 03-02 +1; 03-10 +1; 03-11 +1; 03-12 +1", "1994-03-31", "3"),
        new("no row is no streak", Days, "", "1994-03-31", "0"),
        new("a streak of days goes over a leap day", Days, "1996-02-28 +1; 1996-02-29 +1; 1996-03-01 +1", "1996-03-31", "3"),
        new("days on end reach as_of", DaysNow, "03-30 +1; 03-31 +1", "1994-03-31", "2"),
        new("a day without ends the days on end: it is over", DaysNow, "03-29 +1; 03-30 +1", "1994-03-31", "0"),
        new("a week begins on Monday", "T aggregate: streak, every: week, type: count", "03-20 +1; 03-21 +1", "1994-03-31", "2"),
        new("Monday to Sunday is one week", "T aggregate: streak, every: week, type: count", "03-21 +1; 03-27 +1", "1994-03-31", "1"),
        new("weeks on end wait for a week that is not over", WeeksNow, "03-15 +1; 03-22 +1", "1994-04-02", "2"),
        new("weeks on end are lost when Sunday ends", WeeksNow, "03-15 +1; 03-22 +1", "1994-04-03", "0"),
        new("months go over a year's end", Months, "1993-12-31 +1; 01-01 +1", "1994-03-31", "2"),
        new("months on end wait for a month that is not over", MonthsNow, "01-31 +1; 02-01 +1", "1994-03-30", "2"),
        new("months on end are lost at the month's end", MonthsNow, "01-31 +1; 02-01 +1", "1994-03-31", "0"),
        new("a streak sees only its window", "T aggregate: streak, every: day, window_days: 2, type: count", "03-29 +1; 03-30 +1; 03-31 +1", "1994-03-31", "2"),

        new("the preferred channel is the most frequent", Usual, "03-01 -1 app; 03-02 -1 app; 03-03 -1 atm", "1994-03-31", "app"),
        new("of equal channels the newest is preferred", Usual, "03-01 -1 app; 03-02 -1 atm", "1994-03-31", "atm"),
        new("of equal channels of one instant the first by code is preferred", Usual, "03-02 -1 pos; 03-02 -1 app", "1994-03-31", "app"),
        new("no row is no preference", Usual, "", "1994-03-31", "absent"),
        new("too few rows are no preference", "T aggregate: preference, value: channel, at_least: 2, type: text", "03-01 -1 app; 03-02 -1 atm", "1994-03-31", "absent"),
        new("a preference knows only its window", "T aggregate: preference, value: channel, window_days: 30, type: text", "03-01 -1 app; 03-01 -1 app; 03-02 -1 atm", "1994-03-31", "atm"),
        new("events that do not say are no preference", "E aggregate: preference, value: channel, type: text", "event a 03-01 10:00; event a 03-02 10:00; event a 03-01 11:00 channel=app", "1994-03-31", "app"),

        new("a step on the last day is in time", Spent, "03-10 +1; 03-12 -1", "1994-03-31", "1"),
        new("a step after the last day is late", Spent, "03-10 +1; 03-13 -1", "1994-03-31", "0"),
        new("what came before does not follow", Spent, "03-10 -1; 03-11 +1", "1994-03-31", "0"),
        new("on one day the higher number follows", Spent, "03-10 +1 #5; 03-10 -1 #6", "1994-03-31", "1"),
        new("on one day the lower number does not follow", Spent, "03-10 +1 #6; 03-10 -1 #5", "1994-03-31", "0"),
        new("one second step completes each first before it", Spent, "03-10 +1; 03-11 +1; 03-12 -1", "1994-03-31", "2"),
        new("second steps complete a first only once", Spent, "03-10 +1; 03-11 -1; 03-12 -1", "1994-03-31", "1"),
        new("days since the second step, not since the first", DaysSinceSpent, "03-10 +1; 03-12 -1", "1994-03-31", "19"),
        new("days since a sequence that never was are absent", DaysSinceSpent, "03-10 +1; 03-20 -1", "1994-03-31", "absent"),
        new("who did not follow in time dropped off", Kept, "03-10 +1; 03-13 -1", "1994-03-31", "1"),
        new("who followed did not drop off", Kept, "03-10 +1; 03-12 -1", "1994-03-31", "0"),
        new("nobody drops off before the time is over", Kept, "03-30 +1", "1994-03-31", "0"),
        new("they drop off at the end of the last day", Kept, "03-29 +1", "1994-03-31", "1"),
        new("days since a drop-off count from the end of its time", DaysSinceKept, "03-10 +1", "1994-03-31", "19"),
        new("twenty-four hours are not one more second", Paid, "event cart 03-10 10:00; event paid 03-11 10:00:01", "1994-03-31", "false"),
        new("twenty-four hours to the second are in time", Paid, "event cart 03-10 10:00; event paid 03-11 10:00", "1994-03-31", "true"),
        new("a cart left is known the day its hours end", LeftCart, "event cart 03-30 10:00", "1994-03-31", "true"),
        new("a cart of today may still be paid", LeftCart, "event cart 03-31 10:00", "1994-03-31", "false"),

        new("an event's day is the day at the bank", "E aggregate: count, window_days: 1, where: {name: cart}, type: count", "event cart 03-30 16:30; event cart 03-31 16:30", "1994-03-31", "1"),
        new("an age turns on the birthday", Age, "born 1960-03-31", "1994-03-31", "34"),
        new("an age does not turn the day before", Age, "born 1960-04-01", "1994-03-31", "33"),
        new("who was born on a leap day turns on the first of March", Age, "born 1960-02-29", "1994-02-28", "33"),
        new("and has turned on the first of March", Age, "born 1960-02-29", "1994-03-01", "34"),
        new("an age without a birth date is absent", Age, "", "1994-03-31", "absent"),
        new("who opened today has nought days", Open, "opened 03-31", "1994-03-31", "0"),
        new("a year with a leap day has 366 days", Open, "opened 1996-02-01", "1997-02-01", "366"),
        new("a holding counts on the day it opens", "H aggregate: count, where: {kind: card}, type: count", "hold card 03-31..", "1994-03-31", "1"),
        new("a holding does not count on the day it closes", "H aggregate: count, where: {kind: card}, type: count", "hold card 01-01..03-31", "1994-03-31", "0"),
        new("a share of holdings is by amount", "H aggregate: share, value: amount, part: {kind: fund}, type: share", "hold fund 01-01.. =30; hold deposit 01-01.. =90; hold fund 01-01..02-01 =99", "1994-03-31", "0.25"),
    ];
}
