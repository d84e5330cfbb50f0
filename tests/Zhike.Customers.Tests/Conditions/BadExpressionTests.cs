using System.Text.Json;
using Zhike.Contracts.Customers;
using Zhike.Customers.Tests.Bank;
using Zhike.Kernel;

namespace Zhike.Customers.Tests.Conditions;

/// <summary>Expressions that are too large, or name what is not there, are refused with the limit or the nearest name said.</summary>
public sealed class BadExpressionTests : IAsyncLifetime
{
    private TestBank _bank = null!;

    public async Task InitializeAsync()
    {
        _bank = await TestBank.OpenAsync();
        _bank.Definitions.Put("tag", SomeTags.Yaml);
        _bank.Definitions.Put("segment", "{key: rich-people, name: {zh: 一, en: a}, expression: {tag: balance, op: at_least, value: 1}}");
    }

    public Task DisposeAsync()
    {
        _bank.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Two_hundred_levels_are_refused_with_the_limit()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"not\":", 200)) + "{\"tag\":\"balance\",\"op\":\"not_null\"}" + new string('}', 200);

        var error = (await CheckAsync(JsonDocument.Parse(deep, new JsonDocumentOptions { MaxDepth = 1_000 }).RootElement)).Single();

        error.Message.ShouldBe("is nested deeper than 20");
    }

    [Fact]
    public async Task Ten_thousand_values_are_refused_once_with_the_limit()
    {
        var error = (await CheckAsync(JsonSerializer.SerializeToElement(new { attribute = "customer_no", op = "in", value = Enumerable.Range(0, 10_000).Select(i => $"C{i}") }))).Single();

        (error.Field, error.Message).ShouldBe(("value", "holds 10000 values, but a comparison takes at most 1000: upload a list of customers instead"));
    }

    [Fact]
    public async Task Ten_thousand_conditions_are_refused_once_with_the_limit()
    {
        var error = (await CheckAsync(JsonSerializer.SerializeToElement(new { or = Enumerable.Range(0, 10_000).Select(i => new { tag = "balance", op = "eq", value = i }) }))).Single();

        error.Message.ShouldBe("is one of more than 200 conditions, and an expression holds at most so many");
    }

    [Theory]
    [InlineData("{tag: balanse, op: eq, value: 1}", "tag", "did you mean \"balance\"?")]
    [InlineData("{segment: rich-peeple}", "segment", "did you mean \"rich-people\"?")]
    [InlineData("{attribute: gendre, op: eq, value: F}", "attribute", "did you mean \"gender\"?")]
    [InlineData("{did: {event: transaction, where: {amonut: 5}}}", "did.where.amonut", "did you mean \"amount\"?")]
    [InlineData("{top: {n: 5, by: balanc}}", "top.by", "did you mean \"balance\"?")]
    [InlineData("{did: {event: transaction, at_lest: 5}}", "did.at_lest", "did you mean \"at_least\"?")]
    [InlineData("{did: {event: transaction, sum: {of: amonut, at_least: 5}}}", "did.sum.of", "did you mean \"amount\"?")]
    public async Task An_unknown_name_is_answered_with_the_nearest(string expression, string field, string hint) =>
        (await CheckAsync(LiveDefinitions.Json(expression))).ShouldContain(e => e.Field == field && e.Message.Contains(hint));

    [Theory]
    [InlineData("{did: {event: transaction, at_least: 5, at_most: 3}}", "did.at_least", "is more than at_most")]
    [InlineData("{did: {event: transaction, exactly: 5, at_most: 3}}", "did.exactly", "leaves nothing")]
    [InlineData("{did: {event: transaction, at_least: 1, sum: {of: amount, at_least: 3}}}", "did.sum", "must stand alone")]
    [InlineData("{did: {event: transaction, sum: {of: kind, at_least: 3}}}", "did.sum.of", "which is no number")]
    [InlineData("{did: {event: transaction, sum: {of: amount}}}", "did.sum.at_least", "is missing")]
    [InlineData("{did: {event: transaction, sum: {of: amount, at_least: 0.001}}}", "did.sum.at_least", "at most two decimals")]
    [InlineData("{did: {event: transaction, where: {kind: {contains: cash}}}}", "did.where.kind.contains", "cannot be compared by contains")]
    [InlineData("{first_time: {event: a}}", "first_time.within_days", "is missing")]
    [InlineData("{regularly: {event: a, at_least: 5, of_last: 4, unit: weeks}}", "regularly.at_least", "there are only 4 periods")]
    [InlineData("{regularly: {event: a, at_least: 3, of_last: 4, unit: years}}", "regularly.unit", "must be one of weeks, months")]
    [InlineData("{stopped: {event: a, active_days: 5}}", "stopped.quiet_days", "is missing")]
    [InlineData("{sequence: {steps: [{event: a}]}}", "sequence.steps", "must be 2 to 8")]
    [InlineData("{sequence: {steps: [{event: a, without: {event: x}}, {event: b}]}}", "sequence.steps[0].without", "has no step before it")]
    [InlineData("{sequence: {steps: [{event: a}, {event: b}], span: {days: 1, hours: 2}}}", "sequence.span.days", "one of them")]
    [InlineData("{changed: {tag: balance, within_days: 5}}", "changed.tag", "whose changes are not recorded")]
    [InlineData("{changed: {tag: credit_sum_30d, to: huge, within_days: 5}}", "changed.to", "must be one of low, high")]
    [InlineData("{sample: {percent: 0, salt: x}}", "sample.percent", "above 0 and up to 100")]
    [InlineData("{sample: {percent: 10}}", "sample.salt", "is missing")]
    [InlineData("{top: {n: 0, by: balance}}", "top.n", "must be a whole number from 1")]
    [InlineData("{top: {n: 5, by: gender}}", "top.by", "only numbers and dates can be ranked")]
    [InlineData("{top: {n: 5, by: balance, of: {tag: nothing, op: is_null}}}", "top.of.tag", "which is no live tag")]
    [InlineData("{near: {km: 5}}", "near.outlet", "must be given, or point")]
    [InlineData("{near: {outlet: nowhere, km: 5}}", "near.outlet", "which is no outlet")]
    [InlineData("{near: {point: [95, 10], km: 5}}", "near.point", "in degrees")]
    [InlineData("{lookalike: {model: x, at_least: 2}}", "lookalike.at_least", "must be a number from 0 to 1")]
    [InlineData("{tag: balance, op: eq, value: 1, at: yesterday}", "at", "must be a date")]
    public async Task What_cannot_be_meant_is_refused_at_its_path(string expression, string field, string message)
    {
        var errors = await CheckAsync(LiveDefinitions.Json(expression));

        errors.ShouldContain(e => e.Field == field && e.Message.Contains(message), string.Join("; ", errors.Select(e => $"{e.Field} {e.Message}")));
    }

    [Fact]
    public async Task A_rank_outside_a_segment_is_not_asked_of_one_customer()
    {
        var one = await _bank.Conditions.CompileForOneAsync(
            LiveDefinitions.Json("{not: {top: {n: 5, by: balance}}}"), new ConditionScope(new DateOnly(1994, 3, 31), _bank.Wall.GetUtcNow(), "p"), CancellationToken.None);

        one.Problem!.Message.ShouldContain("put it into a segment");
    }

    private Task<IReadOnlyList<FieldError>> CheckAsync(JsonElement expression) => _bank.Conditions.CheckAsync(expression, "", CancellationToken.None);
}
