using Zhike.Customers.Documents;
using Zhike.Customers.Sources;
using Zhike.Kernel;

namespace Zhike.Customers.Tags.Definitions;

/// <summary>The part of a tag's document that says which figure over which rows.</summary>
internal sealed class MeasureReader(FieldReader fields, List<FieldError> errors)
{
    /// <summary>Ten years: longer history than that is "all history".</summary>
    public const int WindowDaysMax = 3660;

    private static readonly Dictionary<string, Aggregate> Words = new()
    {
        ["sum"] = Aggregate.Sum,
        ["count"] = Aggregate.Count,
        ["exists"] = Aggregate.Exists,
        ["average"] = Aggregate.Average,
        ["min"] = Aggregate.Min,
        ["max"] = Aggregate.Max,
        ["distinct"] = Aggregate.Distinct,
        ["first"] = Aggregate.First,
        ["last"] = Aggregate.Last,
        ["last_per_account"] = Aggregate.LastPerAccount,
        ["days_since_first"] = Aggregate.DaysSinceFirst,
        ["days_since_last"] = Aggregate.DaysSinceLast,
    };

    public Measure? Read(FieldType? type)
    {
        var tableName = fields.Choice("fact", [.. FactTables.All.Select(t => t.Name)], required: true);
        var aggregateName = fields.Choice("aggregate", Words.Keys, required: true);
        var window = fields.Whole("window_days", 1, WindowDaysMax);
        var lag = fields.Whole("lag_days", 1, WindowDaysMax) ?? 0;
        if (FactTables.All.FirstOrDefault(t => t.Name == tableName) is not { } table)
        {
            _ = fields.Optional("where");
            _ = fields.Optional("value");
            return null;
        }

        var where = WhereReader.Read(fields.Optional("where"), table, fields.PathOf("where"), errors);
        var valueName = fields.Text("value");
        if (aggregateName is null)
        {
            return null;
        }

        var aggregate = Words[aggregateName];
        var value = Value(aggregate, aggregateName, table, valueName, type);
        CheckTable(aggregate, aggregateName, table, window, lag);
        CheckType(aggregate, aggregateName, value, type);
        return new Measure(table, aggregate, value, window, lag, where);
    }

    private FactColumn? Value(Aggregate aggregate, string word, FactTable table, string? name, FieldType? type)
    {
        if (aggregate is Aggregate.Count or Aggregate.Exists or Aggregate.DaysSinceFirst or Aggregate.DaysSinceLast)
        {
            if (name is not null)
            {
                fields.Refuse("value", $"has no meaning for {word}, which counts rows or days");
            }

            return null;
        }

        if (name is null)
        {
            fields.Refuse("value", $"is missing: {word} needs a column of {table.Name} ({table.Known})");
            return null;
        }

        var numeric = aggregate is not (Aggregate.Distinct or Aggregate.First or Aggregate.Last) || type is { } t && t.IsNumeric() && aggregate != Aggregate.Distinct;
        var column = table.Find(name, numeric ? type == FieldType.Money ? FieldType.Money : FieldType.Number : FieldType.Text);
        if (column is null)
        {
            fields.Refuse("value", $"names \"{name}\", which is no column of {table.Name}; known are {table.Known}");
        }
        else if (aggregate == Aggregate.LastPerAccount ? column.Type != FieldType.Money : numeric && !column.Type.IsNumeric())
        {
            fields.Refuse("value", $"must be a number for {word}, but \"{name}\" is a {column.Type.Name()}");
        }

        return column;
    }

    private void CheckTable(Aggregate aggregate, string word, FactTable table, int? window, int lag)
    {
        if (aggregate == Aggregate.LastPerAccount && table != FactTables.Transactions)
        {
            fields.Refuse("aggregate", $"{word} needs accounts, which only transactions have");
        }

        if (table == FactTables.Holdings && (window is not null || lag > 0))
        {
            fields.Refuse(window is not null ? "window_days" : "lag_days", "has no meaning for holdings: those open on the day count");
        }

        if (table == FactTables.Holdings && aggregate is Aggregate.First or Aggregate.Last)
        {
            fields.Refuse("aggregate", $"{word} has no meaning for holdings");
        }
    }

    private void CheckType(Aggregate aggregate, string word, FactColumn? value, FieldType? type)
    {
        FieldType[]? allowed = aggregate switch
        {
            Aggregate.Count or Aggregate.Distinct => [FieldType.Count],
            Aggregate.Exists => [FieldType.Flag],
            Aggregate.DaysSinceFirst or Aggregate.DaysSinceLast => [FieldType.Days],
            Aggregate.First or Aggregate.Last when value is { Type: FieldType.Text } => [FieldType.Text],
            _ when value is { Type: FieldType.Money } => [FieldType.Money],
            _ when value is { Type: FieldType.Number } => [FieldType.Number, FieldType.Share, FieldType.Money],
            _ => null,
        };
        if (type is { } given && allowed is not null && !allowed.Contains(given))
        {
            fields.Refuse("type", $"must be {string.Join(" or ", allowed.Select(a => a.Name()))} for {word}{(value is null ? "" : $" of {value.Name}")}, but is {given.Name()}");
        }
    }
}
