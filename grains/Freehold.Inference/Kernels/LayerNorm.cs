using System.Numerics;
using System.Runtime.InteropServices;

namespace Freehold.Inference.Kernels;

/// <summary>Layer normalisation (Ba et al. 2016, arXiv:1607.06450).</summary>
internal static class LayerNorm
{
    /// <summary>x = (x - mean) / sqrt(variance + epsilon) * weight + bias.</summary>
    /// <param name="x">[n]</param>
    /// <param name="weight">[n]</param>
    /// <param name="bias">[n]</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static void Apply(Span<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float epsilon)
    {
        var vx = MemoryMarshal.Cast<float, Vector<float>>(x);
        var vw = MemoryMarshal.Cast<float, Vector<float>>(weight[..x.Length]);
        var vb = MemoryMarshal.Cast<float, Vector<float>>(bias[..x.Length]);
        var rest = vx.Length * Vector<float>.Count;

        var sums = Vector<float>.Zero;
        foreach (var value in vx)
            sums += value;
        var mean = Vector.Sum(sums);
        for (var i = rest; i < x.Length; i++)
            mean += x[i];
        mean /= x.Length;

        var scale = 1f / MathF.Sqrt(Variance(x, mean) + epsilon);
        for (var i = 0; i < vx.Length; i++)
            vx[i] = (vx[i] - new Vector<float>(mean)) * scale * vw[i] + vb[i];
        for (var i = rest; i < x.Length; i++)
            x[i] = (x[i] - mean) * scale * weight[i] + bias[i];
    }

    /// <summary>Scalar reference in double precision.</summary>
    /// <param name="x">[n]</param>
    /// <param name="weight">[n]</param>
    /// <param name="bias">[n]</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static void Scalar(Span<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float epsilon)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var value in x)
            sum += value;
        var mean = sum / x.Length;
        foreach (var value in x)
            squares += (value - mean) * (value - mean);
        var scale = 1 / Math.Sqrt(squares / x.Length + epsilon);
        for (var i = 0; i < x.Length; i++)
            x[i] = (float)((x[i] - mean) * scale * weight[i] + bias[i]);
    }

    // In a second pass: mean(x^2) - mean^2 would cancel.
    private static float Variance(ReadOnlySpan<float> x, float mean)
    {
        var vx = MemoryMarshal.Cast<float, Vector<float>>(x);
        var sums = Vector<float>.Zero;
        foreach (var value in vx)
            sums += (value - new Vector<float>(mean)) * (value - new Vector<float>(mean));
        var sum = Vector.Sum(sums);
        for (var i = vx.Length * Vector<float>.Count; i < x.Length; i++)
            sum += (x[i] - mean) * (x[i] - mean);
        return sum / x.Length;
    }
}
