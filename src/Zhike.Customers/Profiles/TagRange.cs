using System.Globalization;
using Zhike.Contracts.Customers;

namespace Zhike.Customers.Profiles;

/// <summary>A stretch of a tag's numbers as the address of a list asks for it: "1000..5000", "1000..&lt;5000", or the name of a band.</summary>
internal sealed record TagRange(double? From, double? To, bool ToIncluded)
{
    private const string Dots = "..";

    public static bool IsMeant(string value) => value.Contains(Dots, StringComparison.Ordinal);

    /// <summary>Null when the value names one value and no stretch.</summary>
    public static TagRange? Of(TagInfo tag, string value) => tag.Bands.FirstOrDefault(b => b.Name.Value == value) is { } band
        ? new TagRange((double?)band.From, (double?)band.To, ToIncluded: false)
        : Read(value);

    /// <summary>Null when it is no stretch, or its ends are no numbers.</summary>
    public static TagRange? Read(string value)
    {
        var dots = value.IndexOf(Dots, StringComparison.Ordinal);
        if (dots < 0)
        {
            return null;
        }

        var (from, to) = (value[..dots], value[(dots + Dots.Length)..]);
        var excluded = to.StartsWith('<');
        return IsNumber(from, out var low) && IsNumber(excluded ? to[1..] : to, out var high) ? new TagRange(low, high, !excluded) : null;
    }

    /// <summary>An end that is left out is open.</summary>
    private static bool IsNumber(string text, out double? number)
    {
        var read = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
        number = read ? value : null;
        return read || text.Length == 0;
    }
}
