using Zhike.Contracts.Jobs;
using Zhike.Customers.Tests.Bank;
using Zhike.Testing;

namespace Zhike.Customers.Tests.Tags;

/// <summary>A run that ends in the middle leaves what was there; the next run does it all.</summary>
public sealed class KilledRunTests
{
    private static readonly DateOnly AsOf = new(1994, 3, 31);

    [Theory]
    [InlineData("tags: compute")]
    [InlineData("tags: put in place")]
    public async Task A_run_that_dies_keeps_the_old_values_and_the_next_one_replaces_them(string step)
    {
        using var bank = await TestBank.OpenAsync();
        var (customers, bookings) = Histories.Of(9, 30, 20, AsOf.AddDays(-100), AsOf);
        await bank.AddAsync(customers);
        await bank.AddAsync(bookings);
        bank.Definitions.Put("tag", SomeTags.Yaml);
        await bank.RunTagsAsync(AsOf);
        var old = await bank.DumpAsync(AsOf);
        await bank.AddAsync(new Booking(99_999, 1, AsOf, "credit", "cash_in", 77_777, Balance: 77_777));

        await Should.ThrowAsync<OperationCanceledException>(() => bank.Tags.RunAsync(AsOf, true, new Dies(step), CancellationToken.None));

        (await bank.DumpAsync(AsOf)).ShouldBe(old);
        await bank.RunTagsAsync(AsOf);
        var values = await bank.DumpAsync(AsOf);
        values.ShouldNotBe(old);
        values.ShouldContain("77777");
        (await bank.TextsAsync("SELECT name FROM system.tables WHERE database = currentDatabase() AND name LIKE 'tag%_next'")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_killed_process_staged_is_not_taken_for_new()
    {
        using var bank = await TestBank.OpenAsync();
        await bank.AddAsync(new Customer(1, AsOf.AddDays(-10)));
        bank.Definitions.Put("tag", SomeTags.Yaml);
        await bank.RunTagsAsync(AsOf);
        await bank.Facts.RunAsync(
            "CREATE TABLE tag_values_next AS tag_values;\n" +
            "INSERT INTO tag_values_next (as_of, customer_id, org_path) VALUES ('1994-04-01', 5, '/');\n" +
            "CREATE TABLE tag_due_next (customer_id UInt64) ENGINE = MergeTree ORDER BY customer_id;\n" +
            "CREATE TABLE tag_changes_next AS tag_changes");

        await bank.RunTagsAsync(AsOf.AddDays(1), full: false);

        (await bank.ValuesAsync(AsOf.AddDays(1))).Keys.ShouldBe([1ul]);
    }

    private sealed class Dies(string at) : IProgressSink
    {
        public void Report(string step, long done, long total)
        {
            if (step == at)
            {
                throw new OperationCanceledException();
            }
        }
    }
}
