using System.Runtime.InteropServices;
using Freehold.Inference.Formats;

namespace Freehold.Inference.Kernels;

/// <summary>Y = X * transpose(W) for some rows of W.</summary>
internal static class MatMulKernel
{
    /// <param name="weights">[rows, columns] as stored</param>
    /// <param name="start">First row to do.</param>
    /// <param name="end">Row after the last.</param>
    /// <param name="x">[tokens, columns]</param>
    /// <param name="tokens">Number of vectors.</param>
    /// <param name="y">[tokens, rows]; columns start..end-1 are written</param>
    /// <param name="scratch">[columns], this thread's own</param>
    public static void Rows(
        WeightMatrix weights, int start, int end, ReadOnlySpan<float> x, int tokens, Span<float> y, Span<float> scratch)
    {
        if (tokens > 1 || !DotKernel.IsFused)
        {
            Decoded(weights, start, end, x, tokens, y, scratch[..weights.Columns]);
            return;
        }

        switch (weights.Type)
        {
            case TensorType.F32: Fused<F32Row>(weights, start, end, x, y); break;
            case TensorType.F16: Fused<F16Row>(weights, start, end, x, y); break;
            case TensorType.BF16: Fused<BF16Row>(weights, start, end, x, y); break;
            case TensorType.Q8_0: Fused<Q8Row>(weights, start, end, x, y); break;
            default: throw new InvalidOperationException($"No kernel for {weights.Type}.");
        }
    }

    private static void Fused<TRow>(WeightMatrix weights, int start, int end, ReadOnlySpan<float> x, Span<float> y)
        where TRow : struct, IRowFormat
    {
        x = x[..weights.Columns];
        for (var row = start; row < end; row++)
            y[row] = DotKernel.Fused<TRow>(weights.Row(row), x);
    }

    private static void Decoded(
        WeightMatrix weights, int start, int end, ReadOnlySpan<float> x, int tokens, Span<float> y, Span<float> scratch)
    {
        var (rows, columns) = (weights.Rows, weights.Columns);
        for (var row = start; row < end; row++)
        {
            var w = weights.Type == TensorType.F32 ? MemoryMarshal.Cast<byte, float>(weights.Row(row)) : Decode(weights, row, scratch);
            var token = 0;
            for (; DotKernel.IsFused && token + 1 < tokens; token += 2)
            {
                (y[token * rows + row], y[(token + 1) * rows + row]) = DotKernel.FusedPair(
                    w, x.Slice(token * columns, columns), x.Slice((token + 1) * columns, columns));
            }

            for (; token < tokens; token++)
                y[token * rows + row] = DotKernel.F32(w, x.Slice(token * columns, columns));
        }
    }

    private static Span<float> Decode(WeightMatrix weights, int row, Span<float> scratch)
    {
        weights.DecodeRow(row, scratch);
        return scratch;
    }
}
