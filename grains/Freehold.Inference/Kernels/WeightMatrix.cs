using Freehold.Inference.Formats;

namespace Freehold.Inference.Kernels;

/// <summary>A weight matrix [Rows, Columns], read where it lies in the mapped file: a whole tensor, or some neighbouring rows of one.</summary>
internal sealed class WeightMatrix
{
    private readonly ModelTensor _tensor;
    private readonly int _firstRow;

    public WeightMatrix(ModelTensor tensor)
        : this(tensor, 0, tensor.Shape.Length == 2 ? tensor.Shape[0] : 0)
    {
        if (tensor.Shape.Length != 2)
            throw new ArgumentException($"Tensor '{tensor.Name}' is not a matrix.", nameof(tensor));
    }

    private WeightMatrix(ModelTensor tensor, int firstRow, int rows)
    {
        (_tensor, _firstRow, Rows) = (tensor, firstRow, rows);
        Format = RowFormat.Of(tensor.Type);
    }

    public int Rows { get; }

    public int Columns => _tensor.Columns;

    /// <summary>Bytes of a row.</summary>
    public int RowBytes => _tensor.RowBytes;

    public TensorType Type => _tensor.Type;

    /// <summary>The kernels for rows of this type.</summary>
    public RowFormat Format { get; }

    /// <summary>Some rows as stored: [count, RowBytes].</summary>
    public ReadOnlySpan<byte> Bytes(int start, int count) => _tensor.Rows(_firstRow + start, count);

    /// <summary>Decodes one row.</summary>
    /// <param name="row">Which one.</param>
    /// <param name="target">[Columns]</param>
    public void DecodeRow(int row, Span<float> target) => RowDecoder.Decode(Type, Bytes(row, 1), target);

    /// <summary>Some of the rows, [count, Columns], as a matrix of their own.</summary>
    public WeightMatrix RowRange(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Rows - start);
        return new WeightMatrix(_tensor, _firstRow + start, count);
    }
}
