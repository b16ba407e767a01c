using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;

namespace Freehold.Inference.Models.Decoder;

/// <summary>Activations of one step, allocated once for the largest batch.</summary>
internal sealed class DecoderScratch(ModelConfig config, int tokens, Rope[] ropes)
{
    /// <summary>[tokens, hidden] residual stream</summary>
    public float[] Residual { get; } = new float[checked(tokens * config.HiddenSize)];

    /// <summary>[tokens, hidden] normalised residual</summary>
    public float[] Normed { get; } = new float[checked(tokens * config.HiddenSize)];

    /// <summary>[tokens, hidden] what a half-layer adds to the residual</summary>
    public float[] Delta { get; } = new float[checked(tokens * config.HiddenSize)];

    /// <summary>[tokens, heads * headSize]</summary>
    public float[] Query { get; } = new float[checked(tokens * config.QuerySize)];

    /// <summary>[tokens, kvHeads * headSize]</summary>
    public float[] Key { get; } = new float[checked(tokens * config.KvSize)];

    /// <summary>[tokens, kvHeads * headSize]</summary>
    public float[] Value { get; } = new float[checked(tokens * config.KvSize)];

    /// <summary>[tokens, heads * headSize]</summary>
    public float[] Attended { get; } = new float[checked(tokens * config.QuerySize)];

    /// <summary>[tokens, feedForward]</summary>
    public float[] Gate { get; } = new float[checked(tokens * config.FeedForwardSize)];

    /// <summary>[tokens, feedForward]</summary>
    public float[] Up { get; } = new float[checked(tokens * config.FeedForwardSize)];

    /// <summary>[ropes][tokens, pairs]</summary>
    public float[][] Cos { get; } = [.. ropes.Select(rope => new float[checked(tokens * rope.Pairs)])];

    /// <summary>[ropes][tokens, pairs]</summary>
    public float[][] Sin { get; } = [.. ropes.Select(rope => new float[checked(tokens * rope.Pairs)])];
}
