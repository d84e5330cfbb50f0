using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Zhike.Intake.Events;

/// <summary>The protocol sends the write key as the user of basic authorization, without a password.</summary>
internal static class BasicAuthorization
{
    /// <summary>Null when there is none.</summary>
    public static string? UserOf(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
            || !string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase) || header.Parameter is null)
        {
            return null;
        }

        Span<byte> decoded = stackalloc byte[512];
        if (!Convert.TryFromBase64String(header.Parameter, decoded, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(decoded[..length]);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? text : text[..colon];
    }
}
