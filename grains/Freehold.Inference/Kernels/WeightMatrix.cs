using Freehold.Inference.Formats;

namespace Freehold.Inference.Kernels;

/// <summary>A weight matrix [Rows, Columns], read where it lies in the mapped file.</summary>
internal sealed class WeightMatrix
{
    private readonly ModelTensor _tensor;

    public WeightMatrix(ModelTensor tensor)
    {
        if (tensor.Shape.Length != 2)
            throw new ArgumentException($"Tensor '{tensor.Name}' is not a matrix.", nameof(tensor));
        _tensor = tensor;
    }

    public int Rows => _tensor.Shape[0];

    public int Columns => _tensor.Columns;

    public TensorType Type => _tensor.Type;

    /// <summary>One row as stored: [Columns] numbers.</summary>
    public ReadOnlySpan<byte> Row(int row) => _tensor.Rows(row, 1);

    /// <summary>Decodes one row.</summary>
    /// <param name="row">Which one.</param>
    /// <param name="target">[Columns]</param>
    public void DecodeRow(int row, Span<float> target) => RowDecoder.Decode(Type, Row(row), target);
}
