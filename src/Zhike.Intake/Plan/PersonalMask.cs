using System.Text;

namespace Zhike.Intake.Plan;

/// <summary>Covers what must not be read.</summary>
internal static class PersonalMask
{
    private const int RoundsMax = 4;

    /// <summary>The text without the personal numbers that the rules name; null when it holds none.</summary>
    /// <param name="hash">Null masks where a rule says hash.</param>
    public static string? Cover(ReadOnlySpan<byte> text, PlannedPrivacy rules, PropertyHash? hash)
    {
        string? covered = null;
        for (var round = 0; round < RoundsMax && Once(text, rules, hash) is { } next; round++)
        {
            covered = next;
            // What is left of two numbers beside each other may read as a third.
            text = Encoding.UTF8.GetBytes(next);
        }

        return covered;
    }

    /// <summary>Masked whatever the rules are: for samples and screens.</summary>
    public static string Cover(string text)
    {
        if (text.Length < PersonalPatterns.LengthMin)
        {
            return text;
        }

        return Cover(Encoding.UTF8.GetBytes(text), PlannedPrivacy.Default, null) ?? text;
    }

    /// <summary>Of a value that the plan says to mask.</summary>
    public static string Value(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (Cover(bytes, PlannedPrivacy.Default, null) is { } covered && covered.Length == text.Length)
        {
            return covered;
        }

        var at = text.IndexOf('@', StringComparison.Ordinal);
        return text.Length == 0 ? "" : at > 0 ? $"{First(text)}***{text[at..]}" : $"{First(text)}***";
    }

    private static string First(string text) => text.EnumerateRunes().First().ToString();

    private static string? Once(ReadOnlySpan<byte> text, PlannedPrivacy rules, PropertyHash? hash)
    {
        StringBuilder? output = null;
        var done = 0;
        for (var at = 0; PersonalPatterns.Find(text, at, out var kind, out var start, out var length); at = start + length)
        {
            var rule = RuleOf(kind, rules);
            if (rule == PrivacyRule.Plain)
            {
                continue;
            }

            output ??= new StringBuilder(text.Length + PropertyHash.Length);
            output.Append(Encoding.UTF8.GetString(text[done..start]));
            var number = Encoding.ASCII.GetString(text.Slice(start, length));
            output.Append(rule == PrivacyRule.Hash && hash is not null ? hash.Of(number.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal)) : Number(kind, number));
            done = start + length;
        }

        return output?.Append(Encoding.UTF8.GetString(text[done..])).ToString();
    }

    public static PrivacyRule RuleOf(PersonalKind kind, PlannedPrivacy rules) => kind switch
    {
        PersonalKind.IdNumber => rules.IdNumbers,
        PersonalKind.CardNumber => rules.CardNumbers,
        _ => rules.Phones,
    };

    /// <summary>110***********1X, 622202******7890, 138****5678; the length stays.</summary>
    private static string Number(PersonalKind kind, string number)
    {
        var (front, back) = kind switch
        {
            PersonalKind.IdNumber => (3, 2),
            PersonalKind.CardNumber => (6, 4),
            // A country's prefix stays too: +86138****5678.
            _ => (number.Length - 8, 4),
        };
        return $"{number[..front]}{new string('*', number.Length - front - back)}{number[^back..]}";
    }
}
