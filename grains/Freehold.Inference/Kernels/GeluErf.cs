using System.Numerics;
using System.Runtime.InteropServices;

namespace Freehold.Inference.Kernels;

/// <summary>GELU by the error function (Hendrycks and Gimpel 2016, arXiv:1606.08415): x * (1 + erf(x / sqrt(2))) / 2.</summary>
/// <remarks>erf by Abramowitz and Stegun 7.1.26, whose error is below 1.5e-7.</remarks>
internal static class GeluErf
{
    private const float P = 0.3275911f, HalfSqrt2 = 0.70710678f;
    private const float A1 = 0.254829592f, A2 = -0.284496736f, A3 = 1.421413741f, A4 = -1.453152027f, A5 = 1.061405429f;

    /// <summary>x = gelu(x).</summary>
    /// <param name="x">[n]</param>
    public static void Apply(Span<float> x)
    {
        var vx = MemoryMarshal.Cast<float, Vector<float>>(x);
        for (var i = 0; i < vx.Length; i++)
        {
            var z = Vector.Abs(vx[i]) * HalfSqrt2;
            var t = Vector<float>.One / (Vector<float>.One + z * P);
            var polynomial = t * A5 + new Vector<float>(A4);
            polynomial = polynomial * t + new Vector<float>(A3);
            polynomial = polynomial * t + new Vector<float>(A2);
            polynomial = polynomial * t + new Vector<float>(A1);
            var tail = polynomial * t * Vector.Exp(-z * z);

            // 1 + erf is 2 - tail above 0 and tail below.
            var half = tail * 0.5f;
            vx[i] *= Vector.ConditionalSelect(Vector.GreaterThan(vx[i], Vector<float>.Zero), Vector<float>.One - half, half);
        }

        Scalar(x[(vx.Length * Vector<float>.Count)..]);
    }

    /// <summary>Scalar reference.</summary>
    /// <param name="x">[n]</param>
    public static void Scalar(Span<float> x)
    {
        for (var i = 0; i < x.Length; i++)
        {
            var z = MathF.Abs(x[i]) * HalfSqrt2;
            var t = 1f / (1f + P * z);
            var half = 0.5f * ((((A5 * t + A4) * t + A3) * t + A2) * t + A1) * t * MathF.Exp(-z * z);
            x[i] *= x[i] > 0 ? 1f - half : half;
        }
    }
}
