using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Zhike.Customers.Conditions;
using Zhike.Customers.Documents;

namespace Zhike.Customers.Sources;

/// <summary>A column of a fact table that definitions may name: the closed catalogue from which SQL identifiers come.</summary>
/// <param name="Sql">The expression that reads it.</param>
/// <param name="Codes">For an enumerable column, each word with the engine's code.</param>
/// <param name="Nullable">May be absent in a row.</param>
internal sealed record FactColumn(string Name, FieldType Type, string Sql, ImmutableArray<(string Word, int Code)> Codes = default, bool Nullable = false)
{
    public bool IsEnumerable => !Codes.IsDefault;

    public IReadOnlyCollection<string> Words => IsEnumerable ? [.. Codes.Select(c => c.Word)] : [];
}

/// <summary>One test of one column of a fact table: a row passes when all tests of its "where" hold.</summary>
internal sealed record ColumnTest(FactColumn Column, Comparison Test);

/// <summary>A fact table of the standard model as definitions see it.</summary>
/// <param name="Name">The word in definitions.</param>
/// <param name="From">What stands behind FROM.</param>
internal sealed partial record FactTable(string Name, string From, ImmutableSortedDictionary<string, FactColumn> Columns)
{
    /// <summary>Names what events carry freely: "properties.amount"; and what a bank hands over: "attributes.status".</summary>
    public required string? Free { get; init; }

    public FactColumn? Find(string name, FieldType wanted = FieldType.Text)
    {
        if (Columns.TryGetValue(name, out var column))
        {
            return column;
        }

        if (Free is null || !name.StartsWith($"{Free}.", StringComparison.Ordinal) || !FreeName().IsMatch(name[(Free.Length + 1)..]))
        {
            return null;
        }

        var text = Free == "properties" ? $"ifNull(toString({name}), '')" : $"{Free}['{name[(Free.Length + 1)..]}']";
        return wanted switch
        {
            FieldType.Text => new FactColumn(name, FieldType.Text, text),
            FieldType.Money => new FactColumn(name, wanted, $"toDecimal64OrNull({text}, 2)", Nullable: true),
            FieldType.Date => new FactColumn(name, wanted, $"toDateOrNull({text})", Nullable: true),
            FieldType.Flag => new FactColumn(name, wanted, $"{text} IN ('1', 'true', 'yes')"),
            _ => new FactColumn(name, wanted, $"toFloat64OrNull({text})", Nullable: true),
        };
    }

    public string Known => string.Join(", ", Columns.Keys) + (Free is null ? "" : $", {Free}.<name>");

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,63}$")]
    private static partial Regex FreeName();
}
