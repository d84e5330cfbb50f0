using System.Buffers.Binary;
using System.Text;

namespace Zhike.Storage.Facts.Rows;

/// <summary>Reads one row of RowBinary, column by column in the order of the SELECT, without making objects on the way.
/// When the bytes end in the middle of the row it goes on answering defaults and says so in <see cref="Incomplete"/>: the
/// store then fetches more and maps the row again. A column read as another type than it has throws at once.</summary>
public ref struct RowReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ReadOnlySpan<ColumnType> _columns;
    private readonly ReadOnlySpan<string> _names;
    private int _position;
    private int _column;
    private bool _nullFlagRead;

    internal RowReader(ReadOnlySpan<byte> bytes, ReadOnlySpan<ColumnType> columns, ReadOnlySpan<string> names)
    {
        _bytes = bytes;
        _columns = columns;
        _names = names;
    }

    /// <summary>The row's bytes have not all arrived yet.</summary>
    public bool Incomplete { get; private set; }

    internal readonly int Consumed => _position;

    internal readonly bool AllColumnsRead => _column == _columns.Length;

    public readonly int ColumnCount => _columns.Length;

    public readonly string NameOf(int column) => _names[column];

    public readonly ColumnType TypeOf(int column) => _columns[column];

    public byte UInt8() => Expect(ColumnKind.UInt8, ColumnKind.Bool) && Take(1) is [var b] ? b : default;

    public bool Bool() => UInt8() != 0;

    public ushort UInt16() => Expect(ColumnKind.UInt16) && Take(2) is { Length: 2 } b ? BinaryPrimitives.ReadUInt16LittleEndian(b) : default;

    public uint UInt32() => Expect(ColumnKind.UInt32) && Take(4) is { Length: 4 } b ? BinaryPrimitives.ReadUInt32LittleEndian(b) : default;

    public ulong UInt64() => Expect(ColumnKind.UInt64) && Take(8) is { Length: 8 } b ? BinaryPrimitives.ReadUInt64LittleEndian(b) : default;

    public int Int32() => Expect(ColumnKind.Int32) && Take(4) is { Length: 4 } b ? BinaryPrimitives.ReadInt32LittleEndian(b) : default;

    public long Int64() => Expect(ColumnKind.Int64) && Take(8) is { Length: 8 } b ? BinaryPrimitives.ReadInt64LittleEndian(b) : default;

    public double Float64() => Expect(ColumnKind.Float64) && Take(8) is { Length: 8 } b ? BinaryPrimitives.ReadDoubleLittleEndian(b) : default;

    /// <summary>Date and Date32.</summary>
    public DateOnly Date()
    {
        Expect(ColumnKind.Date, ColumnKind.Date32);
        return ReadDate(_columns[_column - 1]);
    }

    /// <summary>DateTime and DateTime64, as UTC.</summary>
    public DateTimeOffset Instant()
    {
        Expect(ColumnKind.DateTime, ColumnKind.DateTime64);
        return ReadInstant(_columns[_column - 1]);
    }

    public decimal Decimal()
    {
        Expect(ColumnKind.Decimal);
        return ReadDecimal(_columns[_column - 1]);
    }

    public Guid Uuid() => Expect(ColumnKind.Uuid) ? ReadUuid() : default;

    /// <summary>String, LowCardinality(String), JSON as text, Enum by name.</summary>
    public string Text()
    {
        Expect(ColumnKind.Text, ColumnKind.Enum8, ColumnKind.Enum16);
        return ReadText(_columns[_column - 1]);
    }

    /// <summary>The bytes of a String; valid until the row is done.</summary>
    public ReadOnlySpan<byte> Utf8() => Expect(ColumnKind.Text)
        ? Take(_columns[_column - 1].Width is > 0 and var width ? width : Length())
        : default;

    public ulong? UInt64OrNull() => IsNull() ? Skip<ulong>() : UInt64();

    public long? Int64OrNull() => IsNull() ? Skip<long>() : Int64();

    public double? Float64OrNull() => IsNull() ? Skip<double>() : Float64();

    public decimal? DecimalOrNull() => IsNull() ? Skip<decimal>() : Decimal();

    public DateOnly? DateOrNull() => IsNull() ? Skip<DateOnly>() : Date();

    public DateTimeOffset? InstantOrNull() => IsNull() ? Skip<DateTimeOffset>() : Instant();

    public string? TextOrNull()
    {
        if (IsNull())
        {
            _nullFlagRead = false;
            _column++;
            return null;
        }

        return Text();
    }

    public string[] Texts() => Expect(ColumnKind.Array) ? [.. ((object?[])Value(_columns[_column - 1])!).Select(v => (string)v!)] : [];

    public ulong[] UInt64s() => Expect(ColumnKind.Array) ? [.. ((object?[])Value(_columns[_column - 1])!).Select(v => (ulong)v!)] : [];

    public Dictionary<string, string> TextMap() => Expect(ColumnKind.Map)
        ? ((Dictionary<string, object?>)Value(_columns[_column - 1])!).ToDictionary(p => p.Key, p => (string)p.Value!)
        : [];

    /// <summary>Whatever the next column holds, as the nearest .NET value: for tables whose columns are only known at run time.</summary>
    public object? Any() => Value(_columns[_column++]);

    private bool IsNull()
    {
        if (!_columns[_column].Nullable)
        {
            return false;
        }

        _nullFlagRead = true;
        return Take(1) is [1];
    }

    private T? Skip<T>()
        where T : struct
    {
        _nullFlagRead = false;
        _column++;
        return null;
    }

    private bool Expect(ColumnKind kind, ColumnKind orKind = (ColumnKind)(-1), ColumnKind orKind2 = (ColumnKind)(-1))
    {
        var type = _columns[_column];
        if (type.Kind != kind && type.Kind != orKind && type.Kind != orKind2)
        {
            throw new InvalidOperationException($"Column {_names[_column]} is {type.Text}, but is read as {kind}.");
        }

        // Without its flag read, a nullable column would be read one byte too early, and so would every column after it.
        if (type.Nullable && !_nullFlagRead)
        {
            throw new InvalidOperationException($"Column {_names[_column]} is {type.Text}: read it with one of the …OrNull methods.");
        }

        _nullFlagRead = false;
        _column++;
        return true;
    }

    private object? Value(ColumnType type)
    {
        if (type.Nullable && Take(1) is [1])
        {
            return null;
        }

        return type.Kind switch
        {
            ColumnKind.UInt8 => Take(1) is [var b] ? b : (byte)0,
            ColumnKind.Bool => Take(1) is [1],
            ColumnKind.Int8 => Take(1) is [var b] ? unchecked((sbyte)b) : (sbyte)0,
            ColumnKind.UInt16 => Take(2) is { Length: 2 } b ? BinaryPrimitives.ReadUInt16LittleEndian(b) : (ushort)0,
            ColumnKind.Int16 => Take(2) is { Length: 2 } b ? BinaryPrimitives.ReadInt16LittleEndian(b) : (short)0,
            ColumnKind.UInt32 => Take(4) is { Length: 4 } b ? BinaryPrimitives.ReadUInt32LittleEndian(b) : 0u,
            ColumnKind.Int32 => Take(4) is { Length: 4 } b ? BinaryPrimitives.ReadInt32LittleEndian(b) : 0,
            ColumnKind.UInt64 => Take(8) is { Length: 8 } b ? BinaryPrimitives.ReadUInt64LittleEndian(b) : 0ul,
            ColumnKind.Int64 => Take(8) is { Length: 8 } b ? BinaryPrimitives.ReadInt64LittleEndian(b) : 0L,
            ColumnKind.Float32 => Take(4) is { Length: 4 } b ? BinaryPrimitives.ReadSingleLittleEndian(b) : 0f,
            ColumnKind.Float64 => Take(8) is { Length: 8 } b ? BinaryPrimitives.ReadDoubleLittleEndian(b) : 0d,
            ColumnKind.Text or ColumnKind.Enum8 or ColumnKind.Enum16 => ReadText(type),
            ColumnKind.Date or ColumnKind.Date32 => ReadDate(type),
            ColumnKind.DateTime or ColumnKind.DateTime64 => ReadInstant(type),
            ColumnKind.Decimal => ReadDecimal(type),
            ColumnKind.Uuid => ReadUuid(),
            ColumnKind.Array => ReadArray(type.Inner[0]),
            ColumnKind.Map => ReadMap(type),
            ColumnKind.Tuple => ReadTuple(type),
            _ => throw new NotSupportedException(type.Text),
        };
    }

    private object?[] ReadArray(ColumnType inner)
    {
        var length = Length();
        var items = new List<object?>();
        for (var i = 0; i < length && !Incomplete; i++)
        {
            items.Add(Value(inner));
        }

        return [.. items];
    }

    private Dictionary<string, object?> ReadMap(ColumnType type)
    {
        var length = Length();
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < length && !Incomplete; i++)
        {
            var key = ReadText(type.Inner[0]);
            map[key] = Value(type.Inner[1]);
        }

        return map;
    }

    private object?[] ReadTuple(ColumnType type)
    {
        var items = new object?[type.Inner.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Value(type.Inner[i]);
        }

        return items;
    }

    private string ReadText(ColumnType type) => type.Kind switch
    {
        ColumnKind.Enum8 => Take(1) is [var b] ? type.EnumNames![unchecked((sbyte)b)] : "",
        ColumnKind.Enum16 => Take(2) is { Length: 2 } b ? type.EnumNames![BinaryPrimitives.ReadInt16LittleEndian(b)] : "",
        _ when type.Width > 0 => Encoding.UTF8.GetString(Take(type.Width).TrimEnd((byte)0)),
        _ => Encoding.UTF8.GetString(Take(Length())),
    };

    private DateOnly ReadDate(ColumnType type)
    {
        var days = type.Kind == ColumnKind.Date
            ? Take(2) is { Length: 2 } s ? BinaryPrimitives.ReadUInt16LittleEndian(s) : 0
            : Take(4) is { Length: 4 } l ? BinaryPrimitives.ReadInt32LittleEndian(l) : 0;
        return new DateOnly(1970, 1, 1).AddDays(days);
    }

    private DateTimeOffset ReadInstant(ColumnType type)
    {
        if (type.Kind == ColumnKind.DateTime)
        {
            return DateTimeOffset.FromUnixTimeSeconds(Take(4) is { Length: 4 } s ? BinaryPrimitives.ReadUInt32LittleEndian(s) : 0);
        }

        var ticks = Take(8) is { Length: 8 } b ? BinaryPrimitives.ReadInt64LittleEndian(b) : 0;
        var perSecond = (long)Math.Pow(10, type.Scale);
        return DateTimeOffset.UnixEpoch.AddTicks(checked(ticks / perSecond * TimeSpan.TicksPerSecond))
            .AddTicks(ticks % perSecond * TimeSpan.TicksPerSecond / perSecond);
    }

    private decimal ReadDecimal(ColumnType type)
    {
        Int128 unscaled = type.Width switch
        {
            4 => Take(4) is { Length: 4 } b ? BinaryPrimitives.ReadInt32LittleEndian(b) : 0,
            8 => Take(8) is { Length: 8 } b ? BinaryPrimitives.ReadInt64LittleEndian(b) : 0,
            _ => Take(16) is { Length: 16 } b ? BinaryPrimitives.ReadInt128LittleEndian(b) : 0,
        };
        var magnitude = UInt128.CreateChecked(Int128.Abs(unscaled));
        return unchecked(new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), (int)(uint)(magnitude >> 64), unscaled < 0, (byte)type.Scale));
    }

    /// <summary>The engine keeps a UUID as two little-endian halves.</summary>
    private Guid ReadUuid()
    {
        if (Take(16) is not { Length: 16 } b)
        {
            return default;
        }

        Span<byte> big = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(big, BinaryPrimitives.ReadUInt64LittleEndian(b));
        BinaryPrimitives.WriteUInt64BigEndian(big[8..], BinaryPrimitives.ReadUInt64LittleEndian(b[8..]));
        return new Guid(big, bigEndian: true);
    }

    private int Length()
    {
        var (value, shift) = (0ul, 0);
        while (true)
        {
            if (Take(1) is not [var b])
            {
                return 0;
            }

            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
            {
                return checked((int)value);
            }

            shift += 7;
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (Incomplete || _bytes.Length - _position < count)
        {
            Incomplete = true;
            return default;
        }

        var span = _bytes.Slice(_position, count);
        _position += count;
        return span;
    }
}
