using System.Globalization;
using Zhike.Contracts.Customers;
using Zhike.Customers.Sources;
using Zhike.Customers.Tags.Definitions;

namespace Zhike.Customers.Tags.Reading;

/// <summary>What people call a tag's value: the name of a code, the band of a number.</summary>
internal static class ValueWords
{
    /// <summary>Null for what is no text.</summary>
    public static NamedValue? CodeOf(TagDefinition tag, object? value) =>
        value is string code ? tag.Named.FirstOrDefault(v => v.Value == code) ?? NamedValue.Nameless(code) : null;

    /// <summary>Null where the tag has no bands, or the number lies in none.</summary>
    public static Band? BandOf(TagDefinition tag, object? value)
    {
        // Averages may be infinite or not a number; those lie in no band.
        if (tag.Bands.IsDefaultOrEmpty || value is string or bool or double.NaN or double.PositiveInfinity or double.NegativeInfinity || value is not IConvertible number)
        {
            return null;
        }

        var exact = number.ToDecimal(CultureInfo.InvariantCulture);
        return tag.Bands.FirstOrDefault(b => (b.From is not { } from || exact >= from) && (b.To is not { } to || exact < to));
    }
}
