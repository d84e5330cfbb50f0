namespace Zhike.Contracts.Customers;

/// <summary>A code or a name of the system beside what people call it.</summary>
public sealed record NamedValue(string Value, string Zh, string En)
{
    /// <summary>Nobody has given it a name: it stands for itself.</summary>
    public static NamedValue Nameless(string value) => new(value, value, value);
}
