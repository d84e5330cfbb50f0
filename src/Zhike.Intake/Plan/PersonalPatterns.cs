namespace Zhike.Intake.Plan;

internal enum PersonalKind
{
    IdNumber,
    CardNumber,
    Phone,
}

/// <summary>Finds numbers of persons in a text of UTF-8: identity numbers (GB 11643: 18 places, a date, a check digit), card numbers
/// (16 to 19 digits, a plausible issuer, Luhn) and mobile phones of China. Digits may stand in groups with one space or '-' between
/// them. Nothing is found within a longer run of digits.</summary>
internal static class PersonalPatterns
{
    /// <summary>A shorter text holds none.</summary>
    public const int LengthMin = 11;

    private const int GroupsMax = 12;
    private const int CardMin = 16;
    private const int CardMax = 19;
    private const int IdLength = 18;
    private const int PhoneLength = 11;

    /// <summary>GB 11643-1999, appendix A: weights of the 17 digits, and the check character of each remainder.</summary>
    private static ReadOnlySpan<byte> Weights => [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    private static ReadOnlySpan<byte> CheckCharacters => "10X98765432"u8;

    /// <summary>The first found at or after a place.</summary>
    public static bool Find(ReadOnlySpan<byte> text, int from, out PersonalKind kind, out int start, out int length)
    {
        Span<(int Start, int Length)> groups = stackalloc (int, int)[GroupsMax];
        var at = from;
        while (text.Length - at >= LengthMin && text[at..].IndexOfAnyInRange((byte)'0', (byte)'9') is var digit and >= 0)
        {
            var count = Groups(text, at + digit, groups);
            for (var first = 0; first < count; first++)
            {
                if (Match(text, groups[first..count], out kind, out length))
                {
                    start = groups[first].Start;
                    return true;
                }
            }

            // TRICKY: of a long row of groups the later ones were not looked at together with what follows them.
            var last = groups[count == GroupsMax ? GroupsMax / 2 : count - 1];
            at = last.Start + last.Length;
        }

        (kind, start, length) = (default, 0, 0);
        return false;
    }

    /// <summary>Runs of digits with one separator between two of them.</summary>
    private static int Groups(ReadOnlySpan<byte> text, int at, Span<(int Start, int Length)> groups)
    {
        var count = 0;
        while (count < groups.Length)
        {
            var end = at;
            while (end < text.Length && char.IsAsciiDigit((char)text[end]))
            {
                end++;
            }

            groups[count++] = (at, end - at);
            if (end + 1 >= text.Length || text[end] is not ((byte)' ' or (byte)'-') || !char.IsAsciiDigit((char)text[end + 1]))
            {
                break;
            }

            at = end + 1;
        }

        return count;
    }

    /// <summary>Something that begins with the first group.</summary>
    private static bool Match(ReadOnlySpan<byte> text, ReadOnlySpan<(int Start, int Length)> groups, out PersonalKind kind, out int length)
    {
        Span<byte> digits = stackalloc byte[CardMax + 1];
        var taken = 0;
        var best = 0;
        kind = default;
        for (var i = 0; i < groups.Length && taken + groups[i].Length <= CardMax; i++)
        {
            // A short group in the middle belongs to something else: "1 6222…".
            if (i > 0 && groups[i - 1].Length < 3)
            {
                break;
            }

            text.Slice(groups[i].Start, groups[i].Length).CopyTo(digits[taken..]);
            taken += groups[i].Length;
            var end = groups[i].Start + groups[i].Length;
            if (IsIdNumberBeforeX(text, end, digits, taken))
            {
                (kind, best) = (PersonalKind.IdNumber, end + 1 - groups[0].Start);
            }
            else if (KindOf(digits[..taken]) is { } found)
            {
                (kind, best) = (found, end - groups[0].Start);
            }
        }

        length = best;
        return best > 0;
    }

    private static bool IsIdNumberBeforeX(ReadOnlySpan<byte> text, int end, Span<byte> digits, int taken)
    {
        if (taken != IdLength - 1 || end >= text.Length || text[end] is not ((byte)'X' or (byte)'x'))
        {
            return false;
        }

        digits[taken] = (byte)'X';
        return IsIdNumber(digits[..IdLength]);
    }

    private static PersonalKind? KindOf(ReadOnlySpan<byte> digits) => digits.Length switch
    {
        IdLength when IsIdNumber(digits) => PersonalKind.IdNumber,
        >= CardMin and <= CardMax when IsCardNumber(digits) => PersonalKind.CardNumber,
        PhoneLength when IsPhone(digits) => PersonalKind.Phone,
        PhoneLength + 2 when digits.StartsWith("86"u8) && IsPhone(digits[2..]) => PersonalKind.Phone,
        PhoneLength + 4 when digits.StartsWith("0086"u8) && IsPhone(digits[4..]) => PersonalKind.Phone,
        _ => null,
    };

    public static bool IsPhone(ReadOnlySpan<byte> digits) => digits.Length == PhoneLength && digits[0] == '1' && digits[1] is >= (byte)'3' and <= (byte)'9';

    public static bool IsIdNumber(ReadOnlySpan<byte> characters)
    {
        if (characters.Length != IdLength || !IsProvince(Number(characters[..2])) || Number(characters[6..10]) is < 1880 or > 2100
            || Number(characters[10..12]) is < 1 or > 12 || Number(characters[12..14]) is < 1 or > 31)
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < IdLength - 1; i++)
        {
            sum += (characters[i] - '0') * Weights[i];
        }

        return CheckCharacters[sum % 11] == characters[^1];
    }

    /// <summary>Luhn (ISO/IEC 7812-1, annex B), and a first part that an issuer of cards in use has.</summary>
    public static bool IsCardNumber(ReadOnlySpan<byte> digits)
    {
        if (digits.Length is < CardMin or > CardMax || !IsIssuer(digits))
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[digits.Length - 1 - i] - '0';
            var doubled = i % 2 == 0 ? digit : digit * 2;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }

    private static bool IsProvince(int code) => code is (>= 11 and <= 15) or (>= 21 and <= 23) or (>= 31 and <= 37) or (>= 41 and <= 46)
        or (>= 50 and <= 54) or (>= 61 and <= 65) or 71 or (>= 81 and <= 83) or 91;

    /// <summary>UnionPay (62; older domestic cards 60, 68, 69, 94 to 98), Visa (4), Mastercard (51 to 55, 2221 to 2720), JCB (35),
    /// Diners (30, 36, 38), Discover (64, 65).</summary>
    private static bool IsIssuer(ReadOnlySpan<byte> digits) => Number(digits[..2]) is 62 or 60 or 68 or 69 or (>= 94 and <= 98) or (>= 40 and <= 49)
        or (>= 51 and <= 55) or 35 or 30 or 36 or 38 or 64 or 65 || Number(digits[..4]) is >= 2221 and <= 2720;

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            number = (number * 10) + (digit - '0');
        }

        return number;
    }
}
