using System.Collections.Immutable;
using Freehold.Inference.Formats;

namespace Freehold.Inference.Models.Decoder;

/// <summary>The function on the gate of a gated feed-forward layer (Shazeer 2020, arXiv:2002.05202).</summary>
internal enum GateActivation
{
    /// <summary>x / (1 + exp(-x)): SwiGLU.</summary>
    Silu,

    /// <summary>The tanh form of GELU (Hendrycks and Gimpel 2016, arXiv:1606.08415): GeGLU.</summary>
    GeluTanh,
}

/// <summary>
/// What a pre-norm decoder computes beyond its sizes. The description is complete: an engine that follows it and loads
/// <see cref="DecoderWeights"/> runs every family of decoders.
/// </summary>
/// <remarks>
/// One layer, with h the residual: a = norm(h); q, k, v = a * W + bias; q, k = normPerHead(q), normPerHead(k); q, k = rope(q), rope(k);
/// s = softCap(queryScale * q * k); h += postNorm(softmax(s) * v * Wo); f = norm(h); h += postNorm(act(f * Wg) * (f * Wu) * Wd).
/// Then logits = softCap(norm(h) * output). What the traits do not name is left out.
/// </remarks>
internal sealed record DecoderTraits
{
    /// <summary>One a layer: [LayerCount].</summary>
    public required ImmutableArray<LayerTraits> Layers { get; init; }

    /// <summary>Factor on the queries before their product with the keys; mostly 1/sqrt(headSize).</summary>
    public required float QueryScale { get; init; }

    /// <summary>Query, key and value projections have biases.</summary>
    public bool QkvBias { get; init; }

    /// <summary>Query, key and value are one tensor (<c>attn_qkv</c>), in this order of rows.</summary>
    public bool FusedQkv { get; init; }

    /// <summary>Gate and up are one tensor (<c>ffn_up</c>), in this order of rows.</summary>
    public bool FusedGateUp { get; init; }

    /// <summary>Each query and key head goes through an RMSNorm, with weights [headSize], before it is turned.</summary>
    public bool QueryKeyNorm { get; init; }

    /// <summary>What each half-layer adds goes through an RMSNorm first.</summary>
    public bool PostNorms { get; init; }

    /// <summary>What the gate goes through.</summary>
    public GateActivation Activation { get; init; }

    /// <summary>Factor on the embeddings.</summary>
    public float EmbeddingScale { get; init; } = 1f;

    /// <summary>cap * tanh(score / cap) on attention scores; 0: none (Gemma Team 2024, arXiv:2408.00118).</summary>
    public float AttentionSoftCap { get; init; }

    /// <summary>cap * tanh(logit / cap) on logits; 0: none.</summary>
    public float LogitSoftCap { get; init; }

    /// <summary>Added to stored norm weights: 1 where a format keeps their distance from 1. Loaded weights have it included.</summary>
    public float NormOffset { get; init; }

    /// <summary>The same layer throughout.</summary>
    public static ImmutableArray<LayerTraits> Uniform(int layers, LayerTraits layer) =>
        [.. Enumerable.Repeat(layer, Math.Clamp(layers, 0, ModelConfig.MaxLayers))];

    public void Validate(ModelConfig config, Action<bool, string, object, string> check)
    {
        foreach (var rope in Layers.Select(layer => layer.Rope).Distinct())
            rope.Validate(config.HeadSize, check);
        check(Layers.Length == config.LayerCount, "number of described layers", Layers.Length, $"{config.LayerCount}");
        check(Layers.All(layer => layer.WindowTokens > 0), "sliding window", "0", "positive");
        check(float.IsFinite(QueryScale) && QueryScale > 0, "query scale", QueryScale, "finite and positive");
        check(float.IsFinite(EmbeddingScale), "embedding scale", EmbeddingScale, "finite");
        check(float.IsFinite(AttentionSoftCap) && AttentionSoftCap >= 0, "attention soft-cap", AttentionSoftCap, "finite, not negative");
        check(float.IsFinite(LogitSoftCap) && LogitSoftCap >= 0, "logit soft-cap", LogitSoftCap, "finite, not negative");
    }
}

/// <summary>What may differ from layer to layer.</summary>
/// <param name="Rope">How positions turn queries and keys.</param>
/// <param name="WindowTokens">A token sees so many positions, its own included.</param>
internal sealed record LayerTraits(RopeTraits Rope, int WindowTokens = LayerTraits.Unlimited)
{
    /// <summary>Every earlier position is seen.</summary>
    public const int Unlimited = int.MaxValue;
}
