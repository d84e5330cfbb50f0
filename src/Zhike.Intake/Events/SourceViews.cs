using Zhike.Kernel;

namespace Zhike.Intake.Events;

/// <param name="KeyEnd">The key's last characters.</param>
/// <param name="AllowedOrigins">"*": every page.</param>
/// <param name="EventsPerSecond">0: no limit of its own.</param>
/// <param name="NamesCustomers">Its word about who a customer is counts: for the bank's own servers.</param>
internal sealed record SourceView(
    string Id, string Name, string KeyEnd, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? RevokedAt,
    IReadOnlyList<string> AllowedOrigins, long EventsPerSecond, long Burst, bool NamesCustomers, long Revision)
{
    public static SourceView Of(SourceRecord record) => new(
        record.Id, record.Name, record.KeyEnd, record.CreatedAt, record.CreatedBy, record.RevokedAt,
        record.AllowedOrigins.Split('\n'), record.EventsPerSecond, record.Burst, record.NamesCustomers, record.Revision);
}

internal sealed record NewSource(string Id, string Name, string WriteKey);

/// <param name="NamesCustomers">Null: a server's key, which names customers.</param>
internal sealed record NewSourceRequest(
    string? Name, IReadOnlyList<string>? AllowedOrigins = null, long? EventsPerSecond = null, long? Burst = null, bool? NamesCustomers = null);

/// <summary>What is null stays.</summary>
internal sealed record SourceChange(
    long Revision, IReadOnlyList<string>? AllowedOrigins = null, long? EventsPerSecond = null, long? Burst = null, bool? NamesCustomers = null);

/// <summary>What a source's fields may be.</summary>
internal static class SourceFields
{
    public const int NameMax = 60;
    public const int OriginsMax = 50;
    public const long EventsPerSecondMax = 1_000_000;
    private const string Every = "*";

    public static bool IsName(string name) =>
        name.Length is > 0 and <= NameMax && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');

    public static List<FieldError> Check(IReadOnlyList<string>? origins, long? perSecond, long? burst)
    {
        var errors = new List<FieldError>();
        if (origins is { Count: 0 or > OriginsMax })
        {
            errors.Add(new FieldError("allowedOrigins", $"must name 1 to {OriginsMax} origins, or \"*\""));
        }

        for (var i = 0; i < origins?.Count; i++)
        {
            if (origins[i] != Every && !IsOrigin(origins[i]))
            {
                errors.Add(new FieldError($"allowedOrigins[{i}]", "must be an origin such as https://m.bank.example, without a path, or \"*\""));
            }
        }

        if (perSecond is < 0 or > EventsPerSecondMax)
        {
            errors.Add(new FieldError("eventsPerSecond", $"must be 0 (no limit) to {EventsPerSecondMax}"));
        }

        if (burst is < 0 or > EventsPerSecondMax)
        {
            errors.Add(new FieldError("burst", $"must be 0 to {EventsPerSecondMax}"));
        }

        return errors;
    }

    public static string Text(IReadOnlyList<string> origins) => origins.Contains(Every) ? Every : string.Join('\n', origins.Select(o => o.ToLowerInvariant()));

    /// <summary>Empty: every page.</summary>
    public static IReadOnlyList<string> Origins(string text) => text == Every ? [] : text.Split('\n');

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var origin) && (origin.Scheme is "http" or "https")
        && string.Equals(origin.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase);
}
