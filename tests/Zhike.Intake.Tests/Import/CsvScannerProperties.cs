using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Zhike.Intake.Import;
using Zhike.Intake.Mapping;

namespace Zhike.Intake.Tests.Import;

/// <summary>The scanner against the plainest parser one can write, on random texts, whatever the size of its buffer.</summary>
public sealed class CsvScannerProperties
{
    private static readonly string[] Pieces = ["a", "b", "张", " ", ",", ";", "\"", "\"\"", "\n", "\r\n", "x,y", "\"q\"", "12", "\"a\nb\""];

    [Fact]
    public void The_scanner_agrees_with_a_naive_parser_on_any_text_and_any_chunking()
    {
        var texts = Gen.Choose(0, Pieces.Length - 1).Select(i => Pieces[i]).ListOf().Select(string.Concat);
        var cases = from text in texts from buffer in Gen.Choose(1, 40) select (text, buffer);

        Prop.ForAll(cases.ToArbitrary(), c => Scanned($"h1,h2\n{c.text}", c.buffer) == Naive($"h1,h2\n{c.text}")).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public void Any_fields_written_by_the_rules_come_back_as_they_were()
    {
        var field = Gen.Elements("", "a", "a,b", "a\"b", "a\nb", "张伟", "\"", "\r\n", "x;y").Select(f => f);
        var rows = Gen.Two(field).ListOf();

        Prop.ForAll(rows.ToArbitrary(), r =>
        {
            var text = new StringBuilder("h1,h2\n");
            foreach (var (first, second) in r)
            {
                text.Append(Quoted(first)).Append(',').Append(Quoted(second)).Append('\n');
            }

            return Scanned(text.ToString(), 16) == string.Concat(r.Select(p => $"[{p.Item1}|{p.Item2}]"));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static string Quoted(string field) => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Scanned(string text, int bufferBytes)
    {
        var source = new SourceFile("", (byte)',', (byte)'"', SourceEncoding.Utf8, [], Trim: false, 1 << 20);
        using var scanner = new CsvScanner(new MemoryStream(Encoding.UTF8.GetBytes(text)), source, bufferBytes);
        scanner.Open(["h1", "h2"]);
        var (block, refused, found) = (new StagedBlock(2), new List<RowRefusal>(), new SortedDictionary<long, string>());
        while (scanner.Fill(block, 7, refused) && block.Rows > 0)
        {
            foreach (var (row, fields) in Decoded(block))
            {
                found[row] = $"[{string.Join('|', fields)}]";
            }
        }

        foreach (var refusal in refused)
        {
            found[refusal.Row] = "!";
        }

        return string.Concat(found.Values);
    }

    /// <summary>Reads the block's Native bytes back.</summary>
    private static IEnumerable<(long Row, string[] Fields)> Decoded(StagedBlock block)
    {
        var bytes = block.Native().SelectMany(p => p.ToArray()).ToArray();
        var at = 0;
        var (columns, rows) = (Size(), Size());
        _ = (Word(), Word());
        var numbers = new long[rows];
        for (var i = 0; i < rows; i++, at += 8)
        {
            numbers[i] = BitConverter.ToInt64(bytes, at);
        }

        var fields = Enumerable.Range(0, rows).Select(_ => new string[columns - 1]).ToArray();
        for (var column = 0; column < columns - 1; column++)
        {
            _ = (Word(), Word());
            for (var i = 0; i < rows; i++)
            {
                fields[i][column] = Word();
            }
        }

        return numbers.Zip(fields);

        int Size()
        {
            var (value, shift) = (0, 0);
            for (; bytes[at] >= 0x80; shift += 7)
            {
                value |= (bytes[at++] & 0x7f) << shift;
            }

            return value | (bytes[at++] << shift);
        }

        string Word()
        {
            var length = Size();
            at += length;
            return Encoding.UTF8.GetString(bytes, at - length, length);
        }
    }

    /// <summary>One character at a time, the whole text in memory. A row is "!" where it breaks the rules.</summary>
    private static string Naive(string text)
    {
        var found = new StringBuilder();
        var at = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        while (at < text.Length)
        {
            if (text[at] == '\n' || (text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n'))
            {
                at += text[at] == '\n' ? 1 : 2;
                continue;
            }

            if (text[at] == '\r' && at + 1 == text.Length)
            {
                break;
            }

            var row = NaiveRow(text, ref at);
            found.Append(row is { Count: 2 } ? $"[{row[0]}|{row[1]}]" : "!");
        }

        return found.ToString();
    }

    private static List<string>? NaiveRow(string text, ref int at)
    {
        var fields = new List<string>();
        while (true)
        {
            var field = new StringBuilder();
            if (at < text.Length && text[at] == '"')
            {
                at++;
                while (true)
                {
                    if (at == text.Length)
                    {
                        return null;
                    }

                    if (text[at] != '"')
                    {
                        field.Append(text[at++]);
                    }
                    else if (at + 1 < text.Length && text[at + 1] == '"')
                    {
                        field.Append('"');
                        at += 2;
                    }
                    else
                    {
                        at++;
                        break;
                    }
                }

                if (at < text.Length && text[at] == '\r' && (at + 1 == text.Length || text[at + 1] == '\n'))
                {
                    at++;
                }

                if (at < text.Length && text[at] is not (',' or '\n'))
                {
                    while (at < text.Length && text[at++] != '\n')
                    {
                    }

                    return null;
                }
            }
            else
            {
                while (at < text.Length && text[at] is not (',' or '\n'))
                {
                    field.Append(text[at++]);
                }

                if ((at == text.Length || text[at] == '\n') && field.Length > 0 && field[^1] == '\r')
                {
                    field.Length--;
                }
            }

            fields.Add(field.ToString());
            if (at == text.Length || text[at++] == '\n')
            {
                return fields;
            }
        }
    }
}
