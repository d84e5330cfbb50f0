using Zhike.Customers.Tags.Running;
using Zhike.Customers.Tests.Bank;
using Zhike.Testing;

namespace Zhike.Customers.Tests.Tags;

/// <summary>Tags that turn although nothing happens: the law of the daily run, day after day, over made-up histories.</summary>
public sealed class TurningDaysTests
{
    private const string Turning =
        """
        {key: days_since_credit, name: {zh: 一, en: a}, dimension: activity, kind: measure, fact: transactions, aggregate: days_since_last, where: {direction: credit}, type: days, bands: [{to: 7, zh: 近, en: near}, {from: 7, to: 30, zh: 中, en: middle}, {from: 30, zh: 远, en: far}]}
        ---
        {key: open_days, name: {zh: 一, en: a}, dimension: lifecycle, kind: attribute, attribute: opened_on, as: days_since, type: days, record_changes: true}
        ---
        {key: years_with_bank, name: {zh: 一, en: a}, dimension: lifecycle, kind: attribute, attribute: opened_on, as: age, type: days}
        ---
        {key: opened, name: {zh: 一, en: a}, dimension: lifecycle, kind: attribute, attribute: opened_on, type: date}
        ---
        {key: quiet_share, name: {zh: 一, en: a}, dimension: activity, kind: ratio, of: days_since_credit, to: open_days, type: share, bands: [{to: 0.5, zh: 少, en: little}, {from: 0.5, zh: 多, en: much}]}
        ---
        {key: booked_lately, name: {zh: 一, en: a}, dimension: activity, kind: measure, fact: transactions, aggregate: count, where: {booked_on: {more_than: {days_ago: 12}}, direction: debit}, type: count}
        ---
        {key: pension_once, name: {zh: 一, en: a}, dimension: income, kind: measure, fact: transactions, aggregate: exists, window_days: 9, where: {purpose: pension}, type: flag}
        ---
        {key: days_on_end, name: {zh: 一, en: a}, dimension: activity, kind: measure, fact: transactions, aggregate: streak, every: day, run: current, type: count, record_changes: true}
        ---
        {key: weeks_on_end, name: {zh: 一, en: a}, dimension: activity, kind: measure, fact: transactions, aggregate: streak, every: week, run: current, type: count, record_changes: true}
        ---
        {key: months_on_end, name: {zh: 一, en: a}, dimension: activity, kind: measure, fact: transactions, aggregate: streak, every: month, run: current, lag_days: 2, type: count, record_changes: true}
        ---
        {key: kept, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: sequence, first: {direction: credit}, then: {direction: debit}, within_days: 3, drop_off: true, gives: count, type: count, record_changes: true}
        ---
        {key: days_since_kept, name: {zh: 一, en: a}, dimension: transaction, kind: measure, fact: transactions, aggregate: sequence, first: {direction: credit}, then: {direction: debit}, within_days: 3, drop_off: true, gives: days_since_last, type: days, bands: [{to: 4, zh: 近, en: near}, {from: 4, zh: 远, en: far}]}
        ---
        {key: left_after_login, name: {zh: 一, en: a}, dimension: activity, kind: measure, fact: events, aggregate: sequence, first: {name: app_login}, then: {name: paid}, within_hours: 40, drop_off: true, type: flag}
        ---
        {key: quiet_rank, name: {zh: 一, en: a}, dimension: activity, kind: rank, of: days_since_credit, type: share, bands: [{to: 0.5, zh: 少, en: lower}, {from: 0.5, zh: 多, en: upper}]}
        ---
        {key: open_rank, name: {zh: 一, en: a}, dimension: activity, kind: rank, of: open_days, within: outlet, type: share}
        ---
        {key: quiet_and_old, name: {zh: 一, en: a}, dimension: lifecycle, kind: rule, type: flag, rule: [{when: {and: [{tag: quiet_rank, op: at_least, value: 0.7}, {tag: open_days, op: at_least, value: 100}]}, value: true}], otherwise: false}
        ---
        {key: matured, name: {zh: 一, en: a}, dimension: holding, kind: measure, fact: holdings, aggregate: count, where: {matures_on: {at_most: {days_ago: 0}}}, type: count}
        ---
        {key: stage, name: {zh: 一, en: a}, dimension: lifecycle, kind: rule, type: text, rule: [{when: {tag: opened, op: more_than, value: {days_ago: 50}}, value: new}, {when: {tag: quiet_share, op: at_least, value: 0.25}, value: quiet}, {when: {tag: days_since_credit, op: in_band, value: near}, value: busy}], otherwise: plain}
        ---
        {key: new_and_busy, name: {zh: 一, en: a}, dimension: lifecycle, kind: rule, type: flag, rule: [{when: {and: [{tag: stage, op: eq, value: new}, {not: {tag: open_days, op: at_least, value: 20}}]}, value: true}], otherwise: false}
        """;

    private static readonly DateOnly First = new(1994, 2, 20);

    [Theory]
    [InlineData(31, 1)]
    [InlineData(32, 2)]
    public async Task A_series_of_days_equals_computing_everybody_and_records_the_same_changes(int seed, int daysBetween)
    {
        using var bank = await TestBank.OpenAsync(new TagOptions { CustomersAtOnce = 30 });
        var (customers, bookings) = Histories.Of(seed, 60, 6, First.AddDays(-370), First.AddDays(20));
        await bank.AddAsync(customers);
        await bank.AddAsync(bookings);
        await bank.Facts.RunAsync(
            $"""
            INSERT INTO holding_versions (customer_id, holding_no, account_id, product_id, kind, opened_on, matures_on, amount, version)
            SELECT number, concat('loan:', toString(number)), 0, 'loan', 'loan', '1993-01-01', toDate('{First:yyyy-MM-dd}') - 5 + number, 1, 1 FROM numbers(1, 30)
            """);
        for (var i = 1; i <= 20; i++)
        {
            await bank.AddEventAsync((ulong)(i * 3), "app_login", First.AddDays(i % 5));
            await bank.AddEventAsync((ulong)(i * 6), "paid", First.AddDays((i % 5) + (i % 3)));
        }

        bank.Definitions.Put("tag", Turning);
        await bank.RunTagsAsync(First);

        for (var step = 1; step <= 6; step++)
        {
            var day = First.AddDays(step * daysBetween);
            await bank.RunTagsAsync(day, full: false);
            var (values, changes) = (await bank.DumpAsync(day), await ChangesAsync(bank, day));
            (await bank.TextsAsync("SELECT toString(mode) FROM tag_runs ORDER BY finished_at DESC LIMIT 1")).ShouldBe(["changes"]);

            await bank.RunTagsAsync(day, full: true);

            values.ShouldBe(await bank.DumpAsync(day), $"at {day}");
            changes.ShouldBe(await ChangesAsync(bank, day), $"changes at {day}");
            await bank.RunTagsAsync(day, full: false);
        }
    }

    [Fact]
    public async Task Somebody_for_whom_nothing_turns_is_not_computed_again()
    {
        using var bank = await TestBank.OpenAsync();
        await bank.AddAsync(new Customer(1, First.AddDays(-100)), new Customer(2, First.AddDays(-100)), new Customer(3, First.AddDays(-49)));
        await bank.AddAsync(
            new Booking(1, 1, First.AddDays(-60), "credit", "cash_in", 10), new Booking(2, 2, First.AddDays(-6), "credit", "cash_in", 10),
            new Booking(3, 3, First.AddDays(-40), "credit", "cash_in", 10));
        bank.Definitions.Put("tag", Turning.Replace(", record_changes: true", "", StringComparison.Ordinal));
        await bank.RunTagsAsync(First);

        await bank.RunTagsAsync(First.AddDays(1), full: false);

        // Customer 2 leaves the band "near", customer 3 is no longer one of the new; customer 1 only grows older.
        (await bank.TextsAsync("SELECT concat(toString(customers), ' ', toString(recomputed)) FROM tag_runs ORDER BY finished_at DESC LIMIT 1")).ShouldBe(["3 2"]);
        (await bank.ValuesAsync(First.AddDays(1)))[1]["days_since_credit"].ShouldBe(61);
    }

    private static Task<IReadOnlyList<string>> ChangesAsync(TestBank bank, DateOnly day) => bank.TextsAsync(
        $"SELECT concat_ws(' ', tag, toString(customer_id), ifNull(old_value, '-'), ifNull(new_value, '-')) FROM tag_changes WHERE as_of = '{day:yyyy-MM-dd}' ORDER BY tag, customer_id");
}
