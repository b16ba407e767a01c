using System.Buffers;

namespace Freehold.Wire.Streaming;

/// <summary>The bytes that have arrived and are still of use. The reader's bound on an event also bounds this buffer.</summary>
internal sealed class SseBuffer : IDisposable
{
    private const int InitialBytes = 16 * 1024;
    private const int MinimumReadBytes = 2 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(InitialBytes);
    private int _length;

    public int Length => _length;

    public Memory<byte> Filled => _bytes.AsMemory(0, _length);

    /// <summary>Drops the bytes before an offset and makes room for a read.</summary>
    public void Compact(int keepFrom)
    {
        var kept = _bytes.AsSpan(keepFrom, _length - keepFrom);
        if (_bytes.Length - kept.Length >= MinimumReadBytes)
        {
            kept.CopyTo(_bytes);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
            kept.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        _length = kept.Length;
    }

    public Memory<byte> Free() => _bytes.AsMemory(_length);

    public void Advance(int count) => _length += count;

    public void Dispose()
    {
        var bytes = Interlocked.Exchange(ref _bytes, []);
        _length = 0;
        if (bytes.Length > 0) ArrayPool<byte>.Shared.Return(bytes);
    }
}
