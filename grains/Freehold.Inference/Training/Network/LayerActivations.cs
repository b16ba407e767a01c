using Freehold.Inference.Formats;
using Freehold.Inference.Training.Kernels;

namespace Freehold.Inference.Training.Network;

/// <summary>What the forward pass of one layer keeps for the backward pass. Norms and activations are cheap, and are computed again.</summary>
internal sealed class LayerActivations
{
    public LayerActivations(ModelConfig config, int maxRows)
    {
        var (hidden, query, kv, wide) = (config.HiddenSize, config.QuerySize, config.KvSize, config.FeedForwardSize);
        (Input, Middle) = (Rows(hidden), Rows(hidden));
        (Query, Key, Value, Attended) = (Rows(query), Rows(kv), Rows(kv), Rows(query));
        LogSumExp = Rows(config.HeadCount);
        (Gate, Up) = (Rows(wide), Rows(wide));
        if (config.Decoder!.QueryKeyNorm)
            (PlainQuery, PlainKey) = (Rows(query), Rows(kv));

        FloatBuffer Rows(int width) => new((long)maxRows * width);
    }

    /// <summary>[rows, hidden] the stream as it comes in</summary>
    public FloatBuffer Input { get; }

    /// <summary>[rows, heads * headSize] before the norm of the heads, where there is one</summary>
    public FloatBuffer? PlainQuery { get; }

    /// <summary>[rows, kvHeads * headSize] before the norm of the heads, where there is one</summary>
    public FloatBuffer? PlainKey { get; }

    /// <summary>[rows, heads * headSize] turned by position</summary>
    public FloatBuffer Query { get; }

    /// <summary>[rows, kvHeads * headSize] turned by position</summary>
    public FloatBuffer Key { get; }

    /// <summary>[rows, kvHeads * headSize]</summary>
    public FloatBuffer Value { get; }

    /// <summary>[rows, heads * headSize]</summary>
    public FloatBuffer Attended { get; }

    /// <summary>[heads, rows] of the softmaxes</summary>
    public FloatBuffer LogSumExp { get; }

    /// <summary>[rows, hidden] the stream after attention</summary>
    public FloatBuffer Middle { get; }

    /// <summary>[rows, feedForward]</summary>
    public FloatBuffer Gate { get; }

    /// <summary>[rows, feedForward]</summary>
    public FloatBuffer Up { get; }
}

/// <summary>Buffers that all layers share.</summary>
internal sealed class NetworkScratch
{
    public NetworkScratch(ModelConfig config, int maxRows)
    {
        var (hidden, query, kv, wide) = (config.HiddenSize, config.QuerySize, config.KvSize, config.FeedForwardSize);
        (Output, Normed, Gradient, NormedGradient) = (Rows(hidden), Rows(hidden), Rows(hidden), Rows(hidden));
        (QueryGradient, KeyGradient, ValueGradient, AttendedGradient) = (Rows(query), Rows(kv), Rows(kv), Rows(query));
        PlainKeyGradient = config.Decoder!.QueryKeyNorm ? Rows(kv) : null;
        (Activated, GateGradient, UpGradient) = (Rows(wide), Rows(wide), Rows(wide));

        FloatBuffer Rows(int width) => new((long)maxRows * width);
    }

    /// <summary>[rows, hidden] the stream after the last layer</summary>
    public FloatBuffer Output { get; }

    /// <summary>[rows, hidden] the normalised stream, of whatever layer is at work</summary>
    public FloatBuffer Normed { get; }

    /// <summary>[rows, hidden] gradient by the stream</summary>
    public FloatBuffer Gradient { get; }

    /// <summary>[rows, hidden] gradient by <see cref="Normed"/></summary>
    public FloatBuffer NormedGradient { get; }

    /// <summary>[rows, heads * headSize]</summary>
    public FloatBuffer QueryGradient { get; }

    /// <summary>[rows, kvHeads * headSize]</summary>
    public FloatBuffer KeyGradient { get; }

    /// <summary>[rows, kvHeads * headSize]</summary>
    public FloatBuffer ValueGradient { get; }

    /// <summary>[rows, heads * headSize]</summary>
    public FloatBuffer AttendedGradient { get; }

    /// <summary>[rows, kvHeads * headSize] gradient by the keys before the norm of the heads, where there is one</summary>
    public FloatBuffer? PlainKeyGradient { get; }

    /// <summary>[rows, feedForward] silu(gate) * up</summary>
    public FloatBuffer Activated { get; }

    /// <summary>[rows, feedForward] gradient by <see cref="Activated"/>, then by the gate</summary>
    public FloatBuffer GateGradient { get; }

    /// <summary>[rows, feedForward]</summary>
    public FloatBuffer UpGradient { get; }

}
