using Zhike.Intake.Mapping;
using Zhike.Kernel;

namespace Zhike.Intake.Import;

/// <summary>What can be wrong with a column of a row; kept as two bits a column.</summary>
internal enum Fault
{
    None = 0,
    Missing = 1,
    Malformed = 2,
    Unknown = 3,
}

/// <summary>One mapped column with the rules of its standard column.</summary>
/// <param name="TextName">The SQL alias of its text.</param>
internal sealed record ColumnCheck(ColumnRule Rule, StandardColumn Column, string TextName)
{
    /// <summary>Marks a value outside its code table.</summary>
    public const string Unknown = "\u0001";

    public bool Required => Rule.Required ?? Column.Required;

    /// <summary>SQL of the column's fault as a number.</summary>
    public string Code(StandardTable table)
    {
        var missing = Required ? 1 : 0;
        var faults = new List<string>();
        if (missing == 1 || Column.Kind is not (ValueKind.Text or ValueKind.Code))
        {
            faults.Add($"{TextName} = '', {missing}");
        }

        if (Column.Kind == ValueKind.Code)
        {
            faults.Add($"{TextName} NOT IN ('', {string.Join(", ", Column.Codes.Where(c => c.Length > 0).Select(c => $"'{c}'"))}), 3");
        }
        else if (Rule.Codes is not null || Rule.FirstOf.Length > 0)
        {
            faults.Add($"{TextName} = char(1), 3");
        }

        if (Column.Reference is { } reference)
        {
            faults.Add($"{(Required ? "" : $"{TextName} != '' AND ")}isNull(joinGetOrNull('{reference.Table}', '{reference.Found[0].From}', {TextName})), 3");
        }

        if (ValueSql.IsParsed(Column.Kind))
        {
            faults.Add($"isNull(p_{Column.Name}), 2");
        }

        return faults.Count == 0 ? "0" : $"multiIf({string.Join(", ", faults)}, 0)";
    }

    /// <summary>The fault for people: what the column expects, and what the row has.</summary>
    public Said Why(Fault fault, string text) => fault switch
    {
        Fault.Missing => Said.Of("no_value", $"has no value, and must have one"),
        Fault.Unknown when Column.Reference is { } reference =>
            Said.Of("not_imported", $"names {Shown(text)}, which is not among the imported {reference.Table["import_ref_".Length..]}"),
        Fault.Unknown when Column.Kind == ValueKind.Code && Rule.Codes is null && Rule.FirstOf.Length == 0 =>
            Said.Of("one_of", $"must be one of {string.Join(", ", Column.Codes.Where(c => c.Length > 0))}, but is {Shown(text)}"),
        Fault.Unknown => Said.Of("not_in_codes", $"is {Shown(text)}, which the mapping's code table does not know"),
        _ => Expected(Shown(text)),
    };

    private Said Expected(string shown) => Column.Kind switch
    {
        ValueKind.Day or ValueKind.LongDay => Said.Of("date", $"must be a date written {Rule.Format ?? "yyyy-MM-dd"}, but is {shown}"),
        ValueKind.Instant => Said.Of("instant", $"must be an instant such as 2026-01-31 09:30:00, but is {shown}"),
        ValueKind.Money => Said.Of("amount", $"must be an amount with at most two decimals, but is {shown}"),
        ValueKind.PositiveMoney => Said.Of("amount_not_negative", $"must be an amount of zero or more with at most two decimals, but is {shown}"),
        ValueKind.Number => Said.Of("count", $"must be a whole number of zero or more, but is {shown}"),
        ValueKind.Flag => Said.Of("flag", $"must be yes or no, but is {shown}"),
        ValueKind.Path => Said.Of("org_path", $"must be a path such as /hq/branch/outlet/, but is {shown}"),
        _ => Said.Of("text", $"must be a text, but is {shown}"),
    };

    private string Shown(string text) => ValueShape.Shown(text, Column.Personal);
}
