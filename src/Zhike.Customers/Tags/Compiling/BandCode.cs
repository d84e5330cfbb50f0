using System.Globalization;
using Zhike.Customers.Tags.Definitions;

namespace Zhike.Customers.Tags.Compiling;

/// <summary>What counts as a change of a tag: its band's number, so that millions of rows compare as small numbers; else the value itself.</summary>
internal static class BandCode
{
    /// <param name="sql">The tag's value.</param>
    public static string Of(TagDefinition tag, string sql)
    {
        if (tag.Bands.Length == 0)
        {
            return sql;
        }

        var cases = tag.Bands.Select((band, i) => band.To is { } to
            ? string.Create(CultureInfo.InvariantCulture, $"{sql} < {to}, {i + 1}")
            : string.Create(CultureInfo.InvariantCulture, $"1, {i + 1}"));
        var below = tag.Bands[0].From is { } from ? string.Create(CultureInfo.InvariantCulture, $"{sql} < {from}, 0, ") : "";
        var numbered = $"multiIf({below}{string.Join(", ", cases)}, 0)";
        return tag.Nullable ? $"if(isNull({sql}), NULL, toUInt8(assumeNotNull({numbered})))" : $"toUInt8({numbered})";
    }

    /// <summary>Whether two codes of a tag are not the same; to have none is a code too.</summary>
    public static string Differ(string one, string other) => $"ifNull({one} != {other}, isNull({one}) != isNull({other}))";
}
