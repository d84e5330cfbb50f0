using System.Runtime.CompilerServices;
using System.Text;

namespace Zhike.Customers.Segments.Lists;

/// <summary>Reads customer numbers from a text file, line by line: comma, semicolon or tab; quotes; with or without a head.</summary>
internal static class CsvNumbers
{
    /// <summary>A line that is longer is no line of customers.</summary>
    private const int LineMax = 10_000;

    public static async IAsyncEnumerable<NumberRow> ReadAsync(Stream file, [EnumeratorCancellation] CancellationToken cancel)
    {
        // Whatever is no UTF-8 (a head in GBK, say) becomes replacement characters; customer numbers are plain letters and digits.
        using var reader = new StreamReader(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16, leaveOpen: true);
        var (line, column, mark) = (0, 0, ',');
        while (await reader.ReadLineAsync(cancel).ConfigureAwait(false) is { } text)
        {
            line++;
            if (text.Length > LineMax)
            {
                yield return new NumberRow(line, "", "too_long");
                continue;
            }

            if (line == 1)
            {
                mark = ((ReadOnlySpan<char>)[',', ';', '\t']).ToArray().MaxBy(m => text.Count(c => c == m));
                if (NumberRow.HeadOf(Fields(text, mark) ?? [text]) is { } head)
                {
                    column = head;
                    continue;
                }
            }

            if (text.Length > 0)
            {
                yield return Fields(text, mark) is not { } fields ? new NumberRow(line, "", "open_quote")
                    : column >= fields.Count ? new NumberRow(line, "", "no_such_column")
                    : NumberRow.Of(line, fields[column]);
            }
        }
    }

    /// <summary>Null when a quote is not closed.</summary>
    private static List<string>? Fields(string line, char mark)
    {
        var fields = new List<string>();
        if (!line.Contains('"'))
        {
            fields.AddRange(line.Split(mark));
            return fields;
        }

        var (field, quoted) = (new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append('"');
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == mark && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        fields.Add(field.ToString());
        return quoted ? null : fields;
    }
}
