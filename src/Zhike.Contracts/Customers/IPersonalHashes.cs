namespace Zhike.Contracts.Customers;

/// <summary>Turns personal values into the keyed hashes under which the sealed store knows them, so that what somebody says of themselves
/// meets what the bank knows, and the value itself is not kept.</summary>
public interface IPersonalHashes
{
    /// <summary>Refused with "wrong_personal_key" as sealing is. However a value is typed (spaces, a country code, capitals), it has one hash;
    /// a text that holds nothing of its kind has none: empty.</summary>
    Task<Func<PersonalField, string, string>> OpenAsync(CancellationToken cancel);
}

public enum PersonalField
{
    Phone,
    Email,
    IdNumber,

    /// <summary>Number of a bank card; not among the sealed fields, its hash is only compared with others'.</summary>
    Card,
}
