using Zhike.Customers.Tests.Bank;

namespace Zhike.Customers.Tests.Tags;

/// <summary>A window of N days is half-open: (as_of - N, as_of].</summary>
public sealed class WindowEdgeTests
{
    private static readonly DateOnly AsOf = new(1994, 3, 31);

    [Theory]
    [InlineData(-1, 0, "tomorrow is not known yet")]
    [InlineData(0, 1, "the day itself counts")]
    [InlineData(1, 1, "yesterday counts")]
    [InlineData(29, 1, "the last day inside")]
    [InlineData(30, 0, "the window's start is excluded")]
    [InlineData(31, 0, "before it")]
    public async Task A_booking_counts_in_a_window_of_thirty_days_by_its_age(int age, int counted, string why)
    {
        using var bank = await TestBank.OpenAsync();
        await bank.AddAsync(new Customer(1, AsOf.AddDays(-300)));
        await bank.AddAsync(new Booking(1, 1, AsOf.AddDays(-age), "credit", "cash_in", 10));
        bank.Definitions.Put("tag", SomeTags.Yaml);

        await bank.RunTagsAsync(AsOf);

        (await bank.ValuesAsync(AsOf))[1]["cash_count_30d"].ShouldBe((uint)counted, why);
    }

    [Theory]
    [InlineData(29, 0)]
    [InlineData(30, 1)]
    [InlineData(59, 1)]
    [InlineData(60, 0)]
    public async Task A_lagged_window_is_the_same_window_seen_earlier(int age, int counted)
    {
        using var bank = await TestBank.OpenAsync();
        await bank.AddAsync(new Customer(1, AsOf.AddDays(-300)));
        await bank.AddAsync(new Booking(1, 1, AsOf.AddDays(-age), "debit", "fee", 10));
        bank.Definitions.Put("tag", SomeTags.Yaml);

        await bank.RunTagsAsync(AsOf);

        (await bank.ValuesAsync(AsOf))[1]["debit_before"].ShouldBe(10m * counted);
    }
}
