using System.Text;

namespace Zhike.Intake.Events.Refusals;

/// <summary>Shows the form of what came, not its content: in values every letter becomes a, every digit 9, every other sign outside ASCII 文.
/// Names of members are kept, but for digits in a row, and so are the values of those that name no person.</summary>
internal static class ShapeOfText
{
    public const int LengthMax = 400;
    private const int DigitsKept = 3;
    private static readonly string[] Harmless = ["type", "event", "timestamp", "sentAt", "channel"];

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, LengthMax)]);
        var shape = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            if (text[i] != '"')
            {
                Hide(shape, text.AsSpan(i, 1));
                i++;
                continue;
            }

            var end = EndOfString(text, i);
            var inside = text.AsSpan(i + 1, Math.Max(0, Math.Min(end, text.Length) - i - 1));
            shape.Append('"');
            if (IsName(text, end))
            {
                Name(shape, inside);
            }
            else if (IsHarmless(text, i))
            {
                Name(shape, inside);
            }
            else
            {
                Hide(shape, inside);
            }

            if (end < text.Length)
            {
                shape.Append('"');
            }

            i = end + 1;
        }

        return shape.ToString();
    }

    private static int EndOfString(string text, int open)
    {
        var i = open + 1;
        for (; i < text.Length && text[i] != '"'; i++)
        {
            i += text[i] == '\\' ? 1 : 0;
        }

        return Math.Min(i, text.Length);
    }

    private static bool IsName(string text, int close)
    {
        var i = close + 1;
        for (; i < text.Length && char.IsWhiteSpace(text[i]); i++)
        {
        }

        return i < text.Length && text[i] == ':';
    }

    /// <summary>The value whose quote is here belongs to a member that names no person.</summary>
    private static bool IsHarmless(string text, int open)
    {
        var before = text.AsSpan(0, open).TrimEnd();
        if (before.Length == 0 || before[^1] != ':')
        {
            return false;
        }

        before = before[..^1].TrimEnd();
        foreach (var name in Harmless)
        {
            if (before.EndsWith($"\"{name}\"", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A number of somebody's (a phone, a card) is longer than what a name counts with.</summary>
    private static void Name(StringBuilder shape, ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length;)
        {
            var digits = 0;
            while (i + digits < text.Length && char.IsAsciiDigit(text[i + digits]))
            {
                digits++;
            }

            if (digits == 0)
            {
                shape.Append(char.IsControl(text[i]) ? ' ' : text[i]);
                i++;
            }
            else
            {
                shape.Append(digits > DigitsKept + 1 ? new string('9', digits) : text.Slice(i, digits));
                i += digits;
            }
        }
    }

    private static void Hide(StringBuilder shape, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            shape.Append(char.IsAsciiLetter(c) ? 'a' : char.IsAsciiDigit(c) ? '9' : c > 127 ? '文' : char.IsControl(c) ? ' ' : c);
        }
    }
}
