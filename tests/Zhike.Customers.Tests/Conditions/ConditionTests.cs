using Zhike.Customers.Tests.Bank;
using Zhike.Testing;

namespace Zhike.Customers.Tests.Conditions;

/// <summary>What each form of condition means: a table of expressions and the customers they hold.</summary>
public sealed class ConditionTests : IAsyncLifetime
{
    private static readonly DateOnly AsOf = new(1994, 3, 31);
    private TestBank _bank = null!;

    /// <summary>1: woman of 64, rich, card payments, logs in. 2: man of 34, one old booking. 3: no birth date, nothing booked.
    /// 4: opened today, one booking today. 5: opens tomorrow.</summary>
    public async Task InitializeAsync()
    {
        _bank = await TestBank.OpenAsync();
        await _bank.AddAsync(
            new Customer(1, AsOf.AddDays(-200), new DateOnly(1930, 1, 1), "F", "/hq/a/o1/", "m1"),
            new Customer(2, AsOf.AddDays(-200), new DateOnly(1960, 1, 1), "M", "/hq/a/o2/", "m2"),
            new Customer(3, AsOf.AddDays(-200), null, "", "/hq/b/o3/", "m3"),
            new Customer(4, AsOf, new DateOnly(1970, 1, 1), "F", "/hq/b/o3/", "m4"),
            new Customer(5, AsOf.AddDays(1), new DateOnly(1970, 1, 1), "F", "/hq/b/o3/", "m4"));
        await _bank.AddAsync(
            new Booking(1, 1, AsOf.AddDays(-5), "credit", "transfer_in", 50_000, "salary", 50_000),
            new Booking(2, 1, AsOf.AddDays(-3), "debit", "card_payment", 100, Balance: 49_900),
            new Booking(3, 1, AsOf.AddDays(-2), "debit", "card_payment", 200, Balance: 49_700),
            new Booking(4, 2, AsOf.AddDays(-120), "credit", "cash_in", 900, Balance: 900),
            new Booking(5, 4, AsOf, "credit", "cash_in", 10, Balance: 10));
        await _bank.AddEventAsync(1, "app_login", AsOf.AddDays(-1), properties: """{"amount": 7, "page": "loan"}""");
        await _bank.AddEventAsync(1, "app_login", AsOf.AddDays(-10));
        await _bank.AddEventAsync(2, "app_login", AsOf.AddDays(-40));
        _bank.Definitions.Put("tag", SomeTags.Yaml);
        _bank.Definitions.Put("segment", "{key: rich, name: {zh: 一, en: a}, expression: {tag: balance, op: at_least, value: 10000}}");
        await _bank.Facts.RunAsync(
            "INSERT INTO customer_lists (list_key, version, members) SELECT 'vip', 1, groupBitmapState(toUInt64(number)) FROM numbers(2, 2);\n" +
            "INSERT INTO customer_lists (list_key, version, members) SELECT 'vip', 2, groupBitmapState(toUInt64(number)) FROM numbers(3, 2)");
        await _bank.RunTagsAsync(AsOf);
    }

    public Task DisposeAsync()
    {
        _bank.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("{tag: balance, op: at_least, value: 49700}", "1")]
    [InlineData("{tag: balance, op: more_than, value: 49700}", "")]
    [InlineData("{tag: balance, op: between, value: [10, 900]}", "2 4")]
    [InlineData("{tag: balance, op: less_than, value: 10}", "3")]
    [InlineData("{tag: age, op: at_most, value: 40}", "2 4")]
    [InlineData("{not: {tag: age, op: at_most, value: 40}}", "1 3")]
    [InlineData("{tag: age, op: is_null}", "3")]
    [InlineData("{tag: age, op: not_null}", "1 2 4")]
    [InlineData("{tag: age, op: ne, value: 64}", "2 4")]
    [InlineData("{tag: age, op: in_band, value: [old]}", "1")]
    [InlineData("{tag: age, op: in_band, value: young}", "2 4")]
    [InlineData("{tag: credit_sum_30d, op: in_band, value: [low]}", "2 3 4")]
    [InlineData("{tag: gender, op: in, value: [F, M]}", "1 2 4")]
    [InlineData("{tag: gender, op: not_in, value: [F, M]}", "3")]
    [InlineData("{tag: has_pension, op: eq, value: false}", "1 2 3 4")]
    [InlineData("{tag: stage, op: eq, value: new}", "4")]
    [InlineData("{attribute: gender, op: eq, value: F}", "1 4")]
    [InlineData("{attribute: age, op: more_than, value: 60}", "1")]
    [InlineData("{attribute: opened_on, op: at_least, value: {days_ago: 100}}", "4")]
    [InlineData("{attribute: opened_on, op: less_than, value: '1994-03-31'}", "1 2 3")]
    [InlineData("{attribute: manager_id, op: in, value: [m1, m3]}", "1 3")]
    [InlineData("{did: {event: transaction, where: {kind: card_payment}, at_least: 2, within_days: 30}}", "1")]
    [InlineData("{did: {event: transaction, where: {kind: card_payment}, at_least: 3, within_days: 30}}", "")]
    [InlineData("{did: {event: transaction, where: {kind: card_payment, amount: {at_least: 150}}}}", "1")]
    [InlineData("{did: {event: transaction, within_days: 1}}", "4")]
    [InlineData("{did: {event: transaction, within_days: 120}}", "1 4")]
    [InlineData("{did: {event: transaction, within_days: 121}}", "1 2 4")]
    [InlineData("{did_not: {event: transaction, within_days: 90}}", "2 3")]
    [InlineData("{did: {event: app_login, within_days: 30}}", "1")]
    [InlineData("{did: {event: app_login, at_least: 1}}", "1 2")]
    [InlineData("{did: {event: app_login, where: {properties.amount: {more_than: 5}}}}", "1")]
    [InlineData("{did: {event: app_login, where: {properties.page: loan}}}", "1")]
    [InlineData("{did_not: {event: app_login}}", "3 4")]
    [InlineData("{list: vip}", "3 4")]
    [InlineData("{segment: rich}", "1")]
    [InlineData("{and: [{attribute: gender, op: eq, value: F}, {not: {segment: rich}}]}", "4")]
    [InlineData("{or: [{segment: rich}, {list: vip}, {did: {event: transaction, within_days: 1}}]}", "1 3 4")]
    public async Task It_holds_these_customers(string expression, string members) =>
        string.Join(' ', await _bank.MembersAsync(expression, AsOf)).ShouldBe(members);

    [Theory]
    [InlineData("{tag: balance, op: at_least, value: 0}", "")]
    [InlineData("{attribute: gender, op: eq, value: F}", "1")]
    [InlineData("{did: {event: transaction, where: {kind: cash_in}}}", "2")]
    public async Task Before_the_first_batch_nobody_has_tags_and_later_facts_are_not_seen(string expression, string members) =>
        string.Join(' ', await _bank.MembersAsync(expression, AsOf.AddDays(-10))).ShouldBe(members);

    [Fact]
    public async Task Since_enrolment_counts_only_what_came_after_each_customers_own_instant()
    {
        const string since = "(SELECT arrayJoin([toUInt64(1), 2, 4]) AS customer_id, toDateTime64('1994-03-28 12:00:00', 3, 'UTC') AS since)";

        (await _bank.MembersAsync("{did: {event: transaction, where: {kind: card_payment}, since: enrolment}}", AsOf, since: since)).ShouldBe([1ul]);
        (await _bank.MembersAsync("{did: {event: transaction, where: {kind: card_payment}, at_least: 2, since: enrolment}}", AsOf, since: since)).ShouldBeEmpty();
        (await _bank.MembersAsync("{did_not: {event: transaction, since: enrolment}}", AsOf, since: since)).ShouldBe([2ul]);
        (await _bank.MembersAsync("{and: [{tag: gender, op: eq, value: F}, {did: {event: transaction, since: enrolment}}]}", AsOf, since: since)).ShouldBe([1ul, 4ul]);
    }

    [Theory]
    [InlineData("{}", "expression", "must have one of and, or")]
    [InlineData("[]", "expression", "must be an object")]
    [InlineData("{and: []}", "and", "must hold at least one condition")]
    [InlineData("{and: [{tag: balance, op: at_least, value: 5}, {tag: wealth, op: eq, value: 5}]}", "and[1].tag", "names \"wealth\", which is no live tag")]
    [InlineData("{tag: balance, op: at_least, value: lots}", "value", "must be a number")]
    [InlineData("{tag: balance, op: near, value: 5}", "op", "must be one of")]
    [InlineData("{tag: balance, op: at_least}", "value", "needs a value")]
    [InlineData("{tag: balance, op: between, value: [1]}", "value", "must be a list of two values")]
    [InlineData("{tag: balance, op: in_band, value: [x]}", "op", "cannot be in_band")]
    [InlineData("{tag: age, op: in_band, value: [middle]}", "value[0]", "must be one of young, old")]
    [InlineData("{tag: gender, op: at_least, value: F}", "value", "cannot be compared by at_least")]
    [InlineData("{tag: stage, op: eq, value: gone}", "value", "must be one of new, sleeping, active")]
    [InlineData("{attribute: salary, op: eq, value: x}", "attribute", "names \"salary\"")]
    [InlineData("{tag: age, op: eq, value: 1, unit: years}", "unit", "is not known here")]
    [InlineData("{tag: age, op: eq, value: 1, list: vip}", "expression", "must have only one of tag, list")]
    [InlineData("{list: nobody}", "list", "names \"nobody\"")]
    [InlineData("{segment: nobody}", "segment", "names \"nobody\"")]
    [InlineData("{did: {event: transaction, within_days: -5}}", "did.within_days", "must be a whole number from 1")]
    [InlineData("{did: {event: transaction, where: {colour: red}}}", "did.where.colour", "is no column of transactions")]
    [InlineData("{did: {where: {kind: cash_in}}}", "did.event", "is missing")]
    [InlineData("{not: 5}", "not", "must be an object")]
    public async Task A_wrong_expression_is_refused_at_its_path(string expression, string field, string message)
    {
        var errors = await _bank.Conditions.CheckAsync(LiveDefinitions.Json(expression), "", CancellationToken.None);

        errors.ShouldContain(e => e.Field == field && e.Message.StartsWith(message, StringComparison.Ordinal),
            string.Join("; ", errors.Select(e => $"{e.Field} {e.Message}")));
    }

    [Fact]
    public async Task Values_never_stand_in_the_sql()
    {
        (await _bank.MembersAsync("""{attribute: manager_id, op: in, value: ["m1') OR 1=1 --", "\\", "tab\there", "m'2"]}""", AsOf)).ShouldBeEmpty();
        (await _bank.MembersAsync("""{attribute: customer_no, op: eq, value: "' OR ''='"}""", AsOf)).ShouldBeEmpty();
    }
}
