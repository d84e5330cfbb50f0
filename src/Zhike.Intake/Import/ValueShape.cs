using System.Globalization;
using System.Text;

namespace Zhike.Intake.Import;

/// <summary>How a refused value appears in a report: itself when it is harmless, its shape when it may be about a person.</summary>
internal static class ValueShape
{
    private const int ShownMax = 40;

    public static string Shown(string value, bool personal)
    {
        if (personal)
        {
            return Of(value);
        }

        var plain = new string([.. value.Take(ShownMax).Select(c => char.IsControl(c) ? '\u00B7' : c)]);
        return value.Length > ShownMax ? $"\"{plain}…\" ({value.Length} characters)" : $"\"{plain}\"";
    }

    /// <summary>Runs of digits as 9, of letters as a, the rest as it is: "138-0000" is "999-9999".</summary>
    public static string Of(string value)
    {
        var shape = new StringBuilder();
        foreach (var c in value.Take(ShownMax))
        {
            shape.Append(char.IsDigit(c) ? '9' : char.IsLetter(c) ? 'a' : char.IsWhiteSpace(c) ? ' ' : char.IsControl(c) ? '\u00B7' : c);
        }

        return string.Create(CultureInfo.InvariantCulture, $"a value of the shape \"{shape}\" ({value.Length} characters)");
    }
}
