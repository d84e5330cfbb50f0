using Zhike.Customers.Tests.Bank;

namespace Zhike.Customers.Tests.Tags;

/// <summary>A rank is the share of the others who have less: 0 for the lowest, 1 for the highest.</summary>
public sealed class RankTests
{
    private const string Tags =
        """
        {key: income, name: {zh: 一, en: a}, dimension: basic, kind: measure, fact: transactions, aggregate: max, value: amount, type: money}
        ---
        {key: place, name: {zh: 一, en: a}, dimension: basic, kind: rank, of: income, type: share}
        ---
        {key: place_at_outlet, name: {zh: 一, en: a}, dimension: basic, kind: rank, of: income, within: outlet, type: share}
        ---
        {key: best, name: {zh: 一, en: a}, dimension: basic, kind: rule, type: flag, rule: [{when: {tag: place, op: at_least, value: 1}, value: true}], otherwise: false}
        """;

    private static readonly DateOnly AsOf = new(1994, 3, 31);

    [Theory]
    [InlineData("10 20 30 40 50", "0 0.25 0.5 0.75 1", "five in order")]
    [InlineData("10 20 20 40 50", "0 0.25 0.25 0.75 1", "equal numbers stand equally, at the lowest of their places")]
    [InlineData("10 50 50", "0 0.5 0.5", "two at the top do not reach one: half of the others have less")]
    [InlineData("7 7 7", "0 0 0", "nobody has less than anybody")]
    [InlineData("10 - 30", "0 - 1", "who has no number has no rank and counts for nobody")]
    [InlineData("10 - -", "- - -", "one alone has nobody to be compared with")]
    [InlineData("-5 0 5", "0 0.5 1", "negative numbers are the lowest")]
    public async Task The_rank_within_the_bank_is_the_share_of_the_others_who_have_less(string incomes, string ranks, string why)
    {
        using var bank = await OpenAsync(incomes.Split(' '), _ => "/hq/a/o1/");

        var values = await bank.ValuesAsync(AsOf);

        string.Join(' ', values.OrderBy(v => v.Key).Select(v => v.Value["place"] is double rank ? FormattableString.Invariant($"{rank}") : "-")).ShouldBe(ranks, why);
        values.OrderBy(v => v.Key).Select(v => v.Value["best"]).ShouldBe(ranks.Split(' ').Select(r => (object)(r == "1")));
    }

    [Fact]
    public async Task Within_the_outlet_only_its_customers_are_compared()
    {
        using var bank = await OpenAsync(["10", "20", "30", "40"], i => i % 2 == 0 ? "/hq/a/o1/" : "/hq/a/o2/");

        var values = await bank.ValuesAsync(AsOf);

        values.OrderBy(v => v.Key).Select(v => v.Value["place_at_outlet"]).ShouldBe([0.0, 0.0, 1.0, 1.0]);
    }

    private static async Task<TestBank> OpenAsync(string[] incomes, Func<int, string> outlet)
    {
        var bank = await TestBank.OpenAsync();
        foreach (var (i, income) in incomes.Index())
        {
            await bank.AddAsync(new Customer((ulong)(i + 1), AsOf.AddDays(-10), OrgPath: outlet(i)));
            if (income != "-")
            {
                await bank.AddAsync(new Booking((ulong)(i + 1), (ulong)(i + 1), AsOf, "credit", "cash_in", decimal.Parse(income, System.Globalization.CultureInfo.InvariantCulture)));
            }
        }

        bank.Definitions.Put("tag", Tags);
        await bank.RunTagsAsync(AsOf);
        return bank;
    }
}
