using System.Numerics;
using System.Runtime.InteropServices;
using Freehold.Inference.Kernels;

namespace Freehold.Inference.Training.Kernels;

/// <summary>Gradients of <see cref="RmsNorm"/>: y = r * x * w with r = 1 / sqrt(mean(x^2) + epsilon).</summary>
internal static class RmsNormBackward
{
    /// <summary>r of one vector, to the bit as the forward pass computes it.</summary>
    /// <param name="x">[n]</param>
    /// <param name="epsilon">Added to the mean square.</param>
    public static float Scale(ReadOnlySpan<float> x, float epsilon) => 1f / MathF.Sqrt(DotKernel.F32(x, x) / x.Length + epsilon);

    /// <summary>dx += r * (dy * w - x * r^2 * mean(dy * w * x)).</summary>
    /// <param name="x">[n] what went in</param>
    /// <param name="weight">[n]</param>
    /// <param name="scale">r</param>
    /// <param name="dy">[n]</param>
    /// <param name="dx">[n], added to</param>
    public static void AddInput(
        ReadOnlySpan<float> x, ReadOnlySpan<float> weight, float scale, ReadOnlySpan<float> dy, Span<float> dx)
    {
        var vx = MemoryMarshal.Cast<float, Vector<float>>(x);
        var vw = MemoryMarshal.Cast<float, Vector<float>>(weight[..x.Length]);
        var vy = MemoryMarshal.Cast<float, Vector<float>>(dy[..x.Length]);
        var vd = MemoryMarshal.Cast<float, Vector<float>>(dx[..x.Length]);
        var sums = Vector<float>.Zero;
        for (var i = 0; i < vx.Length; i++)
            sums = Vector.FusedMultiplyAdd(vy[i] * vw[i], vx[i], sums);
        var rest = vx.Length * Vector<float>.Count;
        var sum = Vector.Sum(sums);
        for (var i = rest; i < x.Length; i++)
            sum += dy[i] * weight[i] * x[i];

        var along = scale * scale * scale * sum / x.Length;
        for (var i = 0; i < vx.Length; i++)
            vd[i] += vy[i] * vw[i] * scale - vx[i] * along;
        for (var i = rest; i < x.Length; i++)
            dx[i] += dy[i] * weight[i] * scale - x[i] * along;
    }

    /// <summary>dw += dy * x * r, of one vector.</summary>
    /// <param name="x">[n] what went in</param>
    /// <param name="scale">r</param>
    /// <param name="dy">[n]</param>
    /// <param name="dw">[n], added to</param>
    public static void AddWeight(ReadOnlySpan<float> x, float scale, ReadOnlySpan<float> dy, Span<float> dw)
    {
        var vx = MemoryMarshal.Cast<float, Vector<float>>(x);
        var vy = MemoryMarshal.Cast<float, Vector<float>>(dy[..x.Length]);
        var vd = MemoryMarshal.Cast<float, Vector<float>>(dw[..x.Length]);
        for (var i = 0; i < vx.Length; i++)
            vd[i] += vy[i] * vx[i] * scale;
        for (var i = vx.Length * Vector<float>.Count; i < x.Length; i++)
            dw[i] += dy[i] * x[i] * scale;
    }
}
