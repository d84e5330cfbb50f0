using Zhike.Customers.Conditions;

namespace Zhike.Customers.Tags.Compiling;

/// <summary>A condition over tags only, over the row that carries them.</summary>
internal sealed class RuleSql(DateOnly asOf, ParameterBinder binder)
{
    public string Of(Condition condition) => condition switch
    {
        AllOf and => $"({string.Join(" AND ", and.Parts.Select(Of))})",
        AnyOf or => $"({string.Join(" OR ", or.Parts.Select(Of))})",
        Not not => $"NOT ({Of(not.Part)})",
        TagTest test => TestSql.Of(test.Tag, $"`{test.Tag.Key}`", test.Test, asOf, binder),
        _ => throw new InvalidOperationException(condition.GetType().Name),
    };
}
