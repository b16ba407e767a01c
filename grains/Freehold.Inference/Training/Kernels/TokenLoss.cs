using System.Numerics;
using System.Runtime.InteropServices;
using Freehold.Inference.Kernels;

namespace Freehold.Inference.Training.Kernels;

/// <summary>The loss of one prediction, and its gradient, which takes the place of the logits.</summary>
/// <param name="DistillationShare">Part of the loss that compares with soft targets, where there are some.</param>
/// <param name="Temperature">Temperature at which the two are compared.</param>
internal sealed record TokenLoss(float DistillationShare, float Temperature)
{
    /// <summary>
    /// (1 - share) * cross-entropy + share * temperature^2 * KL(teacher || student), in nats. The divergence is among the teacher's tokens:
    /// both are made to add up to 1 over them. The square keeps the gradient's size (Hinton et al. 2015, section 2).
    /// </summary>
    /// <param name="logits">[vocabulary]; becomes the gradient by them</param>
    /// <param name="target">The token that was to be predicted.</param>
    /// <param name="soft">What a teacher thought of this place, or null.</param>
    /// <param name="gradientScale">Factor on the gradient.</param>
    public double Run(Span<float> logits, int target, SoftTarget? soft, float gradientScale)
    {
        if (soft is null || DistillationShare == 0f)
            return CrossEntropy(logits, target, gradientScale);

        var count = soft.Tokens.Length;
        Span<double> space = stackalloc double[2 * SoftTarget.MaxTokens];
        var teacher = space[..count];
        var student = space.Slice(count, count);
        var tokens = soft.Tokens.Span;
        for (var i = 0; i < count; i++)
        {
            teacher[i] = soft.LogProbabilities.Span[i] / Temperature;
            student[i] = logits[tokens[i]] / Temperature;
        }

        LogNormalise(teacher);
        LogNormalise(student);
        var loss = (1 - DistillationShare) * CrossEntropy(logits, target, gradientScale * (1 - DistillationShare));
        var divergence = 0.0;
        for (var i = 0; i < count; i++)
        {
            var (p, q) = (Math.Exp(teacher[i]), Math.Exp(student[i]));
            divergence += p * (teacher[i] - student[i]);
            logits[tokens[i]] += (float)(gradientScale * DistillationShare * Temperature * (q - p));
        }

        return loss + DistillationShare * Temperature * Temperature * divergence;
    }

    /// <summary>-log softmax(logits)[target]; the gradient is softmax(logits) less 1 at the target.</summary>
    /// <param name="logits">[n]; becomes the gradient by them</param>
    /// <param name="target">Index of the right one.</param>
    /// <param name="gradientScale">Factor on the gradient.</param>
    public static double CrossEntropy(Span<float> logits, int target, float gradientScale)
    {
        var denominator = LogSoftmax.LogSumExp(logits);
        var loss = denominator - logits[target];
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(logits);
        var (shift, scale) = (new Vector<float>((float)denominator), new Vector<float>(gradientScale));
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] = Vector.Exp(vectors[i] - shift) * scale;
        for (var i = vectors.Length * Vector<float>.Count; i < logits.Length; i++)
            logits[i] = MathF.Exp(logits[i] - (float)denominator) * gradientScale;
        logits[target] -= gradientScale;
        return loss;
    }

    private static void LogNormalise(Span<double> logs)
    {
        var largest = double.NegativeInfinity;
        foreach (var value in logs)
            largest = Math.Max(largest, value);
        var sum = 0.0;
        foreach (var value in logs)
            sum += Math.Exp(value - largest);
        foreach (ref var value in logs)
            value -= largest + Math.Log(sum);
    }
}
