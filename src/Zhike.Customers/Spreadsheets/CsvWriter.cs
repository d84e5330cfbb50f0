using System.Buffers;
using System.Text;

namespace Zhike.Customers.Spreadsheets;

/// <summary>CSV for people with spreadsheets: UTF-8 with its mark, so that a Chinese Excel reads it; commas, CRLF, quotes as in RFC 4180.
/// A text that a spreadsheet would take for a formula gets an apostrophe in front, one of so many digits that it would be
/// rounded a tab.</summary>
internal sealed class CsvWriter(Stream file) : ITableWriter
{
    /// <summary>Excel keeps fifteen digits, and shows twelve.</summary>
    private const int DigitsMax = 11;

    /// <summary>As OWASP lists them, and their full-width siblings, which a Chinese input method makes of them.</summary>
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r\n＝＋－＠");
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",;\"\r\n\t");
    private readonly StreamWriter _writer = new(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\r\n" };

    public void Row(IReadOnlyList<Cell> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0)
            {
                _writer.Write(',');
            }

            Write(cells[i].IsNumber ? cells[i].Text : Harmless(cells[i].Text));
        }

        _writer.WriteLine();
    }

    public void Dispose() => _writer.Dispose();

    /// <summary>A text as no spreadsheet runs or rounds it.</summary>
    public static string Harmless(string text)
    {
        var first = text.AsSpan().TrimStart();
        return first.Length > 0 && (Formula.Contains(first[0]) || Formula.Contains(text[0])) ? "'" + text
            : text.Length > DigitsMax && text.All(char.IsAsciiDigit) ? "\t" + text
            : text;
    }

    private void Write(string text)
    {
        if (text.AsSpan().IndexOfAny(Quoted) < 0)
        {
            _writer.Write(text);
            return;
        }

        _writer.Write('"');
        _writer.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
        _writer.Write('"');
    }
}
