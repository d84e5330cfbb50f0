using System.Globalization;
using System.Text.Json;

namespace Zhike.Channels.Adapters;

/// <summary>RFC 6901, as far as reading needs it.</summary>
internal static class JsonPointer
{
    /// <summary>"" is the whole; null when nothing stands there.</summary>
    public static JsonElement? Find(JsonElement root, string pointer)
    {
        var at = root;
        foreach (var part in pointer.Split('/').Skip(1).Select(p => p.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(part, out var member))
            {
                at = member;
            }
            else if (at.ValueKind == JsonValueKind.Array && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < at.GetArrayLength())
            {
                at = at[index];
            }
            else
            {
                return null;
            }
        }

        return at;
    }

    /// <summary>A string as it is, anything else as its JSON; "" when nothing stands there.</summary>
    public static string Text(JsonElement root, string pointer) => Find(root, pointer) switch
    {
        null or { ValueKind: JsonValueKind.Null } => "",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { } other => other.GetRawText(),
    };

    public static bool IsValid(string pointer) => pointer.Length == 0 || pointer[0] == '/';
}
