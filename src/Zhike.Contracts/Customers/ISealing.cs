namespace Zhike.Contracts.Customers;

/// <summary>Seals personal data on its way into the store.</summary>
public interface ISealing
{
    /// <summary>Refused with "wrong_personal_key" when what is stored was sealed under another key than the one at hand.
    /// The same data of the same customer under the same key gives the same seals, so that an import can tell what changed.
    /// Empty values stay empty.</summary>
    Task<Func<ulong, PersonalData, SealedPersonalData>> OpenAsync(CancellationToken cancel);
}

/// <summary>As customer_secret_versions keeps it: AES-256-GCM texts in base64, and keyed hashes for exact look-up.</summary>
public sealed record SealedPersonalData(
    string Name, string Phone, string Email, string IdNumber, string Address,
    string NameHash, string PhoneHash, string EmailHash, string IdNumberHash, string KeyId);
