using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Zhike.Customers.Segments.Exports;

/// <summary>A file under AES-256-GCM in pieces of 64 KiB. A piece that was changed, moved or cut away is found when it is read. The nonce is
/// the piece's number and whether it is the last: a key is used for one file only.</summary>
internal static class SealedFile
{
    public const int KeyBytes = 32;
    private const int PieceBytes = 1 << 16;
    private const int TagBytes = 16;

    /// <summary>Takes plain bytes; the file is whole when it was disposed.</summary>
    public sealed class Writer(Stream file, byte[] key) : OneWay
    {
        private readonly AesGcm _aes = new(key, TagBytes);
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly byte[] _piece = new byte[PieceBytes];
        private readonly byte[] _sealed = new byte[PieceBytes + TagBytes];
        private int _filled;
        private long _pieces;
        private bool _over;

        public override bool CanWrite => true;

        public long Plain { get; private set; }

        /// <summary>Of the plain bytes so far.</summary>
        public string Sha256() => Convert.ToHexStringLower(_hash.GetCurrentHash());

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _hash.AppendData(buffer);
            Plain += buffer.Length;
            while (buffer.Length > 0)
            {
                if (_filled == PieceBytes)
                {
                    Seal(last: false);
                }

                var taken = Math.Min(buffer.Length, PieceBytes - _filled);
                buffer[..taken].CopyTo(_piece.AsSpan(_filled));
                _filled += taken;
                buffer = buffer[taken..];
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_over)
            {
                _over = true;
                Seal(last: true);
                _aes.Dispose();
                _hash.Dispose();
            }

            base.Dispose(disposing);
        }

        private void Seal(bool last)
        {
            _aes.Encrypt(Nonce(_pieces++, last), _piece.AsSpan(0, _filled), _sealed.AsSpan(0, _filled), _sealed.AsSpan(_filled, TagBytes));
            file.Write(_sealed, 0, _filled + TagBytes);
            _filled = 0;
        }
    }

    /// <summary>Gives back the plain bytes; owns the file.</summary>
    /// <exception cref="CryptographicException">On reading: the file is not what was written.</exception>
    public sealed class Reader(FileStream file, byte[] key) : OneWay
    {
        private readonly AesGcm _aes = new(key, TagBytes);
        private readonly byte[] _sealed = new byte[PieceBytes + TagBytes];
        private readonly byte[] _piece = new byte[PieceBytes];
        private int _at;
        private int _until;
        private long _pieces;
        private bool _wasLast;

        public override bool CanRead => true;

        public override int Read(Span<byte> buffer)
        {
            while (_at == _until && !_wasLast)
            {
                Open();
            }

            var taken = Math.Min(buffer.Length, _until - _at);
            _piece.AsSpan(_at, taken).CopyTo(buffer);
            _at += taken;
            return taken;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _aes.Dispose();
                file.Dispose();
            }

            base.Dispose(disposing);
        }

        private void Open()
        {
            var read = file.ReadAtLeast(_sealed, _sealed.Length, throwOnEndOfStream: false);
            _wasLast = file.Position == file.Length;
            if (read < TagBytes)
            {
                throw new CryptographicException("The file ends before its last piece.");
            }

            (_at, _until) = (0, read - TagBytes);
            _aes.Decrypt(Nonce(_pieces++, _wasLast), _sealed.AsSpan(0, _until), _sealed.AsSpan(_until, TagBytes), _piece.AsSpan(0, _until));
        }
    }

    private static byte[] Nonce(long piece, bool last)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(nonce, piece);
        nonce[8] = last ? (byte)1 : (byte)0;
        return nonce;
    }

    /// <summary>From front to end, in one direction.</summary>
    public abstract class OneWay : Stream
    {
        public override bool CanRead => false;

        public override bool CanWrite => false;

        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
            // Pieces go out as they fill, and the rest at the end.
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer) => throw new NotSupportedException();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
