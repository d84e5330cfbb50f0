using System.Text.Json;
using Zhike.Contracts.Customers;
using Zhike.Customers.Conditions.InMemory;
using Zhike.Customers.Tags.Realtime;
using Zhike.Kernel;
using Zhike.Storage.Facts;

namespace Zhike.Customers.Conditions;

/// <summary>The door to the language of conditions.</summary>
internal sealed class ConditionCompiler(LiveCatalogue live, CurrentValues current, IFacts facts) : IConditions
{
    public async Task<IReadOnlyList<FieldError>> CheckAsync(JsonElement expression, string fieldPath, CancellationToken cancel)
    {
        var errors = new List<FieldError>();
        new ConditionReader(await live.ReadAsync(expression, cancel).ConfigureAwait(false), errors).Read(expression, fieldPath);
        return errors;
    }

    public async Task<Result<CustomerSet>> CompileAsync(JsonElement expression, ConditionScope scope, CancellationToken cancel)
    {
        var compiled = await CompileWideAsync(expression, scope, cancel).ConfigureAwait(false);
        return compiled.Map(c => c.ToSet());
    }

    public async Task<Result<IConditionForOne>> CompileForOneAsync(JsonElement expression, ConditionScope scope, CancellationToken cancel)
    {
        // Rows since an enrolment are looked up by key, so the table of instants only stands for the permission to say so.
        var known = scope with { SinceTable = null, TagTable = null };
        var read = await ReadAsync(expression, known, sinceAllowed: true, cancel).ConfigureAwait(false);
        if (!read.Ok)
        {
            return read.Problem;
        }

        var (condition, catalogue, date, _) = read.Value;
        if (FactsPlan.Visited(condition).Any(c => c is Top))
        {
            return Problem.Invalid("top", "can only be told of the whole bank: put it into a segment, and name that");
        }

        var plan = new FactsPlan(condition, new ConditionSql(catalogue, known, date));
        return new ConditionForCustomers(condition, plan, scope.AsOf, scope.Now, date, current, facts);
    }

    /// <summary>The tags that sound expressions read, in themselves or in a segment that they name.</summary>
    internal async Task<IReadOnlyList<string>> TagsReadAsync(IEnumerable<JsonElement> expressions, CancellationToken cancel)
    {
        var reader = new ConditionReader(await live.ReadAsync(null, cancel).ConfigureAwait(false), []);
        return [.. expressions.Select(e => reader.Read(e, "")).OfType<Condition>().SelectMany(c => c.All()).SelectMany(TagsOf).Distinct()];
    }

    /// <summary>The same, still open for a scope and for other columns.</summary>
    internal async Task<Result<CompiledCondition>> CompileWideAsync(JsonElement expression, ConditionScope scope, CancellationToken cancel)
    {
        var read = await ReadAsync(expression, scope, sinceAllowed: scope.SinceTable is not null, cancel).ConfigureAwait(false);
        return read.Map(r => new ConditionSql(r.Catalogue, scope, r.TagDate, r.Rows).Compile(r.Condition));
    }

    /// <summary>The parts of an "and" each for itself, over the same rows; anything else is one part.</summary>
    internal async Task<Result<CompiledCondition>> CompilePartsAsync(JsonElement expression, ConditionScope scope, CancellationToken cancel)
    {
        var read = await ReadAsync(expression, scope, sinceAllowed: false, cancel).ConfigureAwait(false);
        return read.Map(r => new ConditionSql(r.Catalogue, scope, r.TagDate, r.Rows).Compile(r.Condition is AllOf and ? and.Parts : [r.Condition]));
    }

    /// <summary>Several expressions, each a part, over the same rows.</summary>
    internal async Task<Result<CompiledCondition>> CompileTogetherAsync(IReadOnlyList<JsonElement> expressions, ConditionScope scope, CancellationToken cancel)
    {
        var reads = new List<ReadCondition>();
        var errors = new List<FieldError>();
        foreach (var (i, expression) in expressions.Index())
        {
            var read = await ReadAsync(expression, scope, sinceAllowed: false, cancel).ConfigureAwait(false);
            errors.AddRange(read.Ok ? [] : read.Problem.Errors.Select(e => e with { Field = $"expressions[{i}].{e.Field}" }));
            reads.AddRange(read.Ok ? [read.Value] : []);
        }

        return errors.Count > 0 ? Problem.Invalid(errors) : new ConditionSql(reads[0].Catalogue, scope, reads[0].TagDate, reads[0].Rows).Compile([.. reads.Select(r => r.Condition)]);
    }

    /// <summary>The checked expression itself, for whoever must know what moves it.</summary>
    internal async Task<Result<Condition>> ReadAsync(JsonElement expression, DateOnly asOf, CancellationToken cancel) =>
        (await ReadAsync(expression, new ConditionScope(asOf, default, "x"), sinceAllowed: false, cancel).ConfigureAwait(false)).Map(r => r.Condition);

    private static IEnumerable<string> TagsOf(Condition condition) => condition switch
    {
        TagTest { At: null } test => [test.Tag.Key],
        Top top => [top.By.Key],
        _ => [],
    };

    private async Task<Result<ReadCondition>> ReadAsync(JsonElement expression, ConditionScope scope, bool sinceAllowed, CancellationToken cancel)
    {
        // The date comes from the engine while the catalogue is read from the records.
        var dated = scope.TagTable is not null ? Task.FromResult<DateOnly?>(scope.AsOf) : live.TagDateAsync(scope.AsOf, cancel);
        var catalogue = await live.ReadAsync(expression, cancel).ConfigureAwait(false);
        var date = await dated.ConfigureAwait(false);
        var errors = new List<FieldError>();
        var condition = new ConditionReader(catalogue, errors).Read(expression, "");
        if (condition is not null && !sinceAllowed && condition.All().Any(c => c is Did { SinceEnrolment: true } or Sequence { SinceEnrolment: true }))
        {
            errors.Add(new FieldError("since", "is only known inside a journey"));
        }

        return condition is null || errors.Count > 0 ? Problem.Invalid(errors) : new ReadCondition(condition, catalogue, date, scope is { TagsOfNow: true, TagTable: null } ? await current.AtAsync(scope.AsOf, cancel).ConfigureAwait(false) : null);
    }

    private sealed record ReadCondition(Condition Condition, ConditionCatalogue Catalogue, DateOnly? TagDate, CurrentRows? Rows);
}
