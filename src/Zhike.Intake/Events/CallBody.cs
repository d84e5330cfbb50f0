using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Zhike.Kernel;

namespace Zhike.Intake.Events;

internal enum BodyState
{
    Read,
    TooLarge,

    /// <summary>Not what its Content-Encoding says.</summary>
    Damaged,

    /// <summary>No memory for it now.</summary>
    NoRoom,
}

/// <summary>The bytes of one call. The buffer grows with what comes, so that a slow sender holds what it has sent and no more.</summary>
internal sealed class CallBody(CallMemory memory) : IDisposable
{
    private const int FirstBytes = 16 << 10;
    private byte[] _buffer = [];
    private int _reserved;

    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>Reads at most one byte more than the limit, however much a packed body would unfold to.</summary>
    public async Task<BodyState> ReadAsync(HttpRequest request, int limit)
    {
        var encoding = request.Headers.ContentEncoding.ToString();
        var gzip = encoding.Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (!gzip && request.ContentLength > limit)
        {
            return BodyState.TooLarge;
        }

        if (!Grow(0, gzip ? FirstBytes : (int)Math.Min(limit, request.ContentLength ?? FirstBytes) + 1))
        {
            return BodyState.NoRoom;
        }

        try
        {
            await using var unpacked = gzip ? new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true) : null;
            return await FillAsync(unpacked ?? request.Body, limit, request.HttpContext.RequestAborted).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            return BodyState.Damaged;
        }
    }

    /// <summary>Why a body was not read; null when it was.</summary>
    public static Problem? Refusal(BodyState state, int limit) => state switch
    {
        BodyState.TooLarge => new Problem(ProblemKind.Invalid, EventAnswers.TooLargeCode, string.Create(CultureInfo.InvariantCulture, $"A body may have {limit} bytes, unpacked.")),
        BodyState.Damaged => Problem.Invalid("body", "is not what its Content-Encoding says"),
        BodyState.NoRoom => new Problem(ProblemKind.LimitExceeded, "events_busy", "More is being sent than fits into the memory set aside for it. Send this again in a moment."),
        _ => null,
    };

    public void Dispose()
    {
        Bytes = default;
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }

        memory.Return(_reserved);
        _reserved = 0;
    }

    private async Task<BodyState> FillAsync(Stream stream, int limit, CancellationToken cancel)
    {
        var length = 0;
        while (true)
        {
            if (length == _buffer.Length && !Grow(length, Math.Min(length * 2, limit + 1)))
            {
                return BodyState.NoRoom;
            }

            var read = await stream.ReadAsync(_buffer.AsMemory(length, Math.Min(_buffer.Length, limit + 1) - length), cancel).ConfigureAwait(false);
            length += read;
            if (length > limit)
            {
                return BodyState.TooLarge;
            }

            if (read == 0)
            {
                Bytes = _buffer.AsMemory(0, length);
                return BodyState.Read;
            }
        }
    }

    private bool Grow(int length, int wanted)
    {
        var larger = ArrayPool<byte>.Shared.Rent(wanted);
        if (!memory.TryTake(larger.Length - _reserved))
        {
            ArrayPool<byte>.Shared.Return(larger);
            return false;
        }

        _reserved = larger.Length;
        _buffer.AsSpan(0, length).CopyTo(larger);
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = larger;
        return true;
    }
}
