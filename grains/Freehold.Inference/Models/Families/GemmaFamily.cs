using Freehold.Inference.Formats;
using Freehold.Inference.Models.Decoder;

namespace Freehold.Inference.Models.Families;

/// <summary>
/// What Gemma 2 and 3 share: embeddings scaled by sqrt(hidden), norms before and after each half-layer, whose weights Hugging Face keeps
/// as distances from 1, GeGLU, and an output projection that is the embedding table.
/// </summary>
internal abstract class GemmaFamily : DecoderFamily
{
    protected override bool TiedByDefault => true;

    protected override IReadOnlyDictionary<string, string> InLayer { get; } = new Dictionary<string, string>(LlamaNames, StringComparer.Ordinal)
    {
        ["post_attention_layernorm"] = "post_attention_norm",
        ["pre_feedforward_layernorm"] = "ffn_norm",
        ["post_feedforward_layernorm"] = "post_ffw_norm",
        ["self_attn.q_norm"] = "attn_q_norm",
        ["self_attn.k_norm"] = "attn_k_norm",
    };

    /// <summary>Layers of the one size (27B) whose queries are scaled by hidden / heads, which GGUF has no key for.</summary>
    protected abstract int LayersOf27B { get; }

    protected DecoderTraits CommonTraits(ConfigSource source, ModelConfig config)
    {
        foreach (var name in (string[])["hidden_activation", "hidden_act"])
            source.RequireText(new(null, name), "gelu_pytorch_tanh");
        source.RequireFlag(new(null, "attention_bias"), false);
        var scaledBy = source.Number(new(null, "query_pre_attn_scalar"))
            ?? (config.LayerCount == LayersOf27B ? (float)config.HiddenSize / config.HeadCount : config.HeadSize);
        return new DecoderTraits
        {
            Layers = [],
            QueryScale = 1f / MathF.Sqrt(scaledBy),
            PostNorms = true,
            Activation = GateActivation.GeluTanh,
            EmbeddingScale = MathF.Sqrt(config.HiddenSize),
            NormOffset = source.IsGguf ? 0f : 1f,
        };
    }
}
