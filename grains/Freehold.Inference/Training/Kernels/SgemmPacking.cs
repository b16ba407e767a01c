using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Inference.Training.Kernels;

/// <summary>Copies parts of matrices into the order in which the product reads them.</summary>
internal static unsafe class SgemmPacking
{
    private const int Square = 8;

    /// <summary>One panel: row after row, each <paramref name="width"/> numbers long, zero beyond the matrix.</summary>
    /// <param name="b">[inner, columns]</param>
    /// <param name="inner">Rows.</param>
    /// <param name="columns">Columns that there are.</param>
    /// <param name="width">Columns of the panel.</param>
    /// <param name="panel">[inner, width]</param>
    public static void Panel(in Operand b, int inner, int columns, int width, float* panel)
    {
        if (columns < width)
            new Span<float>(panel, checked(inner * width)).Clear();
        if (b.ColumnStride == 1)
            CopyRows(b, inner, columns, width, panel);
        else if (b.RowStride == 1)
            TurnRows(b, inner, columns, width, panel);
        else
            CopyEach(b, 0, inner, 0, columns, width, panel);
    }

    private static void CopyRows(in Operand b, int inner, int columns, int width, float* panel)
    {
        for (var row = 0; row < inner; row++)
            new ReadOnlySpan<float>(b.Start + row * b.RowStride, columns).CopyTo(new Span<float>(panel + (nint)row * width, columns));
    }

    // The matrix is the transpose of what lies in memory: turned in squares, which both sides read and write whole.
    private static void TurnRows(in Operand b, int inner, int columns, int width, float* panel)
    {
        var (squareRows, squareColumns) = Avx2.IsSupported ? (inner / Square * Square, columns / Square * Square) : (0, 0);
        for (var column = 0; column < squareColumns; column += Square)
        {
            var source = b.Start + column * b.ColumnStride;
            for (var row = 0; row < squareRows; row += Square)
            {
                var from = (int*)source + row;
                var step = b.ColumnStride;
                Transpose8.Store(
                    Vector256.Load(from), Vector256.Load(from + step), Vector256.Load(from + 2 * step), Vector256.Load(from + 3 * step),
                    Vector256.Load(from + 4 * step), Vector256.Load(from + 5 * step), Vector256.Load(from + 6 * step),
                    Vector256.Load(from + 7 * step), (byte*)(panel + (nint)row * width + column), width * sizeof(float));
            }
        }

        CopyEach(b, squareRows, inner, 0, squareColumns, width, panel);
        CopyEach(b, 0, inner, squareColumns, columns, width, panel);
    }

    private static void CopyEach(in Operand b, int firstRow, int endRow, int firstColumn, int endColumn, int width, float* panel)
    {
        for (var column = firstColumn; column < endColumn; column++)
        {
            var source = b.Start + column * b.ColumnStride;
            for (var row = firstRow; row < endRow; row++)
                panel[(nint)row * width + column] = source[row * b.RowStride];
        }
    }
}
