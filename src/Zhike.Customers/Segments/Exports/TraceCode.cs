using System.Security.Cryptography;
using System.Text;

namespace Zhike.Customers.Segments.Exports;

/// <summary>The watermark of a row: ten characters of its export and six of the row itself, as "7Q2M4K9XWA-3F8ZT0". The second part is where
/// the row stands in the order that the export drew, so that nobody makes one up. Neither says anything about the customer.</summary>
internal static class TraceCode
{
    public const int MarkLength = 10;
    public const int RowLength = 6;

    /// <summary>Bits of the draw that a row's part shows.</summary>
    public const int RowBits = RowLength * 5;

    /// <summary>Crockford's: no I, L, O, U to be misread.</summary>
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string MarkOf(string export) => Word(BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"export mark {export}"))), MarkLength);

    public static string Of(string mark, ulong draw) => $"{mark}-{Word(draw, RowLength)}";

    /// <summary>The mark and, where the code has one, the row's part as a number; null when it is no code.</summary>
    public static (string Mark, ulong? Row)? Read(string typed)
    {
        var code = new string([.. typed.Where(char.IsAsciiLetterOrDigit).Select(Straight)]);
        return code.Length is MarkLength or MarkLength + RowLength && code.All(c => Letters.Contains(c, StringComparison.Ordinal))
            ? (code[..MarkLength], code.Length == MarkLength ? null : code[MarkLength..].Aggregate(0ul, (sum, c) => (sum << 5) | (uint)Letters.IndexOf(c, StringComparison.Ordinal)))
            : null;
    }

    private static char Straight(char c) => char.ToUpperInvariant(c) switch { 'O' => '0', 'I' or 'L' => '1', var upper => upper };

    /// <summary>The highest bits, five a letter.</summary>
    private static string Word(ulong bits, int length) => string.Create(length, bits, (word, all) =>
    {
        for (var i = 0; i < word.Length; i++)
        {
            word[i] = Letters[(int)((all >> (59 - (5 * i))) & 31)];
        }
    });
}
