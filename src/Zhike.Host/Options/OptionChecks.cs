using System.Globalization;

namespace Zhike.Host.Options;

/// <summary>What an option's text must look like; each answers "must be …" or null.</summary>
internal static class OptionChecks
{
    public static string? Any(string text) => null;

    public static string? NotEmpty(string text) => text.Trim().Length == 0 ? "must not be empty" : null;

    public static string? Flag(string text) => bool.TryParse(text, out _) ? null : $"must be true or false, but is \"{text}\"";

    public static Func<string, string?> Whole(int from, int to) => text =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to
            ? null
            : $"must be a whole number from {from} to {to}, but is \"{text}\"";

    public static Func<string, string?> OneOf(params string[] words) => text => words.Contains(text) ? null : $"must be {string.Join(" or ", words)}, but is \"{text}\"";

    public const string DayFormat = "yyyy-MM-dd";

    public static string? Day(string text) => DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        ? null
        : $"must be a day such as 1994-03-31, but is \"{text}\"";

    public static string? TimeOfDay(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? null
            : $"must be a time of day such as 21:00, but is \"{text}\"";

    public static string? TimeOfDayOrEmpty(string text) => text.Length == 0 ? null : TimeOfDay(text);

    public static string? Zone(string text) => TimeZoneInfo.TryFindSystemTimeZoneById(text, out _)
        ? null
        : $"must be a time zone of the IANA list such as Asia/Shanghai, but is \"{text}\"";

    public static string? CurrencyOrEmpty(string text) => text.Length == 0 || (text.Length == 3 && text.All(char.IsAsciiLetterUpper))
        ? null
        : $"must be an ISO 4217 code such as CNY, but is \"{text}\"";

    public static string? HttpUrlOrEmpty(string text) => text.Length == 0 || (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        ? null
        : $"must be empty or begin with http:// or https://, but is \"{text}\"";

    public static string? Address(string text) => System.Net.IPAddress.TryParse(text, out _) || text == "localhost"
        ? null
        : $"must be an IP address such as 127.0.0.1 or 0.0.0.0, but is \"{text}\"";

    public static string? Name(string text) => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
        ? null
        : $"must consist of letters, digits and '_', but is \"{text}\"";

    public static string? FileOrEmpty(string text) => text.Length == 0 || File.Exists(text)
        ? null
        : $"must be empty or name a file that exists, but \"{text}\" does not";
}
