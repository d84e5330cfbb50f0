using System.Globalization;
using Microsoft.AspNetCore.Http;
using Zhike.Storage.Facts;

namespace Zhike.Analytics.ClickHouse;

/// <summary>An error as a ClickHouse server tells it: a number from its list, a name, a sentence.</summary>
internal sealed class Refusal(int code, string name, string reason) : Exception(reason)
{
    public int Code { get; } = code;

    public string Text { get; } = string.Create(CultureInfo.InvariantCulture, $"Code: {code}. DB::Exception: {reason} ({name}) (version {ClickHouseAnswer.Version})");

    public static Refusal Authentication(string why) => new(516, "AUTHENTICATION_FAILED", $"Authentication failed: {why}");

    public static Refusal AccessDenied(string why) => new(497, "ACCESS_DENIED", why);

    public static Refusal ReadOnly(string why) => new(164, "READONLY", why);

    public static Refusal Syntax(string why) => new(62, "SYNTAX_ERROR", why);

    public static Refusal BadArguments(string why) => new(36, "BAD_ARGUMENTS", why);

    public static Refusal TooLarge(string why) => new(223, "QUERY_IS_TOO_LARGE", why);

    public static Refusal UnknownTable(string table) => new(60, "UNKNOWN_TABLE", $"There is no table {table}. SHOW TABLES names them.");

    public static Refusal UnknownFormat(string format) => new(73, "UNKNOWN_FORMAT", $"Unknown format {format}");

    /// <summary>The engine's own error, in its own words.</summary>
    public static (int Code, string Text) Of(FactsException error) => (error.Code, error.Reason);

    /// <summary>The status a ClickHouse server gives the same error.</summary>
    public static int StatusOf(int code) => code switch
    {
        516 => StatusCodes.Status401Unauthorized,
        497 or 164 => StatusCodes.Status403Forbidden,
        47 or 46 or 60 or 73 or 81 or 115 => StatusCodes.Status404NotFound,
        6 or 26 or 27 or 36 or 38 or 41 or 43 or 53 or 62 or 69 or 70 or 72 or 117 or 153 or 184 or 215 or 386 or 456 or 457 => StatusCodes.Status400BadRequest,
        159 or 160 => StatusCodes.Status408RequestTimeout,
        223 => StatusCodes.Status413PayloadTooLarge,
        48 => StatusCodes.Status501NotImplemented,
        202 => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };
}
