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
        ["share"] = Aggregate.Share,
        ["trend"] = Aggregate.Trend,
        ["streak"] = Aggregate.Streak,
        ["preference"] = Aggregate.Preference,
        ["sequence"] = Aggregate.Sequence,
    };

    public Measure? Read(FieldType? type)
    {
        var tableName = fields.Choice("fact", [.. FactTables.All.Select(t => t.Name)], required: true);
        var aggregateName = fields.Choice("aggregate", Words.Keys, required: true);
        var window = fields.Whole("window_days", 1, WindowDaysMax);
        var lag = fields.Whole("lag_days", 1, WindowDaysMax) ?? 0;
        if (FactTables.All.FirstOrDefault(t => t.Name == tableName) is not { } table)
        {
            fields.Accept("where", "value", "part", "change", "every", "run", "at_least", "first", "then", "within_days", "within_hours", "gives", "drop_off");
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
        var before = errors.Count;
        var shape = new ShapeReader(fields, errors).Read(aggregate, table, window);
        CheckTable(aggregate, aggregateName, table, window, lag);
        CheckType(aggregate, aggregateName, value, shape, type);
        return errors.Count > before ? null : new Measure(table, aggregate, value, window, lag, where) { Shape = shape };
    }

    private FactColumn? Value(Aggregate aggregate, string word, FactTable table, string? name, FieldType? type)
    {
        if (aggregate is Aggregate.Count or Aggregate.Exists or Aggregate.DaysSinceFirst or Aggregate.DaysSinceLast or Aggregate.Streak or Aggregate.Sequence)
        {
            if (name is not null)
            {
                fields.Refuse("value", $"has no meaning for {word}, which counts rows or days");
            }

            return null;
        }

        if (name is null && aggregate is Aggregate.Share or Aggregate.Trend)
        {
            // Of the number of rows, then.
            return null;
        }

        if (name is null)
        {
            fields.Refuse("value", $"is missing: {word} needs a column of {table.Name} ({table.Known})");
            return null;
        }

        var numeric = aggregate is not (Aggregate.Distinct or Aggregate.First or Aggregate.Last or Aggregate.Preference)
            || (type is { } t && t.IsNumeric() && aggregate is Aggregate.First or Aggregate.Last);
        var column = table.Find(name!, numeric ? type == FieldType.Money ? FieldType.Money : FieldType.Number : FieldType.Text);
        if (column is null)
        {
            fields.Refuse("value", $"names \"{name}\", which is no column of {table.Name}{Nearest.Hint(name!, table.Columns.Keys)}; known are {table.Known}");
        }
        else if (aggregate == Aggregate.Preference && column.Type != FieldType.Text)
        {
            fields.Refuse("value", $"must hold words for {word}, but \"{name}\" is a {column.Type.Name()}");
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

        if (table == FactTables.Holdings && aggregate is Aggregate.First or Aggregate.Last or Aggregate.Trend or Aggregate.Streak or Aggregate.Preference or Aggregate.Sequence)
        {
            fields.Refuse("aggregate", $"{word} has no meaning for holdings");
        }
    }

    private void CheckType(Aggregate aggregate, string word, FactColumn? value, MeasureShape? shape, FieldType? type)
    {
        FieldType[]? allowed = aggregate switch
        {
            Aggregate.Share => [FieldType.Share],
            Aggregate.Preference => [FieldType.Text],
            Aggregate.Trend when shape is not TrendShape { AsRatio: false } => [FieldType.Share, FieldType.Number],
            Aggregate.Trend when value is { Type: FieldType.Money } => [FieldType.Money],
            Aggregate.Trend => [FieldType.Number],
            Aggregate.Sequence when shape is SequenceShape { Gives: var gives } => gives switch
            {
                SequenceGives.Count => [FieldType.Count],
                SequenceGives.DaysSinceLast => [FieldType.Days],
                _ => [FieldType.Flag],
            },
            Aggregate.Sequence => null,
            Aggregate.Count or Aggregate.Distinct or Aggregate.Streak => [FieldType.Count],
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
