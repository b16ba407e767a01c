using System.Numerics.Tensors;
using Freehold.Core.Numerics;

namespace Freehold.Core.Learning.Quality;

/// <summary>One view of prompts: a kernel, and for each arm the logit of its quality as a sum of weighted likenesses.</summary>
/// <param name="kernel">The landmarks.</param>
/// <param name="weights">[arms * <see cref="LandmarkKernel.Width"/>].</param>
internal sealed class QualityView(LandmarkKernel kernel, float[] weights)
{
    public LandmarkKernel Kernel => kernel;

    public float[] Weights => weights;

    public int Arms => weights.Length / kernel.Width;

    public ReadOnlySpan<float> WeightsOf(int arm) => weights.AsSpan(arm * kernel.Width, kernel.Width);

    /// <summary>Quality expected of an arm, from a row of likenesses.</summary>
    public double Estimate(ReadOnlySpan<float> likeness, int arm) => VectorMath.Sigmoid(TensorPrimitives.Dot(likeness, WeightsOf(arm)));
}
