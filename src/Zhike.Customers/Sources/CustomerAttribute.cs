using System.Text.RegularExpressions;
using Zhike.Customers.Documents;

namespace Zhike.Customers.Sources;

/// <summary>What the bank says of a customer, by the name that definitions use.</summary>
/// <param name="Sql">Over c (customers) and o (outlets), with {as_of:Date} for derived ones.</param>
internal sealed partial record CustomerAttribute(string Name, FieldType Type, string Sql, bool Nullable = false)
{
    public const string OutletPrefix = "outlet.";

    /// <summary>Whole years on the as-of date.</summary>
    public static CustomerAttribute Age { get; } = new("age", FieldType.Years, "age('year', c.birth_date, toDate32({as_of:Date}))", Nullable: true);

    public static IReadOnlyList<CustomerAttribute> Fixed { get; } =
    [
        new("opened_on", FieldType.Date, "c.opened_on"),
        new("birth_date", FieldType.Date, "c.birth_date", Nullable: true),
        Age,
        new("gender", FieldType.Text, "c.gender"),
        new("customer_no", FieldType.Text, "c.customer_no"),
        new("outlet_id", FieldType.Text, "c.outlet_id"),
        new("manager_id", FieldType.Text, "c.manager_id"),
        new("is_demo", FieldType.Flag, "c.is_demo"),
        new("outlet.name", FieldType.Text, "ifNull(o.name, '')"),
        new("outlet.region", FieldType.Text, "ifNull(o.region, '')"),
    ];

    /// <summary>Reads the outlets beside the customers.</summary>
    public bool NeedsOutlet => Name.StartsWith(OutletPrefix, StringComparison.Ordinal);

    /// <summary>Also "attributes.x" of the customer and "outlet.attributes.x", as text or, where wanted, as a number.</summary>
    public static CustomerAttribute? Find(string name, FieldType wanted = FieldType.Text)
    {
        if (Fixed.FirstOrDefault(a => a.Name == name) is { } known)
        {
            return known;
        }

        if (FreeName().Match(name) is not { Success: true } match)
        {
            return null;
        }

        var text = match.Groups["outlet"].Success ? $"ifNull(o.attributes['{match.Groups["name"].Value}'], '')" : $"c.attributes['{match.Groups["name"].Value}']";
        return wanted switch
        {
            FieldType.Text => new CustomerAttribute(name, FieldType.Text, text),
            FieldType.Money => new CustomerAttribute(name, wanted, $"toDecimal64OrNull({text}, 2)", Nullable: true),
            FieldType.Date => new CustomerAttribute(name, wanted, $"toDateOrNull({text})", Nullable: true),
            FieldType.Flag => new CustomerAttribute(name, wanted, $"{text} IN ('1', 'true', 'yes')"),
            FieldType.Count or FieldType.Days or FieldType.Years => new CustomerAttribute(name, wanted, $"toInt32OrNull({text})", Nullable: true),
            _ => new CustomerAttribute(name, wanted, $"toFloat64OrNull({text})", Nullable: true),
        };
    }

    [GeneratedRegex(@"^(?<outlet>outlet\.)?attributes\.(?<name>[A-Za-z][A-Za-z0-9_]{0,63})$")]
    private static partial Regex FreeName();
}
