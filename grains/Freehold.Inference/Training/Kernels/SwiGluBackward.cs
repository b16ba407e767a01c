using System.Numerics;
using System.Runtime.InteropServices;

namespace Freehold.Inference.Training.Kernels;

/// <summary>Gradients of y = silu(gate) * up, with silu(g) = g * s and s = 1 / (1 + exp(-g)).</summary>
internal static class SwiGluBackward
{
    /// <summary>dgate = dy * up * s * (1 + g * (1 - s)); dup = dy * g * s.</summary>
    /// <param name="gate">[n] what went in</param>
    /// <param name="up">[n] what went in</param>
    /// <param name="dy">[n]; becomes dgate</param>
    /// <param name="dup">[n]</param>
    public static void Run(ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> dy, Span<float> dup)
    {
        var vg = MemoryMarshal.Cast<float, Vector<float>>(gate);
        var vu = MemoryMarshal.Cast<float, Vector<float>>(up[..gate.Length]);
        var vy = MemoryMarshal.Cast<float, Vector<float>>(dy[..gate.Length]);
        var vd = MemoryMarshal.Cast<float, Vector<float>>(dup[..gate.Length]);
        for (var i = 0; i < vg.Length; i++)
        {
            var sigmoid = Vector<float>.One / (Vector<float>.One + Vector.Exp(-vg[i]));
            vd[i] = vy[i] * vg[i] * sigmoid;
            vy[i] = vy[i] * vu[i] * sigmoid * (Vector<float>.One + vg[i] * (Vector<float>.One - sigmoid));
        }

        var rest = vg.Length * Vector<float>.Count;
        Scalar(gate[rest..], up[rest..gate.Length], dy[rest..gate.Length], dup[rest..gate.Length]);
    }

    /// <summary>Scalar reference.</summary>
    /// <param name="gate">[n]</param>
    /// <param name="up">[n]</param>
    /// <param name="dy">[n]; becomes dgate</param>
    /// <param name="dup">[n]</param>
    public static void Scalar(ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> dy, Span<float> dup)
    {
        for (var i = 0; i < gate.Length; i++)
        {
            var sigmoid = 1f / (1f + MathF.Exp(-gate[i]));
            dup[i] = dy[i] * gate[i] * sigmoid;
            dy[i] = dy[i] * up[i] * sigmoid * (1f + gate[i] * (1f - sigmoid));
        }
    }
}
