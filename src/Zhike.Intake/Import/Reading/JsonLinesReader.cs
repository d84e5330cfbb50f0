using Zhike.Kernel;

namespace Zhike.Intake.Import.Reading;

/// <summary>A file with a JSON object a line, see <see cref="JsonRow"/>. Blank lines are passed over.</summary>
internal sealed class JsonLinesReader(Stream stream, long total, int bufferBytes = 1 << 20) : IRowReader
{
    private byte[] _buffer = new byte[Math.Max(64, bufferBytes)];
    private int _start;
    private int _end;
    private bool _eof;
    private long _bytesRead;
    private JsonRow _row = new([]);

    public (long Done, long Total) Progress => (_bytesRead, total);

    public Task OpenAsync(IReadOnlyList<string> wanted, CancellationToken cancel)
    {
        _row = new JsonRow(wanted);
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
                    return ValueTask.FromResult(ReadRow.Refused("", Said.Of("too_large", $"is larger than {CsvScanner.RowBytesMax} bytes")));
                }

                ReadMore();
                continue;
            }

            var line = end < 0 ? _buffer.AsSpan(_start, _end - _start) : _buffer.AsSpan(_start, end);
            _start = end < 0 ? _end : _start + end + 1;
            if (!line.Trim(" \t\r"u8).IsEmpty)
            {
                return ValueTask.FromResult(_row.Read(line, fields));
            }

            if (end < 0)
            {
                return ValueTask.FromResult(ReadRow.Ended);
            }
        }
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

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
