using Zhike.Contracts.Http;
using Zhike.Customers.Profiles.Ledger;
using Zhike.Kernel;

namespace Zhike.Customers.Tests.Profiles;

public sealed class LedgerTests
{
    private static readonly LedgerRequest Everything = new(null, null, null, null, null, null, null);

    [Fact]
    public async Task Without_a_question_all_is_there_newest_first_to_the_business_date()
    {
        var stage = await StageAsync();

        var found = await FindAsync(stage, Everything);

        found.Items.Select(t => (t.TransactionId, t.AccountNo)).ShouldBe([("7", "A11"), ("6", "A11"), ("5", "A11"), ("2", "A11"), ("3", "A12"), ("1", "A11")]);
        (found.Total, found.CreditTotal, found.DebitTotal).ShouldBe((6L, 1_100m, 40m + 25m + 300m + 14.6m));
    }

    [Theory]
    [InlineData("生活缴费", new[] { "6" })]
    [InlineData("household", new[] { "6" })]
    [InlineData("手续费", new[] { "7" })]
    [InlineData("ATM", new[] { "5" })]
    [InlineData("qr", new[] { "6" })]
    [InlineData("a12", new[] { "3" })]
    [InlineData("87654321", new[] { "6" })]
    [InlineData("4321", new string[] { })]
    [InlineData("%' OR 1 = 1", new string[] { })]
    public async Task A_text_is_found_in_what_people_read(string text, string[] ids)
    {
        var stage = await StageAsync();

        (await FindAsync(stage, Everything with { Q = text })).Items.Select(t => t.TransactionId).ShouldBe(ids);
    }

    [Fact]
    public async Task Amounts_days_direction_and_kind_narrow_and_the_totals_are_of_all_that_is_found()
    {
        var stage = await StageAsync();

        (await FindAsync(stage, Everything with { Least = "25", Most = "100.00" })).Items.Select(t => t.TransactionId).ShouldBe(["5", "2", "1"]);
        (await FindAsync(stage, Everything with { From = new DateOnly(1994, 1, 2), To = new DateOnly(1994, 1, 3) })).Total.ShouldBe(2);
        (await FindAsync(stage, Everything with { Kind = "fee" })).Items.Single().Amount.ShouldBe(14.6m);
        var debits = await FindAsync(stage, Everything with { Direction = "debit" }, new PageRequest(2, 1));
        (debits.Total, debits.Items.Single().TransactionId, debits.CreditTotal, debits.DebitTotal).ShouldBe((4L, "6", 0m, 379.6m));
    }

    [Fact]
    public async Task The_counterpartys_account_is_masked()
    {
        var stage = await StageAsync();

        (await FindAsync(stage, Everything with { Q = "87654321" })).Items.Single().CounterpartyAccount.ShouldBe("****4321");
        (await FindAsync(stage, Everything with { Kind = "fee" })).Items.Single().CounterpartyAccount.ShouldBe("");
    }

    [Fact]
    public async Task Every_wrong_field_is_named_at_once()
    {
        var stage = await ProfileStage.NewAsync();
        var wrong = new LedgerRequest(new string('x', 101), "sideways", "gift", new DateOnly(1994, 2, 1), new DateOnly(1994, 1, 1), "9", "-1");

        var refused = await stage.Get<LedgerQuery>().FindAsync(ProfileStage.Prague, 1, wrong, new PageRequest(1, 50), CancellationToken.None);

        refused.Problem!.Errors.Select(e => e.Field).ShouldBe(["q", "direction", "kind", "most", "to"]);
    }

    private static async Task<TransactionPage> FindAsync(ProfileStage stage, LedgerRequest request, PageRequest? page = null) =>
        (await stage.Get<LedgerQuery>().FindAsync(ProfileStage.Prague, 1, request, page ?? new PageRequest(1, 50), CancellationToken.None)).OrThrow();

    private static async Task<ProfileStage> StageAsync()
    {
        var stage = await ProfileStage.NewAsync();
        await stage.RunAsync("""
            INSERT INTO transactions (customer_id, booked_on, transaction_id, account_id, booked_at, direction, kind, purpose, channel, amount, counterparty_bank, counterparty_account) VALUES
                (1, '1994-02-01', 5, 11, '1994-02-01 00:00:00', 'debit', 'card_cash_out', 'none', 'atm', 25, '', ''),
                (1, '1994-02-02', 6, 11, '1994-02-02 00:00:00', 'debit', 'transfer_out', 'household', 'batch', 300, 'QR', '87654321'),
                (1, '1994-02-28', 7, 11, '1994-02-28 00:00:00', 'debit', 'fee', 'statement_fee', 'batch', 14.6, '', '')
            """);
        return stage;
    }
}
