using System.Text;
using System.Text.Unicode;
using Zhike.Intake.Mapping;
using Zhike.Kernel;

namespace Zhike.Intake.Import.Reading;

/// <summary>Numbers the rows of a reader, checks the length and the encoding of their fields, and puts the sound ones into blocks.</summary>
internal sealed class ReadRows(IRowReader reader, SourceFile source) : IRowSource
{
    private int _key = -1;
    private IReadOnlyList<string> _wanted = [];
    private RowFields _fields = new(0);
    private byte[] _lastKey = [];
    private bool _ended;

    public long RowNumber { get; private set; }

    public (long Done, long Total) Progress => reader.Progress is { Total: > 0 } known ? known : (RowNumber, 0);

    public string? LastKey => _lastKey.Length == 0 ? null : Encoding.UTF8.GetString(_lastKey);

    public async Task OpenAsync(IReadOnlyList<string> wanted, CancellationToken cancel)
    {
        _wanted = wanted;
        IReadOnlyList<string> read = wanted;
        if (source.Query?.Incremental is { } incremental)
        {
            read = wanted.Contains(incremental.Column) ? wanted : [.. wanted, incremental.Column];
            _key = read.ToList().IndexOf(incremental.Column);
        }

        _fields = new RowFields(read.Count);
        await reader.OpenAsync(read, cancel).ConfigureAwait(false);
    }

    public async ValueTask<bool> FillAsync(StagedBlock block, int rowsMax, List<RowRefusal> refusals, CancellationToken cancel)
    {
        block.Clear();
        while (!_ended && block.Rows < rowsMax && block.Bytes < StagedBlock.BytesMax)
        {
            _fields.Clear();
            var row = await reader.NextAsync(_fields, cancel).ConfigureAwait(false);
            if (row.End)
            {
                _ended = true;
                break;
            }

            RowNumber++;
            if ((row.Broken is null ? Refusal() : RowRefusal.Of(RowNumber, row.Column, row.Broken)) is { } refusal)
            {
                refusals.Add(refusal);
                continue;
            }

            Keep(block);
        }

        return block.Rows > 0 || !_ended;
    }

    public ValueTask DisposeAsync() => reader.DisposeAsync();

    private RowRefusal? Refusal()
    {
        for (var i = 0; i < _wanted.Count; i++)
        {
            var value = _fields[i];
            if (value.Length > source.FieldBytesMax)
            {
                return RowRefusal.Of(RowNumber, _wanted[i], Said.Of("too_large", $"is larger than {source.FieldBytesMax} bytes"));
            }

            if (!Utf8.IsValid(value))
            {
                return RowRefusal.Of(RowNumber, _wanted[i], Said.Of("not_encoded", $"is not valid {"UTF-8"}"));
            }
        }

        return null;
    }

    private void Keep(StagedBlock block)
    {
        block.BeginRow((ulong)RowNumber);
        for (var i = 0; i < _wanted.Count; i++)
        {
            block.Put(i, source.Trim ? _fields[i].Trim((byte)' ') : _fields[i]);
        }

        // Rows come in the key's order, so the last that has one has the largest.
        if (_key >= 0 && _fields[_key] is { Length: > 0 } key && !key.SequenceEqual(_lastKey))
        {
            _lastKey = key.ToArray();
        }
    }
}
