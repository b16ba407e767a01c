namespace Freehold.Inference.Models.Decoder;

/// <summary>Weights of one layer. What a family does not have is null.</summary>
internal sealed record DecoderLayer
{
    /// <summary>Products of a layer that adapters can address: query, key, value, output, gate, up, down.</summary>
    public const int LinearCount = 7;

    /// <summary>Window and rotary embedding.</summary>
    public required LayerTraits Traits { get; init; }

    /// <summary>Which of <see cref="DecoderWeights.Ropes"/> turns this layer's heads.</summary>
    public required int Rope { get; init; }

    /// <summary>[hidden]</summary>
    public required float[] AttentionNorm { get; init; }

    /// <summary>[heads * headSize, hidden]</summary>
    public required LinearLayer Query { get; init; }

    /// <summary>[kvHeads * headSize, hidden]</summary>
    public required LinearLayer Key { get; init; }

    /// <summary>[kvHeads * headSize, hidden]</summary>
    public required LinearLayer Value { get; init; }

    /// <summary>[headSize], or null</summary>
    public float[]? QueryNorm { get; init; }

    /// <summary>[headSize], or null</summary>
    public float[]? KeyNorm { get; init; }

    /// <summary>[hidden, heads * headSize]</summary>
    public required LinearLayer Output { get; init; }

    /// <summary>[hidden], or null</summary>
    public float[]? AttentionPostNorm { get; init; }

    /// <summary>[hidden]</summary>
    public required float[] FeedForwardNorm { get; init; }

    /// <summary>[feedForward, hidden]</summary>
    public required LinearLayer Gate { get; init; }

    /// <summary>[feedForward, hidden]</summary>
    public required LinearLayer Up { get; init; }

    /// <summary>[hidden, feedForward]</summary>
    public required LinearLayer Down { get; init; }

    /// <summary>[hidden], or null</summary>
    public float[]? FeedForwardPostNorm { get; init; }
}
