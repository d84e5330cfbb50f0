namespace Zhike.Customers.PersonalData;

/// <summary>The sealed fields by name, and the one form in which each is hashed however it was typed.</summary>
internal static class PersonalFields
{
    public const string Name = "name";
    public const string Phone = "phone";
    public const string Email = "email";
    public const string IdNumber = "id_number";
    public const string Address = "address";
    public const string Card = "card";

    public static string NormalName(string text) => new([.. text.Where(c => !char.IsWhiteSpace(c)).Select(char.ToUpperInvariant)]);

    /// <summary>Digits alone; a Chinese country code in front is dropped.</summary>
    public static string NormalPhone(string text)
    {
        var digits = new string([.. text.Where(char.IsAsciiDigit)]);
        return digits.Length == 13 && digits.StartsWith("86", StringComparison.Ordinal) ? digits[2..]
            : digits.Length == 15 && digits.StartsWith("0086", StringComparison.Ordinal) ? digits[4..]
            : digits;
    }

    public static string NormalEmail(string text) => text.Trim().ToLowerInvariant();

    public static string NormalIdNumber(string text) => new([.. text.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant)]);

    public static string NormalCard(string text) => new([.. text.Where(char.IsAsciiDigit)]);
}
