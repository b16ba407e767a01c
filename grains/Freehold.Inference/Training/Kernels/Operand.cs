namespace Freehold.Inference.Training.Kernels;

/// <summary>A matrix in memory: the number in a row and a column is at row * RowStride + column * ColumnStride.</summary>
/// <param name="start">First number.</param>
/// <param name="rowStride">Numbers from one row to the next.</param>
/// <param name="columnStride">Numbers from one column to the next.</param>
internal readonly unsafe struct Operand(float* start, nint rowStride, nint columnStride)
{
    public float* Start { get; } = start;

    public nint RowStride { get; } = rowStride;

    public nint ColumnStride { get; } = columnStride;

    /// <summary>The same memory with rows and columns exchanged.</summary>
    public Operand Transposed => new(Start, ColumnStride, RowStride);

    /// <summary>A matrix whose rows are <paramref name="stride"/> numbers apart.</summary>
    public static Operand Rows(float* start, nint stride) => new(start, stride, 1);

    /// <summary>The matrix without its first rows and columns.</summary>
    public Operand From(nint row, nint column) => new(Start + row * RowStride + column * ColumnStride, RowStride, ColumnStride);
}
