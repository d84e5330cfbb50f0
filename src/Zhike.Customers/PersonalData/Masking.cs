using PersonalRecord = Zhike.Contracts.Customers.PersonalData;

namespace Zhike.Customers.PersonalData;

/// <summary>What somebody without permission sees: enough to tell people apart, too little to know them.</summary>
internal static class Masking
{
    private const string Stars = "****";

    public static PersonalRecord Masked(PersonalRecord data) =>
        new(Name(data.Name), Phone(data.Phone), Email(data.Email), IdNumber(data.IdNumber), Address(data.Address));

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
