using System.Globalization;
using Zhike.Intake.Mapping;

namespace Zhike.Intake.Import;

/// <summary>The SQL by which a text becomes a value of its kind.</summary>
internal static class ValueSql
{
    /// <summary>Local times are counted in the bank's zone; bound by <see cref="RowSql"/>.</summary>
    private const string Zone = "{zone:String}";

    public static bool IsParsed(ValueKind kind) => kind is not (ValueKind.Text or ValueKind.Code);

    /// <summary>Null in SQL where the text is no such value; C# null where the text is the value.</summary>
    public static string? Parse(ValueKind kind, string text, ColumnRule rule, string? months) => kind switch
    {
        ValueKind.Day => Months(Day(text, rule, "Date", "YYYYMMDDToDate"), months),
        ValueKind.LongDay => Months(Day(text, rule, "Date32", "YYYYMMDDToDate32"), months),
        ValueKind.Instant => $"parseDateTime64BestEffortOrNull({text}, 3, {Zone})",
        ValueKind.Money => Money(text, rule, "true"),
        ValueKind.PositiveMoney => Money(text, rule, "{0} >= 0"),
        ValueKind.Number => $"toUInt64OrNull({text})",
        ValueKind.Flag => $"transform(lower({text}), ['1', 'true', 'yes', 'y', 't', '0', 'false', 'no', 'n', 'f'], [1, 1, 1, 1, 1, 0, 0, 0, 0, 0], NULL)",
        ValueKind.Path => $"if(match({text}, '^/([a-z0-9_-]+/)*$'), {text}, NULL)",
        _ => null,
    };

    /// <summary>The value as it is stored; where it is null or bad, a value of the type, for the row is not stored.</summary>
    public static string Stored(StandardColumn column, string text)
    {
        var parsed = $"p_{column.Name}";
        return column.Kind switch
        {
            ValueKind.Text => text,
            ValueKind.Code => column.Default is { Length: > 0 } other ? $"if({text} = '', '{other}', {text})" : text,
            ValueKind.Path => $"ifNull({parsed}, '/')",
            ValueKind.Flag => $"CAST(ifNull({parsed}, {(column.Default == "true" ? 1 : 0)}), 'Bool')",
            ValueKind.Day or ValueKind.LongDay or ValueKind.Instant or ValueKind.Money or ValueKind.PositiveMoney or ValueKind.Number when column.Nullable => parsed,
            _ => $"ifNull({parsed}, {Zero(column)})",
        };
    }

    /// <summary>The value of a column that the mapping leaves out.</summary>
    public static string Absent(StandardColumn column) => column switch
    {
        // The source has no time: the booking day's midnight at the bank.
        { Name: "booked_at" } => $"toDateTime64(c_booked_on, 3, {Zone})",
        { Nullable: true } => $"CAST(NULL, '{column.SqlType}')",
        { Kind: ValueKind.Flag } => $"CAST({(column.Default == "true" ? 1 : 0)}, 'Bool')",
        { Kind: ValueKind.Text or ValueKind.Code or ValueKind.Path } => $"'{column.Default ?? ""}'",
        _ => Zero(column),
    };

    private static string Zero(StandardColumn column) => column.Kind switch
    {
        ValueKind.Day => "toDate(0)",
        ValueKind.LongDay => "toDate32(0)",
        ValueKind.Instant => "toDateTime64(0, 3, 'UTC')",
        ValueKind.Money or ValueKind.PositiveMoney => "toDecimal64(0, 2)",
        ValueKind.Number => "toUInt64(0)",
        _ => "''",
    };

    /// <summary>Eight digits, then a day; the way back must give the same digits, or 31 February would become 3 March. The form
    /// that the engine writes itself is read and compared as it stands, at a third of the price.</summary>
    private static string Day(string text, ColumnRule rule, string type, string function)
    {
        var format = rule.Format ?? (rule.As?.EndsWith("birth_date", StringComparison.Ordinal) == true ? "yyyyMMdd" : "yyyy-MM-dd");
        if (format == "yyyy-MM-dd")
        {
            return $"CAST(if(toString(to{type}OrZero({text})) = {text}, to{type}OrZero({text}), NULL), 'Nullable({type})')";
        }

        var digits = DateFormats.All[format].Replace("{1}", rule.Century.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{0}", text, StringComparison.Ordinal);
        var number = $"toUInt32OrZero({digits})";
        return $"CAST(if(toYYYYMMDD({function}({number})) = {number}, {function}({number}), NULL), 'Nullable({type})')";
    }

    private static string Months(string day, string? months) => months is null ? day : $"addMonths({day}, toUInt16OrNull({months}))";

    /// <summary>Read with four decimals; what does not fit into two is no amount.</summary>
    private static string Money(string text, ColumnRule rule, string sign)
    {
        var digits = rule.DecimalComma ? $"replaceOne(replaceAll({text}, '.', ''), ',', '.')" : text;
        var wide = $"toDecimal64OrNull({digits}, 4)";
        var condition = sign.Replace("{0}", wide, StringComparison.Ordinal);
        return $"if({wide} = CAST({wide}, 'Nullable(Decimal(18, 2))') AND {condition}, CAST({wide}, 'Nullable(Decimal(18, 2))'), NULL)";
    }
}
