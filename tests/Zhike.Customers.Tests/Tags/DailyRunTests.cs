using Zhike.Customers.Tags.Running;
using Zhike.Customers.Tests.Bank;

namespace Zhike.Customers.Tests.Tags;

/// <summary>The law of the daily run: recomputing only whom the day touched gives exactly what computing everybody gives.</summary>
public sealed class DailyRunTests
{
    private static readonly DateOnly First = new(1994, 2, 20);

    [Theory]
    [InlineData(11, 1)]
    [InlineData(12, 1)]
    [InlineData(13, 3)]
    [InlineData(14, 11)]
    public async Task A_run_of_changes_equals_the_full_run(int seed, int daysBetween)
    {
        using var bank = await TestBank.OpenAsync(new TagOptions { CustomersAtOnce = 300 });
        var (customers, bookings) = Histories.Of(seed, 80, 25, First.AddDays(-150), First.AddDays(60));
        await bank.AddAsync(customers);
        await bank.AddAsync(bookings);
        bank.Definitions.Put("tag", SomeTags.Yaml);
        await bank.RunTagsAsync(First);

        for (var step = 1; step <= 4; step++)
        {
            var day = First.AddDays(step * daysBetween);
            await MeanwhileAsync(bank, customers, step, day);
            await bank.RunTagsAsync(day, full: false);
            var changes = await bank.DumpAsync(day);

            (await LastModeAsync(bank)).ShouldBe("changes");
            await bank.RunTagsAsync(day, full: true);
            changes.ShouldBe(await bank.DumpAsync(day), $"at {day}");

            // The next day builds on the run of changes, not on the full one.
            await bank.RunTagsAsync(day, full: false);
        }
    }

    [Fact]
    public async Task Running_the_same_date_twice_changes_nothing()
    {
        using var bank = await TestBank.OpenAsync();
        var (customers, bookings) = Histories.Of(21, 40, 20, First.AddDays(-150), First);
        await bank.AddAsync(customers);
        await bank.AddAsync(bookings);
        bank.Definitions.Put("tag", SomeTags.Yaml);
        await bank.RunTagsAsync(First);
        var once = await bank.DumpAsync(First);

        await bank.RunTagsAsync(First);

        (await bank.DumpAsync(First)).ShouldBe(once);
    }

    [Fact]
    public async Task A_changed_definition_makes_the_next_run_a_full_one()
    {
        using var bank = await TestBank.OpenAsync();
        await bank.AddAsync(new Customer(1, First.AddDays(-10)));
        bank.Definitions.Put("tag", SomeTags.Yaml);
        await bank.RunTagsAsync(First);
        bank.Definitions.Put("tag", "{key: more, name: {zh: 一, en: a}, dimension: basic, kind: attribute, attribute: customer_no, type: text}");

        await bank.RunTagsAsync(First.AddDays(1), full: false);

        (await LastModeAsync(bank)).ShouldBe("full");
        (await bank.ValuesAsync(First.AddDays(1)))[1]["more"].ShouldBe("C00000001");
    }

    [Fact]
    public async Task Only_the_dates_that_the_option_names_are_kept()
    {
        using var bank = await TestBank.OpenAsync(new TagOptions { DatesKept = 2 });
        await bank.AddAsync(new Customer(1, First.AddDays(-10)));
        bank.Definitions.Put("tag", SomeTags.Yaml);
        for (var i = 0; i < 4; i++)
        {
            await bank.RunTagsAsync(First.AddDays(i), full: false);
        }

        (await bank.Tags.DateAsync(First.AddDays(1), CancellationToken.None)).ShouldBeNull();
        (await bank.Tags.DateAsync(First.AddDays(2), CancellationToken.None)).ShouldBe(First.AddDays(2));
    }

    [Fact]
    public async Task Changes_name_the_band_a_customer_left_and_the_one_entered()
    {
        using var bank = await TestBank.OpenAsync();
        await bank.AddAsync(new Customer(1, First.AddDays(-100)), new Customer(2, First.AddDays(-100)));
        bank.Definitions.Put("tag", SomeTags.Yaml);
        await bank.RunTagsAsync(First);
        await bank.AddAsync(new Booking(1, 1, First.AddDays(1), "credit", "cash_in", 2000));

        await bank.RunTagsAsync(First.AddDays(1), full: false);

        var changes = await bank.TextsAsync("SELECT concat(customer_id, ' ', ifNull(old_value, '-'), ' ', ifNull(new_value, '-')) FROM tag_changes WHERE tag = 'credit_sum_30d' AND as_of = '1994-02-21'");
        changes.ShouldBe(["1 low high"]);
    }

    /// <summary>What may happen between two nights: late bookings, changed and new customers, holdings, events.</summary>
    private static async Task MeanwhileAsync(TestBank bank, Customer[] customers, int step, DateOnly day)
    {
        var late = new Random(step * 97);
        await bank.AddAsync([.. Enumerable.Range(0, 5).Select(i => new Booking(
            (ulong)(100_000 + (step * 100) + i), (ulong)late.Next(1, 81), day.AddDays(-late.Next(120)), "credit", "cash_in", late.Next(1, 9999), Balance: late.Next(9999), Run: $"late{step}"))]);
        await bank.AddAsync(
            customers[step] with { Gender = "X", Version = (ulong)(step + 1) },
            new Customer((ulong)(500 + step), day.AddDays(-40), new DateOnly(1960, day.Month, day.Day), Version: (ulong)(step + 1)));
        await bank.Facts.ExecuteAsync(
            Kernel.Viewer.Bank("test"),
            new Storage.Facts.FactsStatement(
                "holdings",
                $"""
                INSERT INTO holding_versions (customer_id, holding_no, account_id, product_id, kind, opened_on, closed_on, amount, version)
                VALUES ({step}, 'card:{step}', 0, 'card', 'card', '{day.AddDays(2):yyyy-MM-dd}', '{day.AddDays(6):yyyy-MM-dd}', 0, {step + 1}),
                    ({step + 20}, 'loan:{step}', 0, 'loan', 'loan', '{day.AddDays(-50):yyyy-MM-dd}', NULL, {step}000, {step + 1})
                """),
            CancellationToken.None);
        await bank.AddEventAsync((ulong)(step * 3), "app_login", day.AddDays(-step), received: step);
        await bank.AddEventAsync((ulong)(step * 5), "app_login", day.AddDays(2), received: step);
        await bank.AddEventAsync((ulong)(step * 3), "transfer_done", day.AddDays(-step + 1), received: step);
    }

    private static async Task<string> LastModeAsync(TestBank bank) =>
        (await bank.TextsAsync("SELECT toString(mode) FROM tag_runs ORDER BY finished_at DESC LIMIT 1")).Single();
}
