using System.Text;
using System.Text.Json;

namespace Zhike.Intake.Import.Reading;

/// <summary>A JSON object a line. A field is a member's name, or a path such as "address.city"; one that a line lacks has no value,
/// and an object or a list where a value is wanted is taken as its JSON text. Blank lines are passed over.</summary>
internal sealed class JsonLinesReader(Stream stream, long total, int bufferBytes = 1 << 20) : IRowReader
{
    private byte[] _buffer = new byte[Math.Max(64, bufferBytes)];
    private int _start;
    private int _end;
    private bool _eof;
    private long _bytesRead;
    private byte[][] _wanted = [];

    /// <summary>What the wanted paths begin with: only such objects are looked into.</summary>
    private byte[][] _opened = [];

    public (long Done, long Total) Progress => (_bytesRead, total);

    public Task OpenAsync(IReadOnlyList<string> wanted, CancellationToken cancel)
    {
        _wanted = [.. wanted.Select(Encoding.UTF8.GetBytes)];
        _opened = [.. wanted.SelectMany(Prefixes).Distinct().Select(Encoding.UTF8.GetBytes)];
        while (_end < 3 && !_eof)
        {
            ReadMore();
        }

        if (_buffer.AsSpan(0, _end).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            _start = 3;
        }

        return Task.CompletedTask;
    }

    public ValueTask<ReadRow> NextAsync(RowFields fields, CancellationToken cancel)
    {
        while (true)
        {
            var end = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (end < 0 && !_eof)
            {
                if (_end - _start > CsvScanner.RowBytesMax)
                {
                    SkipLine();
                    return ValueTask.FromResult(ReadRow.Refused("", $"is larger than {CsvScanner.RowBytesMax} bytes"));
                }

                ReadMore();
                continue;
            }

            var line = end < 0 ? _buffer.AsSpan(_start, _end - _start) : _buffer.AsSpan(_start, end);
            _start = end < 0 ? _end : _start + end + 1;
            if (!line.Trim(" \t\r"u8).IsEmpty)
            {
                return ValueTask.FromResult(Parse(line, fields));
            }

            if (end < 0)
            {
                return ValueTask.FromResult(ReadRow.Ended);
            }
        }
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private static IEnumerable<string> Prefixes(string path)
    {
        for (var dot = path.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = path.IndexOf('.', dot + 1))
        {
            yield return path[..dot];
        }
    }

    private ReadRow Parse(ReadOnlySpan<byte> line, RowFields fields)
    {
        var json = new Utf8JsonReader(line);
        try
        {
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
            {
                return ReadRow.Refused("", "is no JSON object");
            }

            Members(ref json, line, default, fields);
            json.Read();
            return ReadRow.Sound;
        }
        catch (JsonException malformed)
        {
            return ReadRow.Refused("", $"is not JSON, from character {malformed.BytePositionInLine + 1} of the line");
        }
        catch (InvalidOperationException)
        {
            // What the reader says of half a surrogate, or of bytes that are no UTF-8.
            return ReadRow.Refused("", "holds a text that is not valid UTF-8");
        }
    }

    private void Members(ref Utf8JsonReader json, ReadOnlySpan<byte> line, ReadOnlySpan<byte> prefix, RowFields fields)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            Span<byte> path = new byte[prefix.Length + 1 + json.ValueSpan.Length];
            prefix.CopyTo(path);
            var offset = prefix.Length == 0 ? 0 : prefix.Length + 1;
            if (offset > 0)
            {
                path[prefix.Length] = (byte)'.';
            }

            path = path[..(offset + json.CopyString(path[offset..]))];
            json.Read();
            var index = IndexOf(_wanted, path);
            if (json.TokenType == JsonTokenType.StartObject && index < 0 && IndexOf(_opened, path) >= 0)
            {
                Members(ref json, line, path, fields);
            }
            else if (index < 0)
            {
                json.Skip();
            }
            else
            {
                Value(ref json, line, index, fields);
            }
        }
    }

    private static void Value(ref Utf8JsonReader json, ReadOnlySpan<byte> line, int index, RowFields fields)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                fields.Put(index, ReadOnlySpan<byte>.Empty);
                break;
            case JsonTokenType.String when json.ValueIsEscaped:
                fields.Take(index, json.CopyString(fields.Reserve(json.ValueSpan.Length)));
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                var from = (int)json.TokenStartIndex;
                json.Skip();
                fields.Put(index, line[from..(int)json.BytesConsumed]);
                break;
            default:
                fields.Put(index, json.ValueSpan);
                break;
        }
    }

    private static int IndexOf(byte[][] names, ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (name.SequenceEqual(names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private void SkipLine()
    {
        while (true)
        {
            var end = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            _start = end < 0 ? _end : _start + end + 1;
            if (end >= 0 || _eof)
            {
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
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, CsvScanner.RowBytesMax + (2 << 20)));
        }

        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _eof = read == 0;
        _end += read;
        _bytesRead += read;
    }
}
