using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Zhike.Storage.Facts.Remote;

/// <summary>A server that fails in the middle of an answer has already said 200: it appends the error to the rows. So the last
/// stretch of an answer is held back until its end is known, and is never taken for rows when it is an error.</summary>
internal static partial class AnswerTail
{
    /// <summary>The server cuts an appended error at 16 KiB and adds its marks around it.</summary>
    public const int HeldBackBytes = 17 << 10;

    private const int BufferBytes = 256 << 10;

    /// <summary>The answer's bytes in chunks. A chunk is valid until the next is asked for.</summary>
    /// <param name="tag">The server's X-ClickHouse-Exception-Tag for this answer; null from servers before it was there.</param>
    /// <param name="failed">Makes the exception out of the error's text.</param>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        Stream answer, string? tag, Func<string, Exception> failed, [EnumeratorCancellation] CancellationToken cancel)
    {
        var buffer = new byte[BufferBytes + HeldBackBytes];
        var held = 0;
        while (true)
        {
            var (read, broken) = await ReadSomeAsync(answer, buffer.AsMemory(held), cancel).ConfigureAwait(false);
            held += read;
            if (read == 0)
            {
                if (ErrorIn(buffer.AsSpan(0, held), tag) is { } error)
                {
                    throw failed(error);
                }

                if (broken is not null)
                {
                    throw new IOException("The facts store broke off in the middle of its answer.", broken);
                }

                if (held > 0)
                {
                    yield return buffer.AsMemory(0, held);
                }

                yield break;
            }

            if (held > HeldBackBytes)
            {
                var free = held - HeldBackBytes;
                yield return buffer.AsMemory(0, free);
                buffer.AsSpan(free, HeldBackBytes).CopyTo(buffer);
                held = HeldBackBytes;
            }
        }
    }

    /// <summary>The error that the last bytes of an answer are, or null.</summary>
    internal static string? ErrorIn(ReadOnlySpan<byte> tail, string? tag)
    {
        var text = Encoding.Latin1.GetString(tail.Length > HeldBackBytes ? tail[^HeldBackBytes..] : tail);
        if (tag is not null)
        {
            var mark = text.LastIndexOf($"__exception__\r\n{tag}\r\n", StringComparison.Ordinal);
            return mark < 0 ? null : Utf8(text[mark..].Split('\n').Skip(2).FirstOrDefault() ?? "");
        }

        var match = Appended().Match(text);
        return match.Success ? Utf8(match.Value) : null;
    }

    private static string Utf8(string latin1) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(latin1)).Trim();

    /// <summary>A cut answer ends the reading like a whole one, so that the error in its last bytes is found first.</summary>
    private static async Task<(int Read, Exception? Broken)> ReadSomeAsync(Stream answer, Memory<byte> into, CancellationToken cancel)
    {
        try
        {
            return (await answer.ReadAsync(into, cancel).ConfigureAwait(false), null);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or InvalidDataException && !cancel.IsCancellationRequested)
        {
            return (0, broken);
        }
    }

    [GeneratedRegex(@"Code: \d+\. DB::Exception: [^\x00]*\(version [^\x00]*\)\s*$")]
    private static partial Regex Appended();
}
