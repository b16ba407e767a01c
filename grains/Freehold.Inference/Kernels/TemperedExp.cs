using System.Numerics;
using System.Runtime.InteropServices;

namespace Freehold.Inference.Kernels;

/// <summary>exp((x - shift) / temperature) over a vector: the softmax's weights, not yet divided by their sum.</summary>
internal static class TemperedExp
{
    /// <summary>Entries whose weights are summed up together by <see cref="Fill"/>.</summary>
    public const int ChunkSize = 1024;

    /// <summary>The sum of the weights of x: [n].</summary>
    public static double Sum(ReadOnlySpan<float> x, float shift, float temperature)
    {
        var total = 0.0;
        for (; !x.IsEmpty; x = x[Math.Min(ChunkSize, x.Length)..])
            total += Chunk(x[..Math.Min(ChunkSize, x.Length)], shift, temperature, []);
        return total;
    }

    /// <summary>
    /// Writes the weights of x: [n] into weights: [n], which may be x itself, and the sums of its chunks into
    /// sums: [n / <see cref="ChunkSize"/>, rounded up]. Returns the sum of all.
    /// </summary>
    public static double Fill(ReadOnlySpan<float> x, float shift, float temperature, Span<float> weights, Span<double> sums)
    {
        var total = 0.0;
        for (var start = 0; start < x.Length; start += ChunkSize)
        {
            var length = Math.Min(ChunkSize, x.Length - start);
            total += sums[start / ChunkSize] = Chunk(x.Slice(start, length), shift, temperature, weights.Slice(start, length));
        }

        return total;
    }

    /// <summary>Scalar reference, of x: [n] into weights: [n].</summary>
    public static double Scalar(ReadOnlySpan<float> x, float shift, float temperature, Span<float> weights)
    {
        var total = 0.0;
        for (var i = 0; i < x.Length; i++)
            total += weights[i] = (float)Math.Exp(((double)x[i] - shift) / temperature);
        return total;
    }

    // Without weights only sums. A chunk's sum of floats is exact enough: 1024 of them lose no more than their own rounding does.
    private static double Chunk(ReadOnlySpan<float> x, float shift, float temperature, Span<float> weights)
    {
        var vx = MemoryMarshal.Cast<float, Vector<float>>(x);
        var vw = MemoryMarshal.Cast<float, Vector<float>>(weights);
        var (vshift, vscale, sums) = (new Vector<float>(shift), new Vector<float>(1f / temperature), Vector<float>.Zero);
        for (var i = 0; i < vx.Length; i++)
        {
            var weight = Vector.Exp((vx[i] - vshift) * vscale);
            sums += weight;
            if (!vw.IsEmpty)
                vw[i] = weight;
        }

        double total = Vector.Sum(sums);
        for (var i = vx.Length * Vector<float>.Count; i < x.Length; i++)
        {
            var weight = MathF.Exp((x[i] - shift) / temperature);
            total += weight;
            if (!weights.IsEmpty)
                weights[i] = weight;
        }

        return total;
    }
}
