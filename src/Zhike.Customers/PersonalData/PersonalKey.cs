using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Zhike.Customers.PersonalData;

/// <summary>Seals, unseals and hashes single values. From the one key three are derived (HKDF-SHA-256): for sealing, for nonces, for hashes.</summary>
internal sealed class PersonalKey
{
    public const int Bytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HashBytes = 16;
    private readonly byte[] _sealing;
    private readonly byte[] _nonces;
    private readonly byte[] _hashing;

    public PersonalKey(ReadOnlySpan<byte> key)
    {
        var secret = key.ToArray();
        Secret = Convert.ToBase64String(secret);
        _sealing = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, Bytes, info: "zhike seal"u8.ToArray());
        _nonces = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, Bytes, info: "zhike nonce"u8.ToArray());
        _hashing = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, Bytes, info: "zhike hash"u8.ToArray());
        Id = Convert.ToHexStringLower(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 4, info: "zhike key id"u8.ToArray()));
    }

    /// <summary>Names the key without giving it away; stands beside every sealed row.</summary>
    public string Id { get; }

    /// <summary>For the key file alone.</summary>
    internal string Secret { get; }

    /// <summary>AES-256-GCM, bound to the customer and the field, so that a seal moved elsewhere does not open. The nonce is a keyed
    /// hash of what is sealed (as in SIV): the same value of the same customer gives the same seal, two values never share a nonce.</summary>
    public string Seal(ulong customerId, string field, string value)
    {
        if (value.Length == 0)
        {
            return "";
        }

        var plain = Encoding.UTF8.GetBytes(value);
        var place = Place(customerId, field);
        var sealedBytes = new byte[NonceBytes + TagBytes + plain.Length];
        using (var nonce = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _nonces))
        {
            nonce.AppendData(place);
            nonce.AppendData(plain);
            nonce.GetHashAndReset().AsSpan(0, NonceBytes).CopyTo(sealedBytes);
        }

        using var cipher = new AesGcm(_sealing, TagBytes);
        cipher.Encrypt(sealedBytes.AsSpan(0, NonceBytes), plain, sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes), place);
        return Convert.ToBase64String(sealedBytes);
    }

    /// <exception cref="CryptographicException">It was not sealed for this place under this key, or was changed since.</exception>
    public string Unseal(ulong customerId, string field, string text)
    {
        if (text.Length == 0)
        {
            return "";
        }

        var sealedBytes = Convert.FromBase64String(text);
        if (sealedBytes.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("The seal is too short.");
        }

        var plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(_sealing, TagBytes);
        cipher.Decrypt(sealedBytes.AsSpan(0, NonceBytes), sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes), plain, Place(customerId, field));
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>For exact look-up; the same for every customer who has the value.</summary>
    public string Hash(string field, string normalised) => normalised.Length == 0
        ? ""
        : Convert.ToHexStringLower(HMACSHA256.HashData(_hashing, Encoding.UTF8.GetBytes($"{field}\n{normalised}")).AsSpan(0, HashBytes));

    private static byte[] Place(ulong customerId, string field)
    {
        var place = new byte[8 + field.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(place, customerId);
        Encoding.ASCII.GetBytes(field, place.AsSpan(8));
        return place;
    }
}
