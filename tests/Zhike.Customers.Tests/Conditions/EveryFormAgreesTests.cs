using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Zhike.Contracts.Customers;
using Zhike.Customers.Tests.Bank;
using Zhike.Testing;
using Customer = Zhike.Customers.Tests.Bank.Customer;

namespace Zhike.Customers.Tests.Conditions;

/// <summary>The law: an expression holds, asked of one customer in memory, for exactly the customers of its set in the engine.
/// A failure is made smaller until it names the form that disagrees.</summary>
public sealed class EveryFormAgreesTests : IAsyncLifetime
{
    private const int Customers = 60;
    private static readonly DateOnly AsOf = new(1994, 3, 31);

    private TestBank _bank = null!;

    public async Task InitializeAsync()
    {
        _bank = await TestBank.OpenAsync();
        var (customers, bookings) = Histories.Of(77, Customers, 20, AsOf.AddDays(-200), AsOf.AddDays(10));
        await _bank.AddAsync([.. customers.Select(c => WithAttributes(c))]);
        await _bank.AddAsync(bookings);
        await _bank.Facts.RunAsync(Events());
        await _bank.Facts.RunAsync(
            "INSERT INTO outlet_versions (outlet_id, name, region, org_path, attributes, version) VALUES ('o0', 'o0', '', '/hq/a/o0/', map(), 1), ('o1', 'o1', '', '/hq/b/o1/', map('latitude', '26.5', 'longitude', '106.7'), 1), ('o2', 'o2', '', '/hq/a/o2/', map('latitude', '26.9', 'longitude', '106.6'), 1), ('o3', 'o3', '', '/hq/b/o3/', map('latitude', 'north', 'longitude', '106.6'), 1);\n" +
            "INSERT INTO customer_lists (list_key, version, members) SELECT 'vip', 1, groupBitmapState(toUInt64(number)) FROM numbers(2, 20);\n" +
            "INSERT INTO customer_lists (list_key, version, members) SELECT 'empty', 1, groupBitmapState(toUInt64(number)) FROM numbers(0);\n" +
            "INSERT INTO scores (as_of, model, customer_id, score, computed_at) SELECT '1994-03-20', 'like-rich', number, number % 11 / 10, now64(3) FROM numbers(1, 50);\n" +
            "INSERT INTO scores (as_of, model, customer_id, score, computed_at) SELECT '1994-03-30', 'like-rich', number, number % 7 / 10, now64(3) FROM numbers(1, 50) WHERE number % 3 = 0;\n" +
            "INSERT INTO scores (as_of, model, customer_id, score, model_version, computed_at) SELECT '1994-03-30', 'like-rich', number, number % 5 / 10, 2, now64(3) + 1 FROM numbers(1, 50) WHERE number % 6 = 0;\n" +
            "INSERT INTO scores (as_of, model, customer_id, score, computed_at) SELECT '1994-04-20', 'like-rich', number, 1, now64(3) FROM numbers(1, 50)");
        _bank.Definitions.Put("tag", SomeTags.Yaml);
        _bank.Definitions.Put(
            "segment",
            """
            {key: rich, name: {zh: 一, en: a}, expression: {tag: balance, op: at_least, value: 1000}}
            ---
            {key: best, name: {zh: 一, en: a}, expression: {top: {n: 3, by: balance, within: outlet}}}
            ---
            {key: busy, name: {zh: 一, en: a}, expression: {and: [{segment: rich}, {did: {event: transaction, at_least: 5, within_days: 60}}]}}
            """);
        await _bank.RunTagsAsync(new DateOnly(1994, 2, 28));
        await _bank.RunTagsAsync(new DateOnly(1994, 3, 25));
        await _bank.RunTagsAsync(AsOf);
        foreach (var day in (DateOnly[])[new(1994, 2, 1), new(1994, 3, 10), AsOf])
        {
            await _bank.Segments.MaterialiseAsync("best", day, CancellationToken.None);
        }
    }

    public Task DisposeAsync()
    {
        _bank.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Every_form_by_itself_holds_the_same_in_the_engine_and_in_memory()
    {
        var held = new Dictionary<string, int>();
        foreach (var (form, gen) in ExpressionGen.Forms)
        {
            foreach (var expression in gen.Sample(14, new Rnd(17), 30))
            {
                held[form] = held.GetValueOrDefault(form) + await CheckAsync(expression);
            }
        }

        held.Where(h => h.Value == 0).Select(h => h.Key).ShouldBeEmpty("a form that never holds proves nothing");
    }

    [Fact]
    public async Task Expressions_of_all_forms_hold_the_same_in_the_engine_and_in_memory()
    {
        var asked = 0;
        foreach (var expression in ExpressionGen.Any(3).Sample(300, new Rnd(4), 30))
        {
            await CheckAsync(expression);
            asked++;
        }

        asked.ShouldBe(300);
    }

    [Fact]
    public async Task Asked_at_a_date_without_tags_and_in_between_they_agree_as_well()
    {
        foreach (var day in (DateOnly[])[new(1994, 2, 1), new(1994, 3, 10)])
        {
            foreach (var expression in ExpressionGen.Any(2).Sample(40, new Rnd(9), 30))
            {
                await CheckAsync(expression, day);
            }
        }
    }

    /// <summary>Answers how many it holds for.</summary>
    private async Task<int> CheckAsync(JsonObject expression, DateOnly? asOf = null)
    {
        (await _bank.Conditions.CheckAsync(JsonDocument.Parse(expression.ToJsonString()).RootElement, "", CancellationToken.None)).ShouldBeEmpty(expression.ToJsonString());
        if (await DifferenceAsync(expression, asOf ?? AsOf) is not { } difference)
        {
            return (await _bank.MembersAsync(expression.ToJsonString(), asOf ?? AsOf)).Length;
        }

        var smallest = expression;
        while (true)
        {
            var smaller = default(JsonObject);
            foreach (var candidate in ExpressionGen.Smaller(smallest))
            {
                if (await DifferenceAsync(candidate, asOf ?? AsOf) is { } still)
                {
                    (smaller, difference) = (candidate, still);
                    break;
                }
            }

            if (smaller is null)
            {
                throw new Xunit.Sdk.XunitException($"the form \"{smallest.First().Key}\" disagrees: {smallest.ToJsonString()}: {difference}");
            }

            smallest = smaller;
        }
    }

    /// <summary>Null when both say the same, or when the expression (made smaller) is refused.</summary>
    private async Task<string?> DifferenceAsync(JsonObject expression, DateOnly asOf)
    {
        var json = JsonDocument.Parse(expression.ToJsonString()).RootElement;
        if ((await _bank.Conditions.CheckAsync(json, "", CancellationToken.None)).Count > 0)
        {
            return null;
        }

        var scope = new ConditionScope(asOf, _bank.Wall.GetUtcNow(), "p");
        var inEngine = await _bank.MembersAsync(expression.ToJsonString(), asOf);
        var one = (await _bank.Conditions.CompileForOneAsync(json, scope, CancellationToken.None)).OrThrow();
        var inMemory = (await one.HoldForAsync([.. Enumerable.Range(1, Customers + 1).Select(i => (ulong)i)], null, CancellationToken.None)).Order().ToArray();
        return inEngine.SequenceEqual(inMemory) ? null : $"engine [{string.Join(' ', inEngine)}], memory [{string.Join(' ', inMemory)}]";
    }

    private static Customer WithAttributes(Customer customer)
    {
        var id = (int)customer.Id;
        var attributes = new Dictionary<string, string> { ["job"] = id % 3 == 0 ? "teacher" : id % 3 == 1 ? "doctor" : "" };
        if (id % 4 != 0)
        {
            attributes["score"] = (id % 10).ToString(CultureInfo.InvariantCulture);
        }

        if (id % 5 < 2)
        {
            attributes["latitude"] = (26 + (id / 60d)).ToString("0.####", CultureInfo.InvariantCulture);
            attributes["longitude"] = id % 7 == 0 ? "east" : "106.5";
        }

        return customer with { Attributes = attributes };
    }

    /// <summary>Many at the same instants, so that "then" has ties to decide.</summary>
    private static string Events()
    {
        var random = new Random(5);
        var rows = new StringBuilder();
        for (var i = 0; i < 1_500; i++)
        {
            var at = AsOf.ToDateTime(TimeOnly.MinValue).AddDays(-random.Next(150)).AddHours(random.Next(4) * 3);
            var properties = $$"""{"amount": {{random.Next(10)}}, "page": "{{(random.Next(2) == 0 ? "loan/list" : "my card")}}", "paid": {{(random.Next(2) == 0 ? "true" : "false")}}, "due": "{{AsOf.AddDays(-random.Next(50)):yyyy-MM-dd}}"}""";
            rows.Append(rows.Length == 0 ? "" : ", ").Append(
                CultureInfo.InvariantCulture,
                $"(toUUID('00000000-0000-0000-0000-{i:000000000000}'), '{at:yyyy-MM-dd HH:mm:ss}', '{at:yyyy-MM-dd HH:mm:ss}', '{"abc"[random.Next(3)]}', {random.Next(1, Customers + 1)}, '{(random.Next(5) == 0 ? "{}" : properties)}')");
        }

        return $"INSERT INTO events (event_id, ts, received_at, name, customer_id, properties) VALUES {rows}";
    }
}
