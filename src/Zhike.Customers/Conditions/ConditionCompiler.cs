using System.Text.Json;
using Zhike.Contracts.Customers;
using Zhike.Kernel;

namespace Zhike.Customers.Conditions;

/// <summary>The door to the language of conditions.</summary>
internal sealed class ConditionCompiler(LiveCatalogue live) : IConditions
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

    /// <summary>The tags that sound expressions read, in themselves or in a segment that they name.</summary>
    internal async Task<IReadOnlyList<string>> TagsReadAsync(IEnumerable<JsonElement> expressions, CancellationToken cancel)
    {
        var reader = new ConditionReader(await live.ReadAsync(null, cancel).ConfigureAwait(false), []);
        return [.. expressions.Select(e => reader.Read(e, "")).OfType<Condition>().SelectMany(c => c.All()).OfType<TagTest>().Select(t => t.Tag.Key).Distinct()];
    }

    /// <summary>The same, still open for a scope and for other columns.</summary>
    internal async Task<Result<CompiledCondition>> CompileWideAsync(JsonElement expression, ConditionScope scope, CancellationToken cancel)
    {
        // The date comes from the engine while the catalogue is read from the records.
        var dated = scope.TagTable is not null ? Task.FromResult<DateOnly?>(scope.AsOf) : live.TagDateAsync(scope.AsOf, cancel);
        var catalogue = await live.ReadAsync(expression, cancel).ConfigureAwait(false);
        var date = await dated.ConfigureAwait(false);
        var errors = new List<FieldError>();
        var condition = new ConditionReader(catalogue, errors).Read(expression, "");
        if (condition is not null && scope.SinceTable is null && condition.All().Any(c => c is Did { SinceEnrolment: true }))
        {
            errors.Add(new FieldError("since", "is only known inside a journey"));
        }

        if (condition is null || errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        return new ConditionSql(catalogue, scope, date).Compile(condition);
    }
}
