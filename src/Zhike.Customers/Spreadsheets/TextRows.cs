using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using Zhike.Kernel;

namespace Zhike.Customers.Spreadsheets;

/// <summary>The rows of a text, as they stream in. A quoted cell may go on over line ends; one that is never closed as it should costs its own
/// line only. Neither UTF-8 nor GB 18030 uses the bytes of marks, quotes and line ends for anything else, so rows are cut before they are decoded.</summary>
internal sealed class TextRows
{
    /// <summary>A row that is longer is no row of customers.</summary>
    public const int RowBytesMax = 64 << 10;

    private static readonly byte[] Marks = [(byte)',', (byte)';', (byte)'\t'];
    private readonly List<(int Start, int Length, bool Quoted)> _cells = [];
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[RowBytesMax * 4];
    private Encoding _encoding = Encoding.UTF8;
    private int _start;
    private int _end;
    private bool _eof;

    /// <param name="head">What was read of the stream already.</param>
    public TextRows(ReadOnlyMemory<byte> head, Stream stream)
    {
        _stream = stream;
        head.CopyTo(_buffer);
        _end = head.Length;
        var read = head.Span;
        if (read.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || read.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            throw new ProblemException(Problem.Invalid("file", "must be text in UTF-8 or GB 18030, or an Excel file (.xlsx, .xls), but is UTF-16; save it as \"CSV UTF-8\""));
        }

        _start = read.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
    }

    private enum Cut
    {
        Row,
        More,
        OpenQuote,
    }

    public async IAsyncEnumerable<TableRow> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var (line, mark) = (1L, (byte)0);
        while (true)
        {
            // A whole row, whatever it is, stands in the buffer before it is cut.
            while (!_eof && _end - _start < RowBytesMax)
            {
                await FillAsync(cancel).ConfigureAwait(false);
            }

            if (_start == _end)
            {
                yield break;
            }

            mark = mark == 0 ? MarkOf() : mark;
            var cut = Next(mark, out var length);
            if (cut == Cut.Row)
            {
                yield return new TableRow(line, Texts(length), null);
            }
            else
            {
                yield return new TableRow(line, [], cut == Cut.OpenQuote ? "open_quote" : "too_long");
                length = await SkipLineAsync(cancel).ConfigureAwait(false);
            }

            line += Math.Max(1, _buffer.AsSpan(_start, length).Count((byte)'\n'));
            _start += length;
        }
    }

    /// <summary>Finds the cells of the row at the start, relative to it, and its length with the line end.</summary>
    private Cut Next(byte mark, out int length)
    {
        var row = _buffer.AsSpan(_start, Math.Min(_end - _start, RowBytesMax));
        _cells.Clear();
        length = row.Length;
        for (var at = 0; ;)
        {
            var quoted = at < row.Length && row[at] == '"';
            int end;
            if (quoted)
            {
                var inside = InQuotes(row[(at + 1)..]);
                if (inside < 0)
                {
                    return Cut.OpenQuote;
                }

                _cells.Add((at + 1, inside, true));
                end = at + inside + 2;
            }
            else
            {
                var found = row[at..].IndexOfAny(mark, (byte)'\n');
                end = found < 0 ? row.Length : at + found;
                _cells.Add((at, end - at, false));
            }

            while (quoted && end < row.Length && row[end] is (byte)' ' or (byte)'\r')
            {
                end++;
            }

            if (end >= row.Length)
            {
                return _eof && row.Length == _end - _start ? Cut.Row : Cut.More;
            }

            if (row[end] == '\n')
            {
                length = end + 1;
                return Cut.Row;
            }

            if (row[end] != mark)
            {
                return Cut.OpenQuote;
            }

            at = end + 1;
        }
    }

    /// <summary>Up to the closing quote, doubled ones included; -1 when there is none.</summary>
    private static int InQuotes(ReadOnlySpan<byte> text)
    {
        for (var at = 0; ; at += 2)
        {
            var found = text[at..].IndexOf((byte)'"');
            if (found < 0)
            {
                return -1;
            }

            at += found;
            if (at + 1 >= text.Length || text[at + 1] != '"')
            {
                return at;
            }
        }
    }

    private string[] Texts(int length)
    {
        // The first row that is no UTF-8, mostly the head, says what the file was saved as.
        if (_encoding == Encoding.UTF8 && !Utf8.IsValid(_buffer.AsSpan(_start, length)))
        {
            _encoding = Encoding.GetEncoding("GB18030", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD"));
        }

        var texts = new string[_cells.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            var (start, size, quoted) = _cells[i];
            var text = _encoding.GetString(_buffer, _start + start, size);
            texts[i] = (quoted ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text).Trim();
        }

        return texts;
    }

    private byte MarkOf()
    {
        var text = _buffer.AsSpan(_start, _end - _start);
        var end = text.IndexOf((byte)'\n');
        var (best, most) = (Marks[0], 0);
        foreach (var mark in Marks)
        {
            var count = (end < 0 ? text : text[..end]).Count(mark);
            (best, most) = count > most ? (mark, count) : (best, most);
        }

        return best;
    }

    /// <summary>The length of the line at the start; what a very long one has beyond the buffer is passed over.</summary>
    private async Task<int> SkipLineAsync(CancellationToken cancel)
    {
        while (true)
        {
            var end = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (end >= 0 || _eof)
            {
                return end < 0 ? _end - _start : end + 1;
            }

            _start = _end;
            await FillAsync(cancel).ConfigureAwait(false);
        }
    }

    private async Task FillAsync(CancellationToken cancel)
    {
        if (_start > 0 && _buffer.Length - _end < RowBytesMax)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        var read = await _stream.ReadAsync(_buffer.AsMemory(_end), cancel).ConfigureAwait(false);
        _end += read;
        _eof = read == 0;
    }
}
