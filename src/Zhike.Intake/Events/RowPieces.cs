using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Intake.Events;

/// <summary>Rows for the engine, one behind the other, of which some may be left out or changed where they lie.</summary>
internal class RowPieces
{
    // Its buffer is large, and many calls have no rows of a kind.
    private RowWriter? _writer;
    private readonly List<int> _starts = [];

    public int Count => _starts.Count;

    public int Bytes => _writer?.Length ?? 0;

    /// <summary>Begins a row.</summary>
    protected RowWriter Begin()
    {
        _writer ??= new RowWriter();
        _starts.Add(_writer.Length);
        return _writer;
    }

    protected Span<byte> At(int row, int offset) => MemoryMarshal.AsMemory(_writer!.Written).Span[(_starts[row] + offset)..];

    protected void Write(int row, int offset, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(At(row, offset), value);

    /// <summary>The bytes of the rows that are kept (null: all), in as few pieces as possible.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces(Func<int, bool>? kept)
    {
        if (_writer is null)
        {
            yield break;
        }

        if (kept is null)
        {
            yield return _writer.Written;
            yield break;
        }

        for (var first = 0; first < Count;)
        {
            if (!kept(first))
            {
                first++;
                continue;
            }

            var next = first + 1;
            while (next < Count && kept(next))
            {
                next++;
            }

            yield return _writer.Written[_starts[first]..(next < Count ? _starts[next] : _writer.Length)];
            first = next;
        }
    }
}
