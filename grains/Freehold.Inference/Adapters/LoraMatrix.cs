using System.Runtime.InteropServices;
using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;

namespace Freehold.Inference.Adapters;

/// <summary>
/// A small matrix [rows, columns] of an adapter in memory: as 32-bit numbers, or as the upper halves of such where the file has it so. A step
/// that mixes many adapters is bound by reading them, and half the bytes are half the time.
/// </summary>
internal sealed class LoraMatrix
{
    private readonly float[] _singles = [];
    private readonly ushort[] _halves = [];

    private LoraMatrix(int rows, int columns, bool isHalf)
    {
        (Rows, Columns, IsHalf) = (rows, columns, isHalf);
        if (isHalf)
            _halves = GC.AllocateUninitializedArray<ushort>(checked(rows * columns));
        else
            _singles = GC.AllocateUninitializedArray<float>(checked(rows * columns));
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>True where each number takes two bytes.</summary>
    public bool IsHalf { get; }

    public long Bytes => (long)Rows * Columns * (IsHalf ? sizeof(ushort) : sizeof(float));

    /// <summary>Copies a tensor [rows, columns].</summary>
    public static LoraMatrix From(ModelTensor tensor)
    {
        var matrix = new LoraMatrix(tensor.Shape[0], tensor.Columns, tensor.Type == TensorType.BF16);
        for (var row = 0; row < matrix.Rows; row++)
        {
            var bytes = tensor.Rows(row, 1);
            if (matrix.IsHalf)
                MemoryMarshal.Cast<byte, ushort>(bytes).CopyTo(matrix._halves.AsSpan(row * matrix.Columns));
            else
                RowDecoder.Decode(tensor.Type, bytes, matrix._singles.AsSpan(row * matrix.Columns, matrix.Columns));
        }

        return matrix;
    }

    /// <summary>The transpose of some rows of a matrix [outputs, rank]: [rank, rows.Length], so that a product adds up whole vectors.</summary>
    /// <param name="source">[outputs, rank]</param>
    /// <param name="rows">Which row of the source each column comes from.</param>
    public static LoraMatrix Transposed(LoraMatrix source, ReadOnlySpan<int> rows)
    {
        var matrix = new LoraMatrix(source.Columns, rows.Length, source.IsHalf);
        for (var column = 0; column < rows.Length; column++)
        {
            for (var row = 0; row < matrix.Rows; row++)
            {
                if (matrix.IsHalf)
                    matrix._halves[row * matrix.Columns + column] = source._halves[rows[column] * source.Columns + row];
                else
                    matrix._singles[row * matrix.Columns + column] = source._singles[rows[column] * source.Columns + row];
            }
        }

        return matrix;
    }

    /// <summary>All numbers, for a device that keeps them elsewhere: [rows * columns].</summary>
    public float[] ToSingles() =>
        IsHalf ? Array.ConvertAll(_halves, half => BitConverter.UInt32BitsToSingle((uint)half << 16)) : [.. _singles];

    /// <summary>Product of a row and a vector.</summary>
    /// <param name="row">Which row.</param>
    /// <param name="x">[Columns]</param>
    public float Dot(int row, ReadOnlySpan<float> x) => IsHalf
        ? LoraKernel.Dot(_halves.AsSpan(row * Columns, Columns), x)
        : LoraKernel.Dot(_singles.AsSpan(row * Columns, Columns), x);

    /// <summary>y += factor * row.</summary>
    /// <param name="row">Which row.</param>
    /// <param name="factor">Scale.</param>
    /// <param name="y">[Columns]</param>
    public void AddTo(int row, float factor, Span<float> y)
    {
        if (IsHalf)
            LoraKernel.AddScaled(_halves.AsSpan(row * Columns, Columns), factor, y);
        else
            Elementwise.AddScaled(y, factor, _singles.AsSpan(row * Columns, Columns));
    }
}
