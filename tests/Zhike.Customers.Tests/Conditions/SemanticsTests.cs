using System.Globalization;
using Zhike.Contracts.Customers;
using Zhike.Customers.Tests.Bank;
using Zhike.Testing;

namespace Zhike.Customers.Tests.Conditions;

/// <summary>Every case of <see cref="SemanticCases"/>, in the engine and in memory.</summary>
public sealed class SemanticsTests(SemanticsTests.ToldBank told) : IClassFixture<SemanticsTests.ToldBank>
{
    public static TheoryData<int, string> Cases
    {
        get
        {
            var cases = new TheoryData<int, string>();
            foreach (var (i, one) in SemanticCases.All.Index())
            {
                cases.Add(i, one.Says);
            }

            return cases;
        }
    }

    [Fact]
    public void There_are_enough_cases() => SemanticCases.All.Count.ShouldBeGreaterThanOrEqualTo(80);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task It_means(int number, string says)
    {
        var one = SemanticCases.All[number];
        var asOf = Stories.Day.AddDays(one.AskedOn);
        var scope = new ConditionScope(asOf, new DateTimeOffset(asOf.ToDateTime(new TimeOnly(23, 59, 59, 999)), TimeSpan.Zero), "p");
        ulong[] people = [.. Enumerable.Range(1, 9).Select(i => ((ulong)number * 100) + (ulong)i)];

        var everybody = await told.Bank.MembersAsync(one.Expression, asOf, scope.Now);
        Words(everybody.Intersect(people)).ShouldBe(one.Members, $"{says}: in the engine");

        var memory = await told.Bank.Conditions.CompileForOneAsync(LiveDefinitions.Json(one.Expression), scope, CancellationToken.None);
        if (memory.Ok)
        {
            Words(await memory.Value.HoldForAsync(people, null, CancellationToken.None)).ShouldBe(one.Members, $"{says}: in memory");
        }
        else
        {
            one.Expression.ShouldContain("top", Case.Sensitive, "only what the whole bank must tell cannot be told of one customer");
        }
    }

    private static string Words(IEnumerable<ulong> members) => string.Join(' ', members.Order().Select(m => (m % 100).ToString(CultureInfo.InvariantCulture)));

    /// <summary>All stories in one bank, told once.</summary>
    public sealed class ToldBank : IAsyncLifetime
    {
        public TestBank Bank { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Bank = await TestBank.OpenAsync();
            await Stories.TellAsync(Bank, [.. SemanticCases.All.Select(c => c.Facts)]);
            await Bank.Facts.RunAsync(
                "INSERT INTO outlet_versions (outlet_id, name, region, org_path, attributes, version) VALUES ('o1', 'o1', '', '/hq/o1/', map('latitude', '26.6', 'longitude', '106.7'), 1), ('o2', 'o2', '', '/hq/o2/', map('latitude', '27.6', 'longitude', '106.7'), 1)");
            Bank.Definitions.Put(
                "tag",
                """
                {key: balance, name: {zh: 一, en: a}, dimension: asset, kind: measure, fact: transactions, aggregate: last_per_account, value: balance_after, type: money, bands: [{to: 1000, zh: 低, en: low}, {from: 1000, to: 10000, zh: 中, en: middle}, {from: 10000, zh: 高, en: high}]}
                ---
                {key: days_since_pay, name: {zh: 一, en: a}, dimension: activity, kind: measure, fact: transactions, aggregate: days_since_last, where: {kind: card_payment}, type: days}
                ---
                {key: stage, name: {zh: 一, en: a}, dimension: lifecycle, kind: rule, type: text, rule: [{when: {tag: balance, op: at_least, value: 10000}, value: mature}, {when: {tag: balance, op: at_least, value: 1000}, value: growth}], otherwise: small}
                """);
            Bank.Definitions.Put("segment", "{key: paid-lately, name: {zh: 一, en: a}, expression: {did: {event: transaction, where: {kind: card_payment}, within_days: 30}}}");
            foreach (var day in (int[])[-60, -30, -20, 0, 10])
            {
                await Bank.RunTagsAsync(Stories.Day.AddDays(day));
            }
        }

        public Task DisposeAsync()
        {
            Bank.Dispose();
            return Task.CompletedTask;
        }
    }
}
