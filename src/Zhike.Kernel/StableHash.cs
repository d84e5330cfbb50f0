using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Zhike.Kernel;

/// <summary>Ids and buckets that come out the same on every machine and in every year.</summary>
public static class StableHash
{
    /// <summary>The first eight bytes of SHA-256 over the parts, each ended by a zero byte.</summary>
    public static ulong Of(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(part));
            hash.AppendData([0]);
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(hash.GetHashAndReset());
    }

    /// <summary>The same as a short lower-case word, for file names and engine tokens.</summary>
    public static string Word(params ReadOnlySpan<string> parts) => Of(parts).ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
}
