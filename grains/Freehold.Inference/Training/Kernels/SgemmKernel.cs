using System.Runtime.CompilerServices;
using Freehold.Inference.Kernels;
using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Inference.Training.Kernels;

/// <summary>
/// Products of matrices of 32-bit floats on one thread, after Goto and van de Geijn 2008 (doi:10.1145/1356052.1356053): the right matrix
/// packed in panels as wide as two vectors, and a tile of the result kept in registers while it runs down the inner extent.
/// </summary>
/// <remarks>A number of the result has the same bits however the work is cut: its products are always added in the same order.</remarks>
internal abstract unsafe class SgemmKernel
{
    /// <summary>Rows of the result in registers.</summary>
    public const int TileRows = 6;

    /// <summary>Inner extent after which the result is written: what of a panel stays in the nearest caches.</summary>
    public const int InnerBlock = 256;

    public static SgemmKernel Best { get; } = Of(VectorLevels.Best);

    /// <summary>Columns of a panel; the last one may be half as wide.</summary>
    public abstract int PanelColumns { get; }

    public static SgemmKernel Of(VectorLevel level) => level switch
    {
        VectorLevel.Avx512 => new SgemmKernel<SgemmLanes512, System.Runtime.Intrinsics.Vector512<float>>(),
        VectorLevel.Avx2 => new SgemmKernel<SgemmLanes256, System.Runtime.Intrinsics.Vector256<float>>(),
        _ => new SgemmKernel<PortableSgemmLanes, System.Numerics.Vector<float>>(),
    };

    public int Panels(int columns) => (columns + PanelColumns - 1) / PanelColumns;

    /// <summary>Numbers that the packed form of a matrix [inner, columns] takes.</summary>
    public abstract long PackedLength(int inner, int columns);

    /// <summary>Packs some panels of a matrix; what lies beyond its columns becomes zero.</summary>
    /// <param name="b">[inner, columns]</param>
    /// <param name="inner">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="firstPanel">First panel to pack.</param>
    /// <param name="endPanel">Panel after the last.</param>
    /// <param name="packed">[PackedLength(inner, columns)], the place of all panels</param>
    public abstract void Pack(in Operand b, int inner, int columns, int firstPanel, int endPanel, float* packed);

    /// <summary>c (+)= a * b.</summary>
    /// <param name="a">[rows, inner]</param>
    /// <param name="packed">b [inner, columns], packed</param>
    /// <param name="rows">Rows of a.</param>
    /// <param name="columns">Columns of b.</param>
    /// <param name="inner">Extent that is summed over.</param>
    /// <param name="packedInner">Rows that b was packed with, of which the first <paramref name="inner"/> are used.</param>
    /// <param name="c">[rows, columns]</param>
    /// <param name="stride">Numbers from one row of c to the next.</param>
    /// <param name="accumulate">Adds to c, which otherwise is overwritten.</param>
    public abstract void Multiply(
        in Operand a, float* packed, int rows, int columns, int inner, int packedInner, float* c, nint stride, bool accumulate);
}

/// <summary>The products with one set of instructions.</summary>
internal sealed unsafe class SgemmKernel<TLanes, TVector> : SgemmKernel
    where TLanes : struct, ISgemmLanes<TVector>
    where TVector : struct
{
    public override int PanelColumns => 2 * TLanes.Count;

    public override long PackedLength(int inner, int columns) =>
        (long)inner * ((columns + TLanes.Count - 1) / TLanes.Count * TLanes.Count);

    public override void Pack(in Operand b, int inner, int columns, int firstPanel, int endPanel, float* packed)
    {
        for (var panel = firstPanel; panel < endPanel; panel++)
        {
            var first = panel * PanelColumns;
            var count = Math.Min(PanelColumns, columns - first);
            SgemmPacking.Panel(b.From(0, first), inner, count, Width(count), packed + (nint)first * inner);
        }
    }

    public override void Multiply(
        in Operand a, float* packed, int rows, int columns, int inner, int packedInner, float* c, nint stride, bool accumulate)
    {
        for (var start = 0; start < inner; start += InnerBlock)
        {
            var depth = Math.Min(InnerBlock, inner - start);
            for (var first = 0; first < columns; first += PanelColumns)
            {
                var count = Math.Min(PanelColumns, columns - first);
                var panel = packed + (nint)first * packedInner + (nint)start * Width(count);
                for (var row = 0; row < rows; row += TileRows)
                {
                    Tile(
                        a.From(row, start), Math.Min(TileRows, rows - row), panel, depth, c + row * stride + first, stride, count,
                        accumulate || start > 0);
                }
            }
        }
    }

    private static void Tile(in Operand a, int rows, float* b, int depth, float* c, nint stride, int columns, bool accumulate)
    {
        var width = Width(columns);
        if (rows == TileRows && columns == width)
        {
            Run(a, rows, width, b, depth, c, stride, accumulate);
            return;
        }

        var whole = stackalloc float[TileRows * 2 * TLanes.Count];
        Run(a, rows, width, b, depth, whole, width, accumulate: false);
        for (var row = 0; row < rows; row++)
        {
            var target = new Span<float>(c + row * stride, columns);
            var part = new ReadOnlySpan<float>(whole + row * width, columns);
            if (accumulate)
                Elementwise.Add(target, part);
            else
                part.CopyTo(target);
        }
    }

    private static void Run(in Operand a, int rows, int width, float* b, int depth, float* c, nint stride, bool accumulate)
    {
        if (width > TLanes.Count)
            WideTile(a, rows, b, depth, c, stride, accumulate);
        else
            NarrowTile(a, rows, b, depth, c, stride, accumulate);
    }

    private static int Width(int count) => count > TLanes.Count ? 2 * TLanes.Count : TLanes.Count;

    // Twelve sums and three operands fit the sixteen registers of AVX2, and are enough to hide the latency of AVX-512's units too. A call
    // after the loop would cost them their registers in it: every vector register is the callee's.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void WideTile(
        in Operand a, int rows, float* b, int depth, float* c, nint stride, bool accumulate)
    {
        var last = rows - 1;
        var (a0, a1, a2) = ((nint)a.Start, Row(a, 1, last), Row(a, 2, last));
        var (a3, a4, a5) = (Row(a, 3, last), Row(a, 4, last), Row(a, 5, last));
        TVector s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default;
        TVector s30 = default, s31 = default, s40 = default, s41 = default, s50 = default, s51 = default;
        var step = a.ColumnStride * sizeof(float);
        nint at = 0;
        for (var i = 0; i < depth; i++)
        {
            var (b0, b1) = (TLanes.Load(b), TLanes.Load(b + TLanes.Count));
            var x = TLanes.Broadcast(*(float*)(a0 + at));
            (s00, s01) = (TLanes.FusedMultiplyAdd(x, b0, s00), TLanes.FusedMultiplyAdd(x, b1, s01));
            x = TLanes.Broadcast(*(float*)(a1 + at));
            (s10, s11) = (TLanes.FusedMultiplyAdd(x, b0, s10), TLanes.FusedMultiplyAdd(x, b1, s11));
            x = TLanes.Broadcast(*(float*)(a2 + at));
            (s20, s21) = (TLanes.FusedMultiplyAdd(x, b0, s20), TLanes.FusedMultiplyAdd(x, b1, s21));
            x = TLanes.Broadcast(*(float*)(a3 + at));
            (s30, s31) = (TLanes.FusedMultiplyAdd(x, b0, s30), TLanes.FusedMultiplyAdd(x, b1, s31));
            x = TLanes.Broadcast(*(float*)(a4 + at));
            (s40, s41) = (TLanes.FusedMultiplyAdd(x, b0, s40), TLanes.FusedMultiplyAdd(x, b1, s41));
            x = TLanes.Broadcast(*(float*)(a5 + at));
            (s50, s51) = (TLanes.FusedMultiplyAdd(x, b0, s50), TLanes.FusedMultiplyAdd(x, b1, s51));
            at += step;
            b += 2 * TLanes.Count;
        }

        Write(c, s00, s01, accumulate);
        Write(c + stride, s10, s11, accumulate);
        Write(c + 2 * stride, s20, s21, accumulate);
        Write(c + 3 * stride, s30, s31, accumulate);
        Write(c + 4 * stride, s40, s41, accumulate);
        Write(c + 5 * stride, s50, s51, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void NarrowTile(
        in Operand a, int rows, float* b, int depth, float* c, nint stride, bool accumulate)
    {
        var last = rows - 1;
        var (a0, a1, a2) = ((nint)a.Start, Row(a, 1, last), Row(a, 2, last));
        var (a3, a4, a5) = (Row(a, 3, last), Row(a, 4, last), Row(a, 5, last));
        TVector s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default;
        var step = a.ColumnStride * sizeof(float);
        nint at = 0;
        for (var i = 0; i < depth; i++)
        {
            var b0 = TLanes.Load(b);
            s0 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(*(float*)(a0 + at)), b0, s0);
            s1 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(*(float*)(a1 + at)), b0, s1);
            s2 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(*(float*)(a2 + at)), b0, s2);
            s3 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(*(float*)(a3 + at)), b0, s3);
            s4 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(*(float*)(a4 + at)), b0, s4);
            s5 = TLanes.FusedMultiplyAdd(TLanes.Broadcast(*(float*)(a5 + at)), b0, s5);
            at += step;
            b += TLanes.Count;
        }

        Write(c, s0, accumulate);
        Write(c + stride, s1, accumulate);
        Write(c + 2 * stride, s2, accumulate);
        Write(c + 3 * stride, s3, accumulate);
        Write(c + 4 * stride, s4, accumulate);
        Write(c + 5 * stride, s5, accumulate);
    }

    // A row beyond the last is the last once more: computed, and not written.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Row(in Operand a, int row, int last) => (nint)(a.Start + Math.Min(row, last) * a.RowStride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(float* c, TVector first, TVector second, bool accumulate)
    {
        Write(c, first, accumulate);
        Write(c + TLanes.Count, second, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(float* c, TVector sum, bool accumulate) =>
        TLanes.Store(accumulate ? TLanes.Add(TLanes.Load(c), sum) : sum, c);
}
