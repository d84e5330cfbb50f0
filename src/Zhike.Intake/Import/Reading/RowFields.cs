using System.Text;
using Zhike.Kernel;

namespace Zhike.Intake.Import.Reading;

/// <summary>The wanted fields of one row as UTF-8, in a buffer that every row uses again. A field nobody puts is empty.</summary>
internal sealed class RowFields(int count)
{
    private readonly (int Start, int Length)[] _fields = new (int, int)[count];
    private byte[] _bytes = new byte[4 << 10];
    private int _used;

    public int Count => _fields.Length;

    public ReadOnlySpan<byte> this[int field] => _bytes.AsSpan(_fields[field].Start, _fields[field].Length);

    public void Clear()
    {
        Array.Clear(_fields);
        _used = 0;
    }

    public void Put(int field, ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Reserve(utf8.Length));
        Take(field, utf8.Length);
    }

    public void Put(int field, ReadOnlySpan<char> text) => Take(field, Encoding.UTF8.GetBytes(text, Reserve(Encoding.UTF8.GetMaxByteCount(text.Length))));

    /// <summary>Room for a value that is written in place; <see cref="Take"/> says how much of it was.</summary>
    public Span<byte> Reserve(int bytes)
    {
        if (_bytes.Length - _used < bytes)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + bytes));
        }

        return _bytes.AsSpan(_used);
    }

    public void Take(int field, int bytes)
    {
        _fields[field] = (_used, bytes);
        _used += bytes;
    }
}

/// <summary>What reading one row came to.</summary>
/// <param name="Column">Where it is broken; empty for the whole row.</param>
/// <param name="Broken">Why the row cannot be let in; null for a sound one.</param>
internal readonly record struct ReadRow(bool End, string Column, Said? Broken)
{
    public static ReadRow Sound { get; }

    public static ReadRow Ended { get; } = new(true, "", null);

    public static ReadRow Refused(string column, Said why) => new(false, column, why);
}

/// <summary>Reads one row after the other.</summary>
internal interface IRowReader : IAsyncDisposable
{
    (long Done, long Total) Progress { get; }

    /// <exception cref="Kernel.ProblemException">It cannot be opened or read, or lacks a wanted field.</exception>
    Task OpenAsync(IReadOnlyList<string> wanted, CancellationToken cancel);

    ValueTask<ReadRow> NextAsync(RowFields fields, CancellationToken cancel);
}
