using System.Numerics;
using System.Runtime.InteropServices;

namespace Freehold.Inference.Training.Kernels;

/// <summary>
/// Adam with bias correction (Kingma and Ba 2015, arXiv:1412.6980, algorithm 1) and decoupled decay (Loshchilov and Hutter 2019,
/// arXiv:1711.05101, algorithm 2).
/// </summary>
/// <param name="LearningRate">Of this step.</param>
/// <param name="Beta1">Decay of the mean.</param>
/// <param name="Beta2">Decay of the squares' mean.</param>
/// <param name="Epsilon">Added to the root.</param>
/// <param name="WeightDecay">Share taken away, times the learning rate.</param>
/// <param name="Step">Number of the step, from 1.</param>
internal readonly record struct AdamW(float LearningRate, float Beta1, float Beta2, float Epsilon, float WeightDecay, int Step)
{
    /// <summary>One step of some weights.</summary>
    /// <param name="weights">[n]</param>
    /// <param name="gradients">[n]</param>
    /// <param name="gradientScale">Factor on the gradients: below 1 where they are clipped.</param>
    /// <param name="mean">[n] running mean of the gradients</param>
    /// <param name="squares">[n] running mean of their squares</param>
    public void Apply(
        Span<float> weights, ReadOnlySpan<float> gradients, float gradientScale, Span<float> mean, Span<float> squares)
    {
        var rate = (float)(LearningRate / (1 - Math.Pow(Beta1, Step)));
        var root = (float)(1 / Math.Sqrt(1 - Math.Pow(Beta2, Step)));
        var keep = 1f - LearningRate * WeightDecay;
        var vw = MemoryMarshal.Cast<float, Vector<float>>(weights);
        var vg = MemoryMarshal.Cast<float, Vector<float>>(gradients[..weights.Length]);
        var vm = MemoryMarshal.Cast<float, Vector<float>>(mean[..weights.Length]);
        var vs = MemoryMarshal.Cast<float, Vector<float>>(squares[..weights.Length]);
        for (var i = 0; i < vw.Length; i++)
        {
            var g = vg[i] * gradientScale;
            vm[i] = vm[i] * Beta1 + g * (1f - Beta1);
            vs[i] = vs[i] * Beta2 + g * g * (1f - Beta2);
            vw[i] = vw[i] * keep - vm[i] * rate / (Vector.SquareRoot(vs[i]) * root + new Vector<float>(Epsilon));
        }

        for (var i = vw.Length * Vector<float>.Count; i < weights.Length; i++)
        {
            var g = gradients[i] * gradientScale;
            mean[i] = mean[i] * Beta1 + g * (1f - Beta1);
            squares[i] = squares[i] * Beta2 + g * g * (1f - Beta2);
            weights[i] = weights[i] * keep - mean[i] * rate / (MathF.Sqrt(squares[i]) * root + Epsilon);
        }
    }
}
