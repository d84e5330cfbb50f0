using PersonalRecord = Zhike.Contracts.Customers.PersonalData;

namespace Zhike.Customers.PersonalData;

/// <summary>What somebody without permission sees: enough to tell people apart, too little to know them.</summary>
internal static class Masking
{
    private const string Stars = "****";

    public static PersonalRecord Masked(PersonalRecord data, PersonalMasks masks) => new(
        Of(data.Name, masks.Of(PersonalFields.Name), Name), Of(data.Phone, masks.Of(PersonalFields.Phone), Phone), Of(data.Email, masks.Of(PersonalFields.Email), Email),
        Of(data.IdNumber, masks.Of(PersonalFields.IdNumber), IdNumber), Of(data.Address, masks.Of(PersonalFields.Address), Address));

    /// <summary>Masked but for the fields that open.</summary>
    public static PersonalRecord Opened(PersonalRecord data, PersonalMasks masks, IReadOnlyCollection<string> open)
    {
        var masked = Masked(data, masks);
        return new PersonalRecord(
            open.Contains(PersonalFields.Name) ? data.Name : masked.Name, open.Contains(PersonalFields.Phone) ? data.Phone : masked.Phone,
            open.Contains(PersonalFields.Email) ? data.Email : masked.Email, open.Contains(PersonalFields.IdNumber) ? data.IdNumber : masked.IdNumber,
            open.Contains(PersonalFields.Address) ? data.Address : masked.Address);
    }

    /// <summary>What is sealed under a key that is not at hand: that there is something, and nothing of it.</summary>
    public static PersonalRecord Lost(SealedRow row) => new(Of(row.Name), Of(row.Phone), Of(row.Email), Of(row.IdNumber), Of(row.Address));

    private static string Of(string text) => text.Length == 0 ? "" : Stars;

    /// <summary>Each style is made for its own field; on another field a style shows at most as much.</summary>
    private static string Of(string text, string style, Func<string, string> own) => style switch
    {
        "shown" => text,
        "first" => Name(text),
        "tail" => text.Length > 4 ? Stars + text[^2..] : Of(text),
        "ends" or "domain" or "district" => own(text),
        _ => Of(text),
    };

    /// <summary>张伟 -> 张*, 欧阳娜娜 -> 欧**.</summary>
    public static string Name(string name)
    {
        var characters = name.EnumerateRunes().ToArray();
        return characters.Length == 0 ? "" : characters[0] + new string('*', Math.Clamp(characters.Length - 1, 1, 2));
    }

    /// <summary>13812345678 -> 138****5678; shorter than eleven digits -> the last two at most.</summary>
    public static string Phone(string phone) => phone.Length switch
    {
        0 => "",
        >= 11 => $"{phone[..3]}{Stars}{phone[^4..]}",
        >= 7 => $"{Stars}{phone[^2..]}",
        _ => Stars,
    };

    /// <summary>erika@example.com -> e***@example.com.</summary>
    public static string Email(string email)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        return email.Length == 0 ? "" : at < 1 ? Stars : $"{email[0]}***{email[at..]}";
    }

    /// <summary>Three characters in front, two behind.</summary>
    public static string IdNumber(string number) => number.Length switch
    {
        0 => "",
        >= 8 => $"{number[..3]}{new string('*', number.Length - 5)}{number[^2..]}",
        _ => Stars,
    };

    /// <summary>Up to the district, or three characters.</summary>
    public static string Address(string address)
    {
        if (address.Length == 0)
        {
            return "";
        }

        var district = address.AsSpan().IndexOfAny('区', '县', '市');
        return $"{address[..(district > 0 ? district + 1 : Math.Min(3, address.Length))]}{Stars}";
    }
}
