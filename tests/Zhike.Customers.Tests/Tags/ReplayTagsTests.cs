using System.Text.Json;
using Zhike.Contracts.Customers;
using Zhike.Customers.Tests.Bank;
using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Customers.Tests.Tags;

/// <summary>A rehearsal's own tags say the same as the bank's, and leave them alone.</summary>
public sealed class ReplayTagsTests
{
    private static readonly DateOnly First = new(1994, 2, 20);

    private static readonly string[] Asked =
    [
        """{"tag": "balance", "op": "at_least", "value": 1000}""",
        """{"and": [{"tag": "stage", "op": "ne", "value": "new"}, {"attribute": "gender", "op": "eq", "value": "F"}]}""",
        """{"segment": "rich"}""",
        """{"and": [{"tag": "top_or_new", "op": "eq", "value": "top"}, {"tag": "growth_rank", "op": "not_null"}]}""",
        """{"did": {"event": "transaction", "where": {"direction": "credit"}, "at_least": 2, "within_days": 30}}""",
    ];

    [Fact]
    public async Task Conditions_hold_for_the_same_customers_as_over_the_banks_own_tags()
    {
        using var bank = await OpenAsync();
        var replayed = bank.Get<IReplayTags>();
        var table = await replayed.OpenAsync("rehearsal", [.. Asked.Select(Json)], CancellationToken.None);
        for (var day = First; day < First.AddDays(4); day = day.AddDays(1))
        {
            await replayed.ComputeAsync("rehearsal", day, CancellationToken.None);
            await bank.RunTagsAsync(day);
            foreach (var expression in Asked)
            {
                (await MembersAsync(bank, expression, day, table)).ShouldBe(await MembersAsync(bank, expression, day, null), $"{expression} at {day}");
            }
        }

        await replayed.CloseAsync("rehearsal", CancellationToken.None);
        (await bank.TextsAsync("SELECT name FROM system.tables WHERE database = currentDatabase() AND name LIKE 'replay_tags%'")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rehearsal_computes_what_its_conditions_read_and_keeps_two_days()
    {
        using var bank = await OpenAsync();
        var replayed = bank.Get<IReplayTags>();

        var table = await replayed.OpenAsync("rehearsal", [.. Asked.Select(Json)], CancellationToken.None);
        for (var day = First; day < First.AddDays(4); day = day.AddDays(1))
        {
            await replayed.ComputeAsync("rehearsal", day, CancellationToken.None);
        }

        (await bank.TextsAsync($"SELECT name FROM system.columns WHERE database = currentDatabase() AND table = '{table}' ORDER BY position")).Skip(4).Order()
            .ShouldBe(["balance", "balance_30d_ago", "balance_rank", "credit_sum_90d", "days_since_credit", "growth", "growth_rank", "open_days", "stage", "top_or_new"]);
        (await bank.TextsAsync($"SELECT DISTINCT toString(as_of) FROM {table} ORDER BY as_of")).ShouldBe(["1994-02-22", "1994-02-23"]);
        (await bank.TextsAsync("SELECT toString(count()) FROM tag_values")).ShouldBe(["0"]);
    }

    private static async Task<TestBank> OpenAsync()
    {
        var bank = await TestBank.OpenAsync();
        var (customers, bookings) = Histories.Of(5, 50, 20, First.AddDays(-120), First.AddDays(10));
        await bank.AddAsync(customers);
        await bank.AddAsync(bookings);
        bank.Definitions.Put("tag", SomeTags.Yaml);
        bank.Definitions.Put("segment", """{key: rich, name: {zh: 富, en: Rich}, expression: {tag: credit_sum_90d, op: at_least, value: 3000}}""");
        return bank;
    }

    private static async Task<ulong[]> MembersAsync(TestBank bank, string expression, DateOnly day, string? table)
    {
        var scope = new ConditionScope(day, new DateTimeOffset(day, new TimeOnly(10, 0), TimeSpan.Zero), "p") { TagTable = table };
        var set = (await bank.Conditions.CompileAsync(Json(expression), scope, CancellationToken.None)).OrThrow();
        return [.. await bank.Facts.ListAsync(
            Viewer.Bank("test"), new FactsStatement("members", $"SELECT customer_id FROM ({set.Sql}) ORDER BY customer_id").WithBound(set.Parameters),
            (ref Storage.Facts.Rows.RowReader row) => row.UInt64(), CancellationToken.None)];
    }

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
