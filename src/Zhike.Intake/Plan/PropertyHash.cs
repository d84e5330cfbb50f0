using System.Security.Cryptography;
using System.Text;

namespace Zhike.Intake.Plan;

/// <summary>HMAC-SHA-256 under a key of the bank's, the first 16 bytes as 32 letters a to p: a hash has no digits, so none is ever
/// taken for a card number.</summary>
internal sealed class PropertyHash(byte[] key)
{
    public const int Length = 32;
    private const int Bytes = Length / 2;

    public string Of(ReadOnlySpan<byte> value)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, value, hash);
        Span<char> letters = stackalloc char[Length];
        for (var i = 0; i < Bytes; i++)
        {
            letters[2 * i] = (char)('a' + (hash[i] >> 4));
            letters[(2 * i) + 1] = (char)('a' + (hash[i] & 15));
        }

        return new string(letters);
    }

    public string Of(string value) => Of(Encoding.UTF8.GetBytes(value));
}
