using System.Globalization;
using System.Text.RegularExpressions;

namespace Zhike.Intake.Sources;

/// <summary>What the file beside a delivered file says of it: nothing, the number of its rows, its checksum, or both.</summary>
/// <param name="Sha256">Lower case, as is <paramref name="Md5"/>.</param>
internal sealed partial record Announcement(long? Rows, string? Sha256, string? Md5)
{
    /// <summary>Such files hold a line or two.</summary>
    public const int BytesMax = 64 << 10;

    /// <summary>"12345", "rows=12345", "md5: 9e10…", the output of md5sum or sha256sum, or several of these.</summary>
    public static Announcement Parse(string text)
    {
        var rest = text.ToLowerInvariant();
        var sha256 = Sha256Sum().Match(rest) is { Success: true } sha ? sha.Value : null;
        var md5 = Md5Sum().Match(Sha256Sum().Replace(rest, " ")) is { Success: true } sum ? sum.Value : null;
        var rows = Counted().Match(rest) is { Success: true } counted ? counted.Groups["rows"].Value
            : Bare().Match(Md5Sum().Replace(Sha256Sum().Replace(rest, " "), " ")) is { Success: true } bare ? bare.Groups["rows"].Value : null;
        return new Announcement(rows is null ? null : long.Parse(rows, CultureInfo.InvariantCulture), sha256, md5);
    }

    [GeneratedRegex(@"\b[0-9a-f]{64}\b")]
    private static partial Regex Sha256Sum();

    [GeneratedRegex(@"\b[0-9a-f]{32}\b")]
    private static partial Regex Md5Sum();

    [GeneratedRegex(@"\b(rows|row_count|count|records|lines)\b[""'\s]*[=:]\s*[""']?(?<rows>\d{1,15})\b")]
    private static partial Regex Counted();

    /// <summary>Nothing but a number.</summary>
    [GeneratedRegex(@"^\s*(?<rows>\d{1,15})\s*$")]
    private static partial Regex Bare();
}
