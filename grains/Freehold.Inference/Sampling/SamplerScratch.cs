using Freehold.Inference.Kernels;

namespace Freehold.Inference.Sampling;

/// <summary>Buffers for choosing a token, shared by the sequences of one scheduler.</summary>
internal sealed class SamplerScratch(int vocabularySize)
{
    /// <summary>[vocabulary] logits as changed for the choice, then unnormalised probabilities</summary>
    public float[] Weights { get; } = new float[vocabularySize];

    /// <summary>[vocabulary] tokens among which the choice is</summary>
    public Candidate[] Candidates { get; } = new Candidate[vocabularySize];

    /// <summary>[vocabulary / ChunkSize, rounded up] sums of the weights</summary>
    public double[] Sums { get; } = new double[(vocabularySize + TemperedExp.ChunkSize - 1) / TemperedExp.ChunkSize];
}
