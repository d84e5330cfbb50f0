using Zhike.Customers.Tags.Definitions;
using Zhike.Customers.Tags.Expert;
using Zhike.Customers.Tests.Bank;

namespace Zhike.Customers.Tests.Tags;

/// <summary>Experts' own SQL reads the standard tables and does nothing else.</summary>
public sealed class ExpertTagTests(ExpertBank stage) : IClassFixture<ExpertBank>
{
    private const string Head = "name: {zh: 一, en: a}, dimension: basic, kind: sql";

    private static readonly DateOnly Day = new(1994, 3, 28);

    [Theory]
    [InlineData("DROP TABLE transactions", "cannot be read")]
    [InlineData("INSERT INTO transactions SELECT * FROM transactions", "cannot be read")]
    [InlineData("ALTER TABLE transactions DELETE WHERE 1", "cannot be read")]
    [InlineData("SELECT 1 AS customer_id, 1 AS value; DROP TABLE transactions", "without a semicolon")]
    [InlineData("SELECT 1 AS customer_id, 1 AS value) ; DROP TABLE transactions; SELECT (1", "without a semicolon")]
    [InlineData("SELECT 1 AS customer_id, 1 AS value INTO OUTFILE '/tmp/out'", "cannot be read")]
    [InlineData("SELECT 1 AS customer_id, 1 AS value FORMAT CSV", "cannot be read")]
    [InlineData("SELECT 1 AS customer_id, 1 AS value SETTINGS max_memory_usage = 0", "may not set anything")]
    [InlineData("SELECT 1 AS customer_id, line AS value FROM file('/etc/passwd', 'LineAsString', 'line String')", "calls file")]
    [InlineData("SELECT 1 AS customer_id, file('/etc/passwd') AS value", "calls file")]
    [InlineData("SELECT 1 AS customer_id, c1 AS value FROM url('http://localhost/x', 'CSV', 'c1 String')", "calls url")]
    [InlineData("SELECT 1 AS customer_id, c1 AS value FROM s3('http://localhost/x', 'CSV', 'c1 String')", "calls s3")]
    [InlineData("SELECT 1 AS customer_id, name AS value FROM remote('localhost', system.tables)", "calls remote")]
    [InlineData("SELECT 1 AS customer_id, 1 AS value FROM mysql('h:1', 'd', 't', 'u', 'p')", "calls mysql")]
    [InlineData("SELECT 1 AS customer_id, 1 AS value FROM postgresql('h:1', 'd', 't', 'u', 'p')", "calls postgresql")]
    [InlineData("SELECT 1 AS customer_id, 1 AS value FROM executable('id', 'CSV', 'x String')", "calls executable")]
    [InlineData("SELECT 1 AS customer_id, name AS value FROM merge('.*')", "calls merge")]
    [InlineData("SELECT 1 AS customer_id, number AS value FROM numbers(1000000000000)", "calls numbers")]
    [InlineData("SELECT 1 AS customer_id, query AS value FROM system.query_log", "reads system.query_log")]
    [InlineData("SELECT 1 AS customer_id, name AS value FROM system.tables", "reads system.tables")]
    [InlineData("SELECT 1 AS customer_id, table_name AS value FROM information_schema.tables", "reads information_schema.tables")]
    [InlineData("SELECT customer_id, name_sealed AS value FROM customer_secrets", "reads customer_secrets")]
    [InlineData("SELECT customer_id, 1 AS value FROM customer_versions", "reads customer_versions")]
    [InlineData("SELECT customer_id, 1 AS value FROM tag_values", "reads tag_values")]
    [InlineData("SELECT customer_id, 1 AS value FROM customers WHERE customer_id IN customer_secrets", "customer_secrets")]
    [InlineData("SELECT customer_id, 1 AS value FROM customers WHERE customer_id IN (SELECT customer_id FROM customer_secret_versions)", "reads customer_secret_versions")]
    [InlineData("WITH secrets AS (SELECT customer_id, phone_hash FROM customer_secrets) SELECT customer_id, phone_hash AS value FROM secrets", "reads customer_secrets")]
    [InlineData("SELECT customer_id, (SELECT any(key_id) FROM customer_secrets) AS value FROM customers", "reads customer_secrets")]
    [InlineData("SELECT customer_id, value FROM customers JOIN (SELECT 1 AS value FROM consents) ON 1 = 1", "reads consents")]
    [InlineData("SELECT customer_id, sleepEachRow(3) AS value FROM customers", "calls sleepEachRow")]
    [InlineData("SELECT customer_id, hostName() AS value FROM customers", "calls hostName")]
    [InlineData("SELECT customer_id, getSetting('max_threads') AS value FROM customers", "calls getSetting")]
    [InlineData("SELECT customer_id, dictGet('d', 'a', customer_id) AS value FROM customers", "calls dictGet")]
    [InlineData("SELECT customer_id, joinGet('t', 'a', customer_id) AS value FROM customers", "calls joinGet")]
    [InlineData("SELECT customer_id, currentUser() AS value FROM customers", "calls currentUser")]
    [InlineData("SELECT customer_id, rand() AS value FROM customers", "calls rand")]
    [InlineData("SELECT customer_id, now() AS value FROM customers", "calls now")]
    [InlineData("SELECT customer_id FROM customers", "cannot be read")]
    [InlineData("SELECT customer_id, nothing AS value FROM customers", "cannot be read")]
    [InlineData("SELEC customer_id, 1 AS value FROM customers", "cannot be read")]
    public async Task A_statement_that_does_more_than_read_the_standard_tables_is_refused(string sql, string why)
    {
        var errors = await stage.Bank.Get<SqlGate>().CheckAsync(sql, Day, CancellationToken.None);

        errors.ShouldNotBeEmpty();
        errors.ShouldAllBe(e => e.Field == "sql");
        errors[0].Message.ShouldContain(why);
    }

    [Theory]
    [InlineData("SELECT customer_id, sum(amount) AS value FROM transactions WHERE booked_on > {as_of:Date} - 30 AND booked_on <= {as_of:Date} GROUP BY customer_id")]
    [InlineData("WITH big AS (SELECT customer_id, amount FROM transactions WHERE amount > 5) SELECT customer_id, toFloat64(quantile(0.5)(amount)) AS value FROM big GROUP BY customer_id")]
    [InlineData("SELECT c.customer_id AS customer_id, count() AS value FROM customers AS c LEFT JOIN holdings AS h ON h.customer_id = c.customer_id AND h.kind = 'card' WHERE c.opened_on BETWEEN '1990-01-01' AND {as_of:Date} GROUP BY c.customer_id")]
    [InlineData("SELECT customer_id, CASE WHEN gender = 'F' THEN 'a' ELSE 'b' END AS value FROM customers")]
    [InlineData("SELECT customer_id, row_number() OVER (PARTITION BY org_path ORDER BY opened_on) AS value FROM customers")]
    public async Task A_plain_question_passes(string sql) =>
        (await stage.Bank.Get<SqlGate>().CheckAsync(sql, Day, CancellationToken.None)).ShouldBeEmpty();

    [Fact]
    public async Task Its_values_are_those_of_the_date_by_day_and_in_full_and_one_that_fails_stops_nobody()
    {
        using var bank = await ExpertBank.OpenAsync();
        bank.Definitions.Put("tag",
            $$"""
            {key: spread, {{Head}}, type: money, sql: "SELECT customer_id, max(amount) - min(amount) AS value FROM transactions WHERE booked_on <= {as_of:Date} GROUP BY customer_id"}
            ---
            {key: spread_rank, name: {zh: 一, en: a}, dimension: basic, kind: rank, of: spread, type: share}
            ---
            {key: wide, name: {zh: 一, en: a}, dimension: basic, kind: rule, type: flag, rule: [{when: {tag: spread, op: at_least, value: 50}, value: true}], otherwise: false}
            ---
            {key: broken, {{Head}}, type: text, sql: "SELECT customer_id, name_sealed AS value FROM customer_secrets"}
            """);
        await bank.RunTagsAsync(Day);
        await bank.RunTagsAsync(Day.AddDays(1), full: false);
        var changes = await bank.DumpAsync(Day.AddDays(1));
        await bank.RunTagsAsync(Day.AddDays(1));

        changes.ShouldBe(await bank.DumpAsync(Day.AddDays(1)));
        var values = await bank.ValuesAsync(Day);
        values.OrderBy(v => v.Key).Select(v => v.Value["spread"]).ShouldBe([5m, 0m, null]);
        (await bank.ValuesAsync(Day.AddDays(1))).OrderBy(v => v.Key).Select(v => (v.Value["spread"], v.Value["spread_rank"], v.Value["wide"], v.Value["broken"]))
            .ShouldBe([(5m, 0.0, false, null), (80m, 1.0, true, null), (null, null, false, null)]);
    }

    [Fact]
    public async Task A_definition_with_such_a_statement_is_refused_when_it_is_saved()
    {
        var kind = stage.Bank.Get<TagDefinitionKind>();

        (await kind.CheckAsync("x1", LiveDefinitions.Json($"{{key: x1, {Head}, type: text, sql: \"SELECT customer_id, hostName() AS value FROM customers\"}}"), CancellationToken.None))
            .Single().Message.ShouldBe("calls hostName, which is not open to tags");
        (await kind.CheckAsync("x1", LiveDefinitions.Json($"{{key: x1, {Head}, type: text, sql: \"SELECT customer_id, gender AS value FROM customers\"}}"), CancellationToken.None)).ShouldBeEmpty();
    }
}

/// <summary>Three customers, two of whom did something.</summary>
public sealed class ExpertBank : IAsyncLifetime
{
    private static readonly DateOnly Day = new(1994, 3, 28);

    public TestBank Bank { get; private set; } = null!;

    public async Task InitializeAsync() => Bank = await OpenAsync();

    public Task DisposeAsync()
    {
        Bank.Dispose();
        return Task.CompletedTask;
    }

    public static async Task<TestBank> OpenAsync()
    {
        var bank = await TestBank.OpenAsync();
        await bank.AddAsync([.. Enumerable.Range(1, 3).Select(i => new Customer((ulong)i, Day.AddDays(-50)))]);
        await bank.AddAsync(
            new Booking(1, 1, Day, "credit", "cash_in", 10), new Booking(2, 1, Day, "credit", "cash_in", 15),
            new Booking(3, 2, Day, "credit", "cash_in", 10), new Booking(4, 2, Day.AddDays(1), "credit", "cash_in", 90));
        return bank;
    }
}
