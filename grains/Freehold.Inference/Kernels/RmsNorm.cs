using System.Numerics;
using System.Runtime.InteropServices;

namespace Freehold.Inference.Kernels;

/// <summary>Root-mean-square normalisation (Zhang and Sennrich 2019, arXiv:1910.07467).</summary>
internal static class RmsNorm
{
    /// <summary>y = x / sqrt(mean(x^2) + epsilon) * weight.</summary>
    /// <param name="x">[n]</param>
    /// <param name="weight">[n]</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <param name="y">[n]</param>
    public static void Apply(ReadOnlySpan<float> x, ReadOnlySpan<float> weight, float epsilon, Span<float> y)
    {
        var scale = 1f / MathF.Sqrt(DotKernel.F32(x, x) / x.Length + epsilon);
        var vx = MemoryMarshal.Cast<float, Vector<float>>(x);
        var vw = MemoryMarshal.Cast<float, Vector<float>>(weight[..x.Length]);
        var vy = MemoryMarshal.Cast<float, Vector<float>>(y[..x.Length]);
        for (var i = 0; i < vx.Length; i++)
            vy[i] = vx[i] * scale * vw[i];
        for (var i = vx.Length * Vector<float>.Count; i < x.Length; i++)
            y[i] = x[i] * scale * weight[i];
    }

    /// <summary>Scalar reference.</summary>
    /// <param name="x">[n]</param>
    /// <param name="weight">[n]</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <param name="y">[n]</param>
    public static void Scalar(ReadOnlySpan<float> x, ReadOnlySpan<float> weight, float epsilon, Span<float> y)
    {
        var sum = 0f;
        foreach (var value in x)
            sum += value * value;
        var scale = 1f / MathF.Sqrt(sum / x.Length + epsilon);
        for (var i = 0; i < x.Length; i++)
            y[i] = x[i] * scale * weight[i];
    }
}
