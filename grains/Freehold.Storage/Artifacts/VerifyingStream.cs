using System.Security.Cryptography;

namespace Freehold.Storage.Artifacts;

/// <summary>
/// Reads an artifact once, from its beginning, and refuses its last bytes where they all together are not what the digest names.
/// </summary>
/// <remarks>
/// It owns the stream that it reads. It cannot seek: what is read twice could be verified once and be something else the second time.
/// </remarks>
internal sealed class VerifyingStream(Stream inner, string digest) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly long _length = inner.Length;
    private long _position;
    private bool _verified;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        return Take(buffer[..read], isEnd: read == 0 && buffer.Length > 0);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Take(buffer.Span[..read], isEnd: read == 0 && buffer.Length > 0);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    // A reader that knows the length never asks for the end: the bytes that reach it are checked before they are handed out.
    private int Take(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        _hash.AppendData(bytes);
        _position += bytes.Length;
        if (!_verified && (isEnd || _position >= _length))
        {
            var found = ArtifactDigest.ToText(_hash.GetCurrentHash());
            _verified = found == digest ? true : throw new ArtifactStoreException(
                $"The artifact {digest} is damaged: its bytes have the digest {found}. Restore it from a backup, or delete it and make it "
                + "anew.");
        }

        return bytes.Length;
    }
}
