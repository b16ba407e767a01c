using Freehold.Inference.Formats;

namespace Freehold.Inference.Models.Encoder;

/// <summary>Activations of one step, allocated once for the largest.</summary>
internal sealed class EncoderScratch(ModelConfig config, int tokens)
{
    /// <summary>[tokens, hidden] residual stream, normalised</summary>
    public float[] Hidden { get; } = new float[checked(tokens * config.HiddenSize)];

    /// <summary>[tokens, hidden] what a half-layer adds</summary>
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
    public float[] Wide { get; } = new float[checked(tokens * config.FeedForwardSize)];

    /// <summary>[tokens] where the token's text begins</summary>
    public int[] Starts { get; } = new int[tokens];

    /// <summary>[tokens] where the token's text ends</summary>
    public int[] Ends { get; } = new int[tokens];
}
