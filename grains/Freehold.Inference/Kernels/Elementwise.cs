using System.Numerics;
using System.Runtime.InteropServices;

namespace Freehold.Inference.Kernels;

/// <summary>Kernels that treat each number alone.</summary>
internal static class Elementwise
{
    private const float GeluCubic = 0.044715f;
    private const float GeluTwoSlopes = 1.5957691216f; // 2 * sqrt(2/pi)

    /// <summary>x += y.</summary>
    /// <param name="x">[n]</param>
    /// <param name="y">[n]</param>
    public static void Add(Span<float> x, ReadOnlySpan<float> y)
    {
        var vx = MemoryMarshal.Cast<float, Vector<float>>(x);
        var vy = MemoryMarshal.Cast<float, Vector<float>>(y[..x.Length]);
        for (var i = 0; i < vx.Length; i++)
            vx[i] += vy[i];
        for (var i = vx.Length * Vector<float>.Count; i < x.Length; i++)
            x[i] += y[i];
    }

    /// <summary>x += factor * y.</summary>
    /// <param name="x">[n]</param>
    /// <param name="factor">Scale of y.</param>
    /// <param name="y">[n]</param>
    public static void AddScaled(Span<float> x, float factor, ReadOnlySpan<float> y)
    {
        var vx = MemoryMarshal.Cast<float, Vector<float>>(x);
        var vy = MemoryMarshal.Cast<float, Vector<float>>(y[..x.Length]);
        var scale = new Vector<float>(factor);
        for (var i = 0; i < vx.Length; i++)
            vx[i] = Vector.FusedMultiplyAdd(vy[i], scale, vx[i]);
        for (var i = vx.Length * Vector<float>.Count; i < x.Length; i++)
            x[i] = MathF.FusedMultiplyAdd(y[i], factor, x[i]);
    }

    /// <summary>x *= factor.</summary>
    /// <param name="x">[n]</param>
    /// <param name="factor">Scale.</param>
    public static void Scale(Span<float> x, float factor)
    {
        var vx = MemoryMarshal.Cast<float, Vector<float>>(x);
        for (var i = 0; i < vx.Length; i++)
            vx[i] *= factor;
        for (var i = vx.Length * Vector<float>.Count; i < x.Length; i++)
            x[i] *= factor;
    }

    /// <summary>gate = silu(gate) * up, the gated unit of Shazeer 2020 (arXiv:2002.05202); silu(v) = v / (1 + exp(-v)).</summary>
    /// <param name="gate">[n]</param>
    /// <param name="up">[n]</param>
    public static void SwiGlu(Span<float> gate, ReadOnlySpan<float> up)
    {
        var vg = MemoryMarshal.Cast<float, Vector<float>>(gate);
        var vu = MemoryMarshal.Cast<float, Vector<float>>(up[..gate.Length]);
        for (var i = 0; i < vg.Length; i++)
            vg[i] = vg[i] / (Vector<float>.One + Vector.Exp(-vg[i])) * vu[i];
        var rest = vg.Length * Vector<float>.Count;
        SwiGluScalar(gate[rest..], up[rest..gate.Length]);
    }

    /// <summary>Scalar reference.</summary>
    /// <param name="gate">[n]</param>
    /// <param name="up">[n]</param>
    public static void SwiGluScalar(Span<float> gate, ReadOnlySpan<float> up)
    {
        for (var i = 0; i < gate.Length; i++)
            gate[i] = gate[i] / (1f + MathF.Exp(-gate[i])) * up[i];
    }

    /// <summary>
    /// gate = gelu(gate) * up, with the tanh form of GELU: x * (1 + tanh(u)) / 2 = x / (1 + exp(-2u)), u = sqrt(2/pi) * (x + 0.044715 x^3).
    /// </summary>
    /// <param name="gate">[n]</param>
    /// <param name="up">[n]</param>
    public static void GegluTanh(Span<float> gate, ReadOnlySpan<float> up)
    {
        var vg = MemoryMarshal.Cast<float, Vector<float>>(gate);
        var vu = MemoryMarshal.Cast<float, Vector<float>>(up[..gate.Length]);
        for (var i = 0; i < vg.Length; i++)
        {
            var x = vg[i];
            var power = (x + x * x * x * GeluCubic) * -GeluTwoSlopes;
            vg[i] = x / (Vector<float>.One + Vector.Exp(power)) * vu[i];
        }

        var rest = vg.Length * Vector<float>.Count;
        GegluTanhScalar(gate[rest..], up[rest..gate.Length]);
    }

    /// <summary>Scalar reference.</summary>
    /// <param name="gate">[n]</param>
    /// <param name="up">[n]</param>
    public static void GegluTanhScalar(Span<float> gate, ReadOnlySpan<float> up)
    {
        for (var i = 0; i < gate.Length; i++)
        {
            var x = gate[i];
            gate[i] = x / (1f + MathF.Exp(-GeluTwoSlopes * (x + x * x * x * GeluCubic))) * up[i];
        }
    }

    /// <summary>x = cap * tanh(x / cap).</summary>
    /// <param name="x">[n]</param>
    /// <param name="cap">Largest magnitude that comes out.</param>
    public static void SoftCap(Span<float> x, float cap)
    {
        for (var i = 0; i < x.Length; i++)
            x[i] = cap * MathF.Tanh(x[i] / cap);
    }
}
