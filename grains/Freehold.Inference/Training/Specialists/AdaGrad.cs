using System.Numerics;
using System.Runtime.InteropServices;

namespace Freehold.Inference.Training.Specialists;

/// <summary>AdaGrad with an accumulator for each number (Duchi, Hazan and Singer 2011).</summary>
internal static class AdaGrad
{
    private const float Tiny = 1e-6f;

    /// <summary>One step; the gradient is cleared for the next.</summary>
    /// <param name="weights">[n], changed.</param>
    /// <param name="gradient">[n], cleared.</param>
    /// <param name="squares">[n], sums of squared gradients so far.</param>
    /// <param name="rate">Rate of the step.</param>
    /// <param name="scale">What the gradient is multiplied by first.</param>
    public static void Step(Span<float> weights, Span<float> gradient, Span<float> squares, float rate, float scale)
    {
        var w = MemoryMarshal.Cast<float, Vector<float>>(weights);
        var g = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        var s = MemoryMarshal.Cast<float, Vector<float>>(squares);
        var tiny = new Vector<float>(Tiny);
        for (var i = 0; i < w.Length; i++)
        {
            var by = g[i] * scale;
            s[i] += by * by;
            w[i] -= rate * by / (Vector.SquareRoot(s[i]) + tiny);
        }

        for (var i = w.Length * Vector<float>.Count; i < weights.Length; i++)
        {
            var by = gradient[i] * scale;
            squares[i] += by * by;
            weights[i] -= rate * by / (MathF.Sqrt(squares[i]) + Tiny);
        }

        gradient.Clear();
    }
}
