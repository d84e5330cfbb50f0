namespace Zhike.Customers.Documents;

/// <summary>What a tag, an attribute or a column of a fact table holds.</summary>
public enum FieldType
{
    /// <summary>Decimal(18, 2) in the bank's currency.</summary>
    Money,

    /// <summary>A whole number of things, 0 or more.</summary>
    Count,

    /// <summary>Any number.</summary>
    Number,

    /// <summary>A quotient: 0.25 is a quarter.</summary>
    Share,

    /// <summary>Whole days between two dates; may be negative.</summary>
    Days,

    /// <summary>Whole years between two dates: an age.</summary>
    Years,

    Text,

    Flag,

    Date,
}

internal static class FieldTypes
{
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<FieldType>().Select(Name)];

    public static string Name(this FieldType type) => type.ToString().ToLowerInvariant();

    public static FieldType Parse(string name) => Enum.Parse<FieldType>(name, ignoreCase: true);

    public static bool IsNumeric(this FieldType type) => type is FieldType.Money or FieldType.Count or FieldType.Number or FieldType.Share or FieldType.Days or FieldType.Years;

    public static bool IsWhole(this FieldType type) => type is FieldType.Count or FieldType.Days or FieldType.Years;

    /// <summary>Its unit cannot be seen from the type: twelve of what?</summary>
    public static bool TakesUnit(this FieldType type) => type is FieldType.Count or FieldType.Number;

    /// <summary>The engine's type of a bound value that is compared with it.</summary>
    public static string EngineType(this FieldType type) => type switch
    {
        FieldType.Money => "Decimal(18, 2)",
        FieldType.Count => "Int64",
        FieldType.Number or FieldType.Share => "Float64",
        FieldType.Days or FieldType.Years => "Int32",
        FieldType.Text => "String",
        FieldType.Flag => "Bool",
        FieldType.Date => "Date",
        _ => throw new InvalidOperationException(type.ToString()),
    };
}
