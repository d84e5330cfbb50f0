using System.Text.Encodings.Web;
using System.Text.Json;

namespace Zhike.Intake.Plan;

/// <summary>JSON for people: letters as letters, not as the escapes that some senders write. What hides behind an escape is also what
/// must be covered.</summary>
internal static class ReadableJson
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A text without its quotes; anything else as JSON. What is no JSON comes back as it is.</summary>
    public static string Of(string json)
    {
        if (json.Length == 0 || (json[0] != '"' && !json.Contains('\\', StringComparison.Ordinal)))
        {
            return json;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.String ? document.RootElement.GetString()! : JsonSerializer.Serialize(document.RootElement, Plain);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // Cut short, or half of a surrogate pair.
            return json;
        }
    }
}
