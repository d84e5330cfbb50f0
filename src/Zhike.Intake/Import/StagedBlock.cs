using System.Buffers.Binary;
using System.Text;

namespace Zhike.Intake.Import;

/// <summary>Rows on their way to the engine, by columns: the row number and the texts of the wanted fields, laid out as the
/// engine's Native format wants them, so that it takes them over without parsing.</summary>
internal sealed class StagedBlock
{
    /// <summary>A block is handed over when it holds so many bytes, however few rows they are.</summary>
    public const int BytesMax = 32 << 20;

    private readonly Column[] _columns;
    private byte[] _rowNumbers = new byte[8 << 10];

    public StagedBlock(int columns)
    {
        _columns = new Column[columns];
        for (var i = 0; i < columns; i++)
        {
            _columns[i] = new Column();
        }
    }

    public int Rows { get; private set; }

    public long Bytes { get; private set; }

    public void Clear()
    {
        (Rows, Bytes) = (0, 0);
        foreach (var column in _columns)
        {
            column.Length = 0;
        }
    }

    public void BeginRow(ulong number)
    {
        if (_rowNumbers.Length < (Rows + 1) * 8)
        {
            Array.Resize(ref _rowNumbers, _rowNumbers.Length * 2);
        }

        BinaryPrimitives.WriteUInt64LittleEndian(_rowNumbers.AsSpan(Rows * 8), number);
        Rows++;
    }

    public void Put(int column, ReadOnlySpan<byte> utf8)
    {
        var target = _columns[column].Reserve(utf8.Length + 5);
        var size = WriteSize(target, utf8.Length);
        utf8.CopyTo(target[size..]);
        _columns[column].Length += size + utf8.Length;
        Bytes += utf8.Length;
    }

    public void PutLatin1(int column, ReadOnlySpan<byte> latin1) => Put(column, Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(latin1)));

    /// <summary>Doubled quotes become one.</summary>
    public void PutUnescaped(int column, ReadOnlySpan<byte> value, byte quote, bool latin1)
    {
        var plain = new byte[value.Length];
        var length = 0;
        for (var i = 0; i < value.Length; i++)
        {
            plain[length++] = value[i];
            if (value[i] == quote && i + 1 < value.Length && value[i + 1] == quote)
            {
                i++;
            }
        }

        if (latin1)
        {
            PutLatin1(column, plain.AsSpan(0, length));
        }
        else
        {
            Put(column, plain.AsSpan(0, length));
        }
    }

    /// <summary>The block as pieces of Native: a head, then for each column its name, type and values. Valid until Clear.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Native()
    {
        var head = new MemoryStream();
        Span<byte> size = stackalloc byte[5];
        head.Write(size[..WriteSize(size, _columns.Length + 1)]);
        head.Write(size[..WriteSize(size, Rows)]);
        WriteText(head, "row");
        WriteText(head, "UInt64");
        return Pieces(head.ToArray());
    }

    private IEnumerable<ReadOnlyMemory<byte>> Pieces(byte[] head)
    {
        yield return head;
        yield return _rowNumbers.AsMemory(0, Rows * 8);
        for (var i = 0; i < _columns.Length; i++)
        {
            var name = new MemoryStream();
            WriteText(name, $"f{i}");
            WriteText(name, "String");
            yield return name.ToArray();
            yield return _columns[i].Data.AsMemory(0, _columns[i].Length);
        }
    }

    private static void WriteText(MemoryStream target, string text)
    {
        Span<byte> size = stackalloc byte[5];
        target.Write(size[..WriteSize(size, text.Length)]);
        target.Write(Encoding.ASCII.GetBytes(text));
    }

    private static int WriteSize(Span<byte> target, int count)
    {
        var i = 0;
        var rest = (uint)count;
        for (; rest >= 0x80; rest >>= 7)
        {
            target[i++] = (byte)((rest & 0x7f) | 0x80);
        }

        target[i++] = (byte)rest;
        return i;
    }

    private sealed class Column
    {
        public byte[] Data { get; private set; } = new byte[64 << 10];

        public int Length { get; set; }

        public Span<byte> Reserve(int bytes)
        {
            if (Data.Length - Length < bytes)
            {
                var larger = new byte[Math.Max(Data.Length * 2, Length + bytes)];
                Data.AsSpan(0, Length).CopyTo(larger);
                Data = larger;
            }

            return Data.AsSpan(Length);
        }
    }
}
