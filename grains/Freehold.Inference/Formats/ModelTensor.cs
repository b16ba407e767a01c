using System.Collections.Immutable;

namespace Freehold.Inference.Formats;

/// <summary>A named tensor inside a mapped file. It owns nothing: it is valid until its <see cref="ModelFile"/> is disposed.</summary>
public sealed class ModelTensor
{
    private readonly MappedFile _file;
    private readonly long _offset;

    /// <summary>The caller has checked that the tensor lies inside the file (see <see cref="TensorLayout"/>).</summary>
    internal ModelTensor(MappedFile file, string name, TensorType type, ImmutableArray<int> shape, long offset, long byteLength)
    {
        _file = file;
        _offset = offset;
        Name = name;
        Type = type;
        Shape = shape;
        ByteLength = byteLength;
        Columns = shape.IsEmpty ? 1 : shape[^1];
        RowBytes = Columns / type.BlockLength() * type.BlockBytes();
    }

    /// <summary>The tensor's name, in GGUF's naming (<c>blk.0.attn_q.weight</c>) whatever the format.</summary>
    public string Name { get; }

    /// <summary>How the numbers are stored.</summary>
    public TensorType Type { get; }

    /// <summary>Extents, outermost first; numbers of the last extent are neighbours in memory.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>Numbers in a row: the last extent.</summary>
    public int Columns { get; }

    /// <summary>Bytes of a row.</summary>
    public int RowBytes { get; }

    /// <summary>Bytes of the tensor.</summary>
    public long ByteLength { get; }

    /// <summary>Numbers in the tensor.</summary>
    public long ElementCount => ByteLength / Type.BlockBytes() * Type.BlockLength();

    internal long Offset => _offset;

    internal string FilePath => _file.Path;

    /// <summary>Bytes of <paramref name="count"/> rows: [count, RowBytes].</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rows are not all inside the tensor.</exception>
    public ReadOnlySpan<byte> Rows(int start, int count)
    {
        var length = (long)count * RowBytes;
        if (start < 0 || count < 0 || (long)start * RowBytes + length > ByteLength || length > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(start), $"Rows {start} to {start + (long)count} of tensor '{Name}'.");
        return _file.Span(_offset + (long)start * RowBytes, (int)length);
    }
}
