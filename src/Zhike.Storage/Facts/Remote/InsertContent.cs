using System.Buffers;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace Zhike.Storage.Facts.Remote;

/// <summary>Rows on their way in, compressed as they come. What was sent is kept while it is small, so that an insert with a
/// deduplication token can be sent again.</summary>
internal sealed class InsertRows(IAsyncEnumerator<ReadOnlyMemory<byte>> chunks)
{
    public const int KeptBytesMax = 16 << 20;

    private readonly ArrayBufferWriter<byte> _sent = new();
    private Task _writing = Task.CompletedTask;
    private bool _ended;

    /// <summary>False once more went out than is kept: then the rows cannot be sent again.</summary>
    public bool Repeatable { get; private set; } = true;

    /// <summary>What the source of the rows threw: not a fault of the line, so never a reason to send again.</summary>
    public Exception? SourceFailure { get; private set; }

    public Task WriteAsync(Stream destination, CancellationToken cancel) => _writing = WriteAllAsync(destination, cancel);

    /// <summary>Until nobody reads the source any more: a request that failed may still be sending.</summary>
    public Task QuietAsync() => _writing.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private async Task WriteAllAsync(Stream destination, CancellationToken cancel)
    {
        if (_sent.WrittenCount > 0)
        {
            await destination.WriteAsync(_sent.WrittenMemory, cancel).ConfigureAwait(false);
        }

        while (!_ended && await NextAsync().ConfigureAwait(false))
        {
            var chunk = chunks.Current;
            Repeatable = Repeatable && _sent.WrittenCount + chunk.Length <= KeptBytesMax;
            if (Repeatable)
            {
                _sent.Write(chunk.Span);
            }

            await destination.WriteAsync(chunk, cancel).ConfigureAwait(false);
        }

        _ended = true;
    }

    private async Task<bool> NextAsync()
    {
        try
        {
            return await chunks.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            SourceFailure = failure;
            throw;
        }
    }
}

internal sealed class InsertContent : HttpContent
{
    private readonly InsertRows _rows;

    public InsertContent(InsertRows rows)
    {
        _rows = rows;
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        Headers.ContentEncoding.Add("gzip");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var compressed = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
        await using (compressed.ConfigureAwait(false))
        {
            await _rows.WriteAsync(compressed, cancellationToken).ConfigureAwait(false);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
