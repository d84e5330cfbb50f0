using System.Runtime.CompilerServices;
using System.Text;

namespace Zhike.Storage.Facts.Rows;

/// <summary>Turns the chunks of a RowBinaryWithNamesAndTypes answer into records, wherever the chunks are cut.
/// A server sends the header (names and types) once; the engine in the process sends whole rows with a header on every chunk.</summary>
internal static class RowStream
{
    /// <summary>One row may not be larger than this.</summary>
    public const int RowBytesMax = 64 << 20;

    public static async IAsyncEnumerable<T> ReadAsync<T>(
        IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, bool headerOnEveryChunk, RowMapper<T> map, [EnumeratorCancellation] CancellationToken cancel)
    {
        var carry = new byte[64 << 10];
        var carried = 0;
        ColumnType[]? columns = null;
        string[] names = [];
        await foreach (var chunk in chunks.WithCancellation(cancel).ConfigureAwait(false))
        {
            // A row cut by the chunk's end waits in `carry` for its rest; otherwise the chunk is read where it lies.
            ReadOnlyMemory<byte> bytes = chunk;
            if (carried > 0)
            {
                if (carried + chunk.Length > carry.Length)
                {
                    Array.Resize(ref carry, Math.Max(carry.Length * 2, carried + chunk.Length));
                }

                chunk.CopyTo(carry.AsMemory(carried));
                bytes = carry.AsMemory(0, carried + chunk.Length);
            }

            var position = 0;
            if (headerOnEveryChunk)
            {
                columns = null;
            }

            if (columns is null && !TryReadHeader(bytes.Span, out columns, out names, out position))
            {
                (carried, carry) = Keep(bytes, carry);
                continue;
            }

            while (position < bytes.Length)
            {
                if (!TryMap(bytes.Span[position..], columns!, names, map, out var row, out var consumed))
                {
                    break;
                }

                position += consumed;
                yield return row;
            }

            (carried, carry) = Keep(bytes[position..], carry);
        }

        if (carried > 0)
        {
            throw new InvalidDataException($"The answer ended inside a row ({carried} bytes left).");
        }
    }

    private static bool TryMap<T>(ReadOnlySpan<byte> bytes, ColumnType[] columns, string[] names, RowMapper<T> map, out T row, out int consumed)
    {
        var reader = new RowReader(bytes, columns, names);
        try
        {
            row = map(ref reader);
        }
        catch (Exception) when (reader.Incomplete)
        {
            // The mapper stumbled over a default that stands for bytes still to come; it will be asked again.
            row = default!;
        }

        if (reader.Incomplete)
        {
            consumed = 0;
            return false;
        }

        if (!reader.AllColumnsRead)
        {
            throw new InvalidOperationException($"The reader took fewer columns than the statement answers ({columns.Length}: {string.Join(", ", names)}).");
        }

        consumed = reader.Consumed;
        return true;
    }

    private static (int Carried, byte[] Carry) Keep(ReadOnlyMemory<byte> rest, byte[] carry)
    {
        if (rest.Length > RowBytesMax)
        {
            throw new InvalidDataException($"One row of the answer is larger than {RowBytesMax} bytes.");
        }

        if (rest.Length > carry.Length)
        {
            var larger = new byte[rest.Length * 2];
            rest.CopyTo(larger);
            return (rest.Length, larger);
        }

        rest.Span.CopyTo(carry);
        return (rest.Length, carry);
    }

    /// <summary>How many bytes of a chunk are its header.</summary>
    public static int HeaderLength(ReadOnlySpan<byte> chunk) => TryReadHeader(chunk, out _, out _, out var position)
        ? position
        : throw new InvalidDataException("A chunk of the answer is shorter than its header.");

    private static bool TryReadHeader(ReadOnlySpan<byte> bytes, out ColumnType[]? columns, out string[] names, out int position)
    {
        (columns, names, position) = (null, [], 0);
        if (!TryReadLength(bytes, ref position, out var count))
        {
            return false;
        }

        var words = new string[count * 2];
        for (var i = 0; i < words.Length; i++)
        {
            if (!TryReadLength(bytes, ref position, out var length) || bytes.Length - position < length)
            {
                return false;
            }

            words[i] = Encoding.UTF8.GetString(bytes.Slice(position, length));
            position += length;
        }

        names = words[..count];
        columns = [.. words[count..].Select(ColumnType.Parse)];
        return true;
    }

    private static bool TryReadLength(ReadOnlySpan<byte> bytes, ref int position, out int value)
    {
        value = 0;
        for (var shift = 0; position < bytes.Length; shift += 7)
        {
            var b = bytes[position++];
            value |= (b & 0x7f) << shift;
            if (b < 0x80)
            {
                return true;
            }
        }

        return false;
    }
}
