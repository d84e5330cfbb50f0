using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;
using Zhike.Intake.Mapping;
using Zhike.Kernel;

namespace Zhike.Intake.Import;

/// <summary>A row that was not let in: its number (the first after the header is 1), where, and why.</summary>
/// <param name="Column">Source field or standard column; empty where the whole row is meant.</param>
internal sealed record RowRefusal(long Row, string Column, string Why)
{
    /// <summary>Of the sentence, see <see cref="Said"/>.</summary>
    public string Code { get; init; } = "";

    public ImmutableArray<string> Values { get; init; } = [];

    public static RowRefusal Of(long row, string column, Said said) => new(row, column, said.Message) { Code = said.Code, Values = said.Values };

    public bool Equals(RowRefusal? other) => other is not null && (Row, Column, Why) == (other.Row, other.Column, other.Why);

    public override int GetHashCode() => HashCode.Combine(Row, Column, Why);
}

/// <summary>Walks the raw bytes of a delimited file (RFC 4180 with any one-byte delimiter and quote), checks each row's structure
/// and encoding, and puts the wanted fields of sound rows into a block, in UTF-8. Blank lines are passed over and not numbered.
/// It holds one row at a time: a row larger than <see cref="RowBytesMax"/> is read past, not kept.</summary>
internal sealed class CsvScanner : IDisposable
{
    /// <summary>No row may be larger; such a row is refused without being held in memory.</summary>
    public const int RowBytesMax = 16 << 20;

    private const byte LineEnd = (byte)'\n';
    private static ReadOnlySpan<byte> Replacement => "\uFFFD"u8;
    private readonly Stream _stream;
    private readonly SourceFile _source;
    private readonly SearchValues<byte> _ends;
    private byte[] _buffer;
    private int _start;
    private int _end;
    private bool _eof;
    private Field[] _fields = new Field[64];
    private int[] _wanted = [];

    public CsvScanner(Stream stream, SourceFile source, int bufferBytes = 1 << 20)
    {
        (_stream, _source) = (stream, source);
        _ends = SearchValues.Create([source.Delimiter, LineEnd]);
        _buffer = new byte[Math.Max(16, bufferBytes)];
    }

    private enum Outcome
    {
        Row,
        End,
        TooLarge,
        Cut,
        AfterQuote,
    }

    /// <summary>Names of the fields, from the header or the mapping.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>Of the last row handed out or refused.</summary>
    public long RowNumber { get; private set; }

    public long BytesRead { get; private set; }

    /// <summary>Reads the byte order mark and the header. The block's columns are the wanted names, in their order.</summary>
    /// <exception cref="Kernel.ProblemException">Not a text of bytes, no header, or a wanted field that it does not have.</exception>
    public void Open(IReadOnlyList<string> wanted)
    {
        SkipByteOrderMark();
        if (_source.Fields.Length > 0)
        {
            Names = _source.Fields;
        }
        else
        {
            var outcome = Next(out var count);
            if (outcome != Outcome.Row)
            {
                throw Refused("source.path", outcome == Outcome.End
                    ? Said.Of("empty_file", $"is empty: it has not even a header")
                    : Said.Of("bad_header", $"has a header that is no row of this form"));
            }

            Names = [.. Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetString(Bytes(_fields[i])).Trim())];
            Advance();
        }

        var missing = wanted.Where(w => !Names.Contains(w)).ToList();
        if (missing.Count > 0)
        {
            throw new ProblemException(Problem.Invalid(missing.Select(m => FieldError.Of(
                m, Said.Of("no_field", $"is not a field of {Path.GetFileName(_source.Path)}, which has {string.Join(", ", Names)}")))));
        }

        _wanted = [.. wanted.Select(w => Names.ToList().IndexOf(w))];
    }

    /// <summary>Fills the block with up to <paramref name="rowsMax"/> sound rows. False when the file has ended and the block is empty.</summary>
    public bool Fill(StagedBlock block, int rowsMax, List<RowRefusal> refusals)
    {
        block.Clear();
        while (block.Rows < rowsMax && block.Bytes < StagedBlock.BytesMax)
        {
            var outcome = Next(out var count);
            if (outcome == Outcome.End)
            {
                break;
            }

            RowNumber++;
            if (Refusal(outcome, count) is { } refusal)
            {
                refusals.Add(refusal);
            }
            else
            {
                Keep(block);
            }

            Advance();
        }

        return block.Rows > 0 || !(_eof && _start == _end);
    }

    public void Dispose() => _stream.Dispose();

    private static ProblemException Refused(string field, Said said) => new(Problem.Invalid(field, said));

    private RowRefusal? Refusal(Outcome outcome, int count)
    {
        switch (outcome)
        {
            case Outcome.TooLarge:
                return RowRefusal.Of(RowNumber, "", Said.Of("too_large", $"is larger than {RowBytesMax} bytes"));
            case Outcome.Cut:
                return RowRefusal.Of(RowNumber, NameOf(count - 1), Said.Of("cut_in_quotes", $"is cut: the file ends inside a quoted value"));
            case Outcome.AfterQuote:
                return RowRefusal.Of(RowNumber, NameOf(count - 1), Said.Of("after_quote", $"goes on after its closing quote"));
            default:
                break;
        }

        if (count != Names.Count)
        {
            var cut = _eof && _start + RowLength() >= _end && count < Names.Count;
            return RowRefusal.Of(RowNumber, "", cut
                ? Said.Of("last_line_cut", $"has {count} fields where {Names.Count} are expected: the last line is cut")
                : Said.Of("field_count", $"has {count} fields where {Names.Count} are expected"));
        }

        var ascii = Ascii.IsValid(_buffer.AsSpan(_start, RowLength()));
        foreach (var index in _wanted)
        {
            if (_fields[index].Length > _source.FieldBytesMax)
            {
                return RowRefusal.Of(RowNumber, NameOf(index), Said.Of("too_large", $"is larger than {_source.FieldBytesMax} bytes"));
            }

            if (!ascii && !WellEncoded(Bytes(_fields[index])))
            {
                return RowRefusal.Of(RowNumber, NameOf(index), Said.Of("not_encoded", $"is not valid {(_source.Encoding == SourceEncoding.Gb18030 ? "GB18030" : "UTF-8")}"));
            }
        }

        return null;
    }

    private bool WellEncoded(ReadOnlySpan<byte> value) => _source.Encoding switch
    {
        SourceEncoding.Latin1 => true,
        SourceEncoding.Gb18030 => value.IndexOf(Replacement) < 0,
        _ => Utf8.IsValid(value),
    };

    private string NameOf(int index) => index >= 0 && index < Names.Count ? Names[index] : "";

    private void Keep(StagedBlock block)
    {
        block.BeginRow((ulong)RowNumber);
        for (var i = 0; i < _wanted.Length; i++)
        {
            ref var field = ref _fields[_wanted[i]];
            var value = Bytes(field);
            if (_source.Trim && value.Length > 0 && (value[0] == ' ' || value[^1] == ' '))
            {
                value = value.Trim((byte)' ');
            }

            if (field.Escaped)
            {
                block.PutUnescaped(i, value, _source.Quote!.Value, _source.Encoding == SourceEncoding.Latin1);
            }
            else if (_source.Encoding == SourceEncoding.Latin1 && !Ascii.IsValid(value))
            {
                block.PutLatin1(i, value);
            }
            else
            {
                block.Put(i, value);
            }
        }
    }

    private ReadOnlySpan<byte> Bytes(Field field) => _buffer.AsSpan(_start + field.Start, field.Length);

    private int _next;

    private int RowLength() => _next - _start;

    private void Advance() => _start = _next;

    /// <summary>Finds the next row's fields in the buffer, reading more as needed. `_next` is where the row after it begins.</summary>
    private Outcome Next(out int count)
    {
        while (true)
        {
            // Blank lines, also those of "\r\n".
            while (_start < _end && (_buffer[_start] == LineEnd || (_buffer[_start] == '\r' && _start + 1 < _end && _buffer[_start + 1] == LineEnd)))
            {
                _start += _buffer[_start] == LineEnd ? 1 : 2;
            }

            if (_eof && (_start == _end || (_end - _start == 1 && _buffer[_start] == '\r')))
            {
                (_start, _next, count) = (_end, _end, 0);
                return Outcome.End;
            }

            if (_start < _end && Parse(out count) is { } outcome)
            {
                return outcome;
            }

            if (_end - _start > RowBytesMax)
            {
                count = 0;
                SkipRow();
                return Outcome.TooLarge;
            }

            ReadMore();
        }
    }

    /// <summary>Null when the row does not end inside the buffer.</summary>
    private Outcome? Parse(out int count)
    {
        var position = _start;
        count = 0;
        while (true)
        {
            if (count == _fields.Length)
            {
                Array.Resize(ref _fields, _fields.Length * 2);
            }

            if (_source.Quote is { } quote && position < _end && _buffer[position] == quote)
            {
                var (outcome, next) = ParseQuoted(position + 1, quote, ref _fields[count]);
                count++;
                if (outcome == FieldEnd.Delimiter)
                {
                    position = next;
                    continue;
                }

                _next = next;
                return outcome switch { FieldEnd.More => null, FieldEnd.Row => Outcome.Row, FieldEnd.Cut => Outcome.Cut, _ => Outcome.AfterQuote };
            }

            var length = _buffer.AsSpan(position, _end - position).IndexOfAny(_ends);
            if (length < 0 && !_eof)
            {
                return null;
            }

            var end = length < 0 ? _end : position + length;
            var last = length < 0 || _buffer[end] == LineEnd;
            var valueEnd = last && end > position && _buffer[end - 1] == '\r' ? end - 1 : end;
            _fields[count++] = new Field(position - _start, valueEnd - position, false);
            position = end + 1;
            if (last)
            {
                _next = Math.Min(position, _end);
                return Outcome.Row;
            }
        }
    }

    private enum FieldEnd
    {
        More,
        Delimiter,
        Row,
        Cut,
        Garbage,
    }

    private (FieldEnd End, int Next) ParseQuoted(int position, byte quote, ref Field field)
    {
        var (first, escaped) = (position, false);
        while (true)
        {
            var found = _buffer.AsSpan(position, _end - position).IndexOf(quote);
            if (found < 0)
            {
                return _eof ? (FieldEnd.Cut, _end) : (FieldEnd.More, 0);
            }

            position += found + 1;
            if (position == _end && !_eof)
            {
                return (FieldEnd.More, 0);
            }

            if (position < _end && _buffer[position] == quote)
            {
                escaped = true;
                position++;
                continue;
            }

            field = new Field(first - _start, position - 1 - first, escaped);
            if (position == _end || _buffer[position] == LineEnd)
            {
                return (FieldEnd.Row, Math.Min(position + 1, _end));
            }

            if (_buffer[position] == _source.Delimiter)
            {
                return (FieldEnd.Delimiter, position + 1);
            }

            if (_buffer[position] == '\r')
            {
                if (position + 1 == _end)
                {
                    return _eof ? (FieldEnd.Row, _end) : (FieldEnd.More, 0);
                }

                if (_buffer[position + 1] == LineEnd)
                {
                    return (FieldEnd.Row, position + 2);
                }
            }

            // What follows cannot be trusted: go on at the next line.
            var line = _buffer.AsSpan(position, _end - position).IndexOf(LineEnd);
            return line >= 0 ? (FieldEnd.Garbage, position + line + 1) : _eof ? (FieldEnd.Garbage, _end) : (FieldEnd.More, 0);
        }
    }

    /// <summary>Reads past a row that is too large, holding nothing: quotes toggle, a line end outside of them ends it.</summary>
    private void SkipRow()
    {
        var quoted = false;
        while (true)
        {
            for (var i = _start; i < _end; i++)
            {
                if (_buffer[i] == _source.Quote)
                {
                    quoted = !quoted;
                }
                else if (_buffer[i] == LineEnd && !quoted)
                {
                    _next = i + 1;
                    return;
                }
            }

            _start = _end;
            if (_eof)
            {
                _next = _end;
                return;
            }

            ReadMore();
        }
    }

    private void ReadMore()
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, RowBytesMax + (2 << 20)));
        }

        var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _eof = read == 0;
        _end += read;
        BytesRead += read;
    }

    private void SkipByteOrderMark()
    {
        while (_end - _start < 3 && !_eof)
        {
            ReadMore();
        }

        var head = _buffer.AsSpan(_start, _end - _start);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            _start += 3;
        }
        else if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            throw Refused("source.encoding", Said.Of("utf16", $"must be utf-8, latin1 or gb18030, but the file begins with the mark of UTF-16"));
        }
    }

    /// <param name="Start">Relative to the row's first byte.</param>
    /// <param name="Escaped">Holds doubled quotes.</param>
    private readonly record struct Field(int Start, int Length, bool Escaped);
}
