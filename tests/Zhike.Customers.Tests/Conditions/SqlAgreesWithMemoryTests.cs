using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Zhike.Customers.Tests.Bank;

namespace Zhike.Customers.Tests.Conditions;

/// <summary>The law: any condition holds for exactly the customers for whom it holds when evaluated in memory over the same
/// rows. The evaluation here is written from the meaning of the words and shares nothing with the SQL.</summary>
public sealed class SqlAgreesWithMemoryTests : IAsyncLifetime
{
    private static readonly DateOnly AsOf = new(1994, 3, 31);
    private static readonly string[] Kinds = ["cash_in", "card_payment", "fee", "transfer_in"];

    private TestBank _bank = null!;
    private Customer[] _customers = [];
    private Booking[] _bookings = [];

    public async Task InitializeAsync()
    {
        _bank = await TestBank.OpenAsync();
        (_customers, _bookings) = Histories.Of(77, 60, 20, AsOf.AddDays(-200), AsOf.AddDays(10));
        await _bank.AddAsync(_customers);
        await _bank.AddAsync(_bookings);
        _bank.Definitions.Put("tag", SomeTags.Yaml);
        await _bank.RunTagsAsync(AsOf);
    }

    public Task DisposeAsync()
    {
        _bank.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Every_condition_means_the_same_in_sql_and_in_memory()
    {
        foreach (var condition in Conditions(3).Sample(60, 40))
        {
            var expected = _customers.Where(c => c.OpenedOn <= AsOf && condition.Holds(this, c)).Select(c => c.Id).Order();

            var members = await _bank.MembersAsync(condition.Json.ToJsonString(), AsOf);
            string.Join(" ", members).ShouldBe(string.Join(" ", expected), condition.Json.ToJsonString());
        }
    }

    private static Gen<Asked> Conditions(int depth) => depth == 0
        ? Leaf()
        : Gen.Frequency(
            (3, Leaf()),
            (1, Conditions(depth - 1).Select(Not)),
            (2, Gen.Choose(1, 3).SelectMany(n => Conditions(depth - 1).ListOf(n)).SelectMany(parts => Gen.Elements("and", "or").Select(word => Join(word, [.. parts])))));

    private static Gen<Asked> Leaf() => Gen.OneOf(
        Gen.Elements("at_least", "more_than", "at_most", "less_than", "eq", "ne").SelectMany(op => Gen.Choose(14, 66).Select(age => Age(op, age))),
        Gen.Elements("is_null", "not_null").Select(op => new Asked(
            new JsonObject { ["tag"] = "age", ["op"] = op }, (_, c) => (c.BirthDate is null) == (op == "is_null"))),
        Gen.Elements("F", "M", "").Select(gender => new Asked(
            new JsonObject { ["attribute"] = "gender", ["op"] = "eq", ["value"] = gender }, (_, c) => c.Gender == gender)),
        Gen.Elements(Kinds).SelectMany(kind => Gen.Choose(1, 3).SelectMany(times => Gen.Choose(1, 150).SelectMany(days => Gen.Elements("did", "did_not").Select(
            word => Behaviour(word, kind, times, days))))));

    private static Asked Age(string op, int age) => new(
        new JsonObject { ["tag"] = "age", ["op"] = op, ["value"] = age },
        (_, c) => c.BirthDate is { } born && Compare(AgeOf(born), op, age));

    private static Asked Behaviour(string word, string kind, int times, int days) => new(
        new JsonObject
        {
            [word] = new JsonObject
            {
                ["event"] = "transaction", ["at_least"] = times, ["within_days"] = days,
                ["where"] = new JsonObject { ["kind"] = kind, ["amount"] = new JsonObject { ["more_than"] = 1000 } },
            },
        },
        (bank, c) => (bank._bookings.Count(b => b.Customer == c.Id && b.Kind == kind && b.Amount > 1000 && b.Day <= AsOf && b.Day > AsOf.AddDays(-days)) >= times)
            == (word == "did"));

    private static Asked Not(Asked part) => new(new JsonObject { ["not"] = part.Json.DeepClone() }, (bank, c) => !part.Holds(bank, c));

    private static Asked Join(string word, IReadOnlyList<Asked> parts) => new(
        new JsonObject { [word] = new JsonArray([.. parts.Select(p => p.Json.DeepClone())]) },
        (bank, c) => word == "and" ? parts.All(p => p.Holds(bank, c)) : parts.Any(p => p.Holds(bank, c)));

    private static int AgeOf(DateOnly born) => born.AddYears(AsOf.Year - born.Year) > AsOf ? AsOf.Year - born.Year - 1 : AsOf.Year - born.Year;

    private static bool Compare(int left, string op, int right) => op switch
    {
        "at_least" => left >= right,
        "more_than" => left > right,
        "at_most" => left <= right,
        "less_than" => left < right,
        "eq" => left == right,
        _ => left != right,
    };

    private sealed record Asked(JsonNode Json, Func<SqlAgreesWithMemoryTests, Customer, bool> Holds);
}
