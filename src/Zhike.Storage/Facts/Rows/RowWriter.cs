using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Zhike.Storage.Facts.Rows;

/// <summary>Writes rows of RowBinary, column by column in the order of the INSERT's column list.</summary>
public sealed class RowWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(64 << 10);

    public int Length => _buffer.WrittenCount;

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public void Clear() => _buffer.ResetWrittenCount();

    public RowWriter UInt8(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
        return this;
    }

    public RowWriter Bool(bool value) => UInt8(value ? (byte)1 : (byte)0);

    public RowWriter UInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_buffer.GetSpan(2), value);
        _buffer.Advance(2);
        return this;
    }

    public RowWriter UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
        return this;
    }

    public RowWriter UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
        return this;
    }

    public RowWriter Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
        return this;
    }

    public RowWriter Float64(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
        return this;
    }

    /// <summary>Date: 1970-01-01 to 2149-06-06.</summary>
    public RowWriter Date(DateOnly value) => UInt16(checked((ushort)(value.DayNumber - EpochDay)));

    /// <summary>Date32: 1900-01-01 to 2299-12-31.</summary>
    public RowWriter Date32(DateOnly value) => UInt32(unchecked((uint)(value.DayNumber - EpochDay)));

    /// <summary>DateTime64(3).</summary>
    public RowWriter Instant(DateTimeOffset value) => Int64(value.ToUnixTimeMilliseconds());

    /// <summary>Decimal(18, scale); more digits after the point than the scale are rounded half to even.</summary>
    public RowWriter Decimal64(decimal value, int scale) =>
        Int64((long)decimal.Round(value * Power(scale), 0, MidpointRounding.ToEven));

    public RowWriter Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Size(length);
        Encoding.UTF8.GetBytes(value, _buffer.GetSpan(length));
        _buffer.Advance(length);
        return this;
    }

    public RowWriter Utf8(ReadOnlySpan<byte> value)
    {
        Size(value.Length);
        _buffer.Write(value);
        return this;
    }

    /// <summary>The engine keeps a UUID as two little-endian halves.</summary>
    public RowWriter Uuid(Guid value)
    {
        Span<byte> big = stackalloc byte[16];
        value.TryWriteBytes(big, bigEndian: true, out _);
        return UInt64(BinaryPrimitives.ReadUInt64BigEndian(big)).UInt64(BinaryPrimitives.ReadUInt64BigEndian(big[8..]));
    }

    /// <summary>Before a Nullable column's value; after true, no value follows.</summary>
    public RowWriter Null(bool isNull) => UInt8(isNull ? (byte)1 : (byte)0);

    /// <summary>Before the items of an Array or the pairs of a Map.</summary>
    public RowWriter Size(int count)
    {
        var span = _buffer.GetSpan(5);
        var i = 0;
        var rest = (uint)count;
        for (; rest >= 0x80; rest >>= 7)
        {
            span[i++] = (byte)((rest & 0x7f) | 0x80);
        }

        span[i++] = (byte)rest;
        _buffer.Advance(i);
        return this;
    }

    /// <summary>Array(String).</summary>
    public RowWriter Texts(IReadOnlyList<string> values)
    {
        Size(values.Count);
        for (var i = 0; i < values.Count; i++)
        {
            Text(values[i]);
        }

        return this;
    }

    public RowWriter TextMap(IReadOnlyCollection<KeyValuePair<string, string>> map)
    {
        Size(map.Count);
        foreach (var (key, value) in map)
        {
            Text(key).Text(value);
        }

        return this;
    }

    private static readonly int EpochDay = new DateOnly(1970, 1, 1).DayNumber;

    private static decimal Power(int scale)
    {
        var power = 1m;
        for (var i = 0; i < scale; i++)
        {
            power *= 10;
        }

        return power;
    }
}
