using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Zhike.Channels.Adapters.Http;

/// <summary>Who sent it, when, and that nobody changed it: lower-case hex of HMAC-SHA256 (RFC 2104, FIPS 180-4) under the shared
/// secret over "timestamp LF nonce LF body", the timestamp in Unix seconds.</summary>
internal static class GatewaySignature
{
    public static string Of(string secret, long timestamp, string nonce, string body) => Convert.ToHexStringLower(HMACSHA256.HashData(
        Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp.ToString(CultureInfo.InvariantCulture)}\n{nonce}\n{body}")));

    /// <summary>Null when it holds, else why not. Compared in constant time.</summary>
    public static string? WhyNot(string secret, string timestamp, string nonce, string signature, string body, DateTimeOffset now, TimeSpan tolerance)
    {
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || nonce.Length is 0 or > 128)
        {
            return "the headers X-Timestamp (Unix seconds) and X-Nonce are needed";
        }

        if (Math.Abs(now.ToUnixTimeSeconds() - seconds) > tolerance.TotalSeconds)
        {
            return $"X-Timestamp is more than {tolerance.TotalSeconds:0} seconds away from this clock";
        }

        var expected = Encoding.ASCII.GetBytes(Of(secret, seconds, nonce, body));
        return CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(signature)) ? null : "X-Signature does not match";
    }
}
