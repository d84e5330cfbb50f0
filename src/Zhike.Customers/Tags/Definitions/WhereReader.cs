using System.Collections.Immutable;
using System.Text.Json;
using Zhike.Customers.Conditions;
using Zhike.Customers.Documents;
using Zhike.Customers.Sources;
using Zhike.Kernel;

namespace Zhike.Customers.Tags.Definitions;

/// <summary>Reads {direction: credit, kind: [cash_in, transfer_in], amount: {at_least: 1000}} against a fact table.</summary>
internal static class WhereReader
{
    public static ImmutableArray<ColumnTest> Read(JsonElement? where, FactTable table, string path, List<FieldError> errors)
    {
        if (where is not { } element)
        {
            return [];
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new FieldError(path, $"must be an object of columns, but is {FieldReader.Show(element)}"));
            return [];
        }

        return [.. element.EnumerateObject().SelectMany(field => Column(field, table, $"{path}.{field.Name}", errors))];
    }

    private static IEnumerable<ColumnTest> Column(JsonProperty field, FactTable table, string path, List<FieldError> errors)
    {
        var column = table.Find(field.Name, FreeValue.TypeOf(field.Value));
        if (column is null)
        {
            errors.Add(new FieldError(path, $"is no column of {table.Name}{Nearest.Hint(field.Name, table.Columns.Keys)}; known are {table.Known}"));
            return [];
        }

        if (field.Value.ValueKind == JsonValueKind.Object)
        {
            return [.. field.Value.EnumerateObject().SelectMany(test => Test(column, test.Name, test.Value, $"{path}.{test.Name}", errors))];
        }

        return Test(column, field.Value.ValueKind == JsonValueKind.Array ? "in" : "eq", field.Value, path, errors);
    }

    private static IEnumerable<ColumnTest> Test(FactColumn column, string op, JsonElement value, string path, List<FieldError> errors)
    {
        if (!Comparison.Operators.TryGetValue(op, out var known) || known == Operator.InBand)
        {
            errors.Add(new FieldError(path, $"is no comparison; known are {string.Join(", ", Comparison.For(column.Type).Select(Comparison.NameOf))}"));
            return [];
        }

        return Comparison.Read(known, value, column.Type, column.Words, path, errors) is { } test ? [new ColumnTest(column, test)] : [];
    }
}
