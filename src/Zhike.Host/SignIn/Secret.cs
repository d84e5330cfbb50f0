using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Zhike.Host.SignIn;

/// <summary>Random values that open something: the value goes out once, only its hash stays.</summary>
public static class Secret
{
    /// <summary>256 bits, in characters that are safe in headers and URLs.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>SHA-256 is enough: the value is random, so there is nothing to guess from a dictionary.</summary>
    public static string Hash(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)));
}
