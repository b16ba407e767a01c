using Freehold.Inference.Formats;
using Freehold.Inference.Models.Decoder;

namespace Freehold.Inference.Models.Families;

/// <summary>Qwen3, dense (arXiv:2505.09388): no biases, and a norm on every query and key head; heads of a size of their own.</summary>
internal sealed class Qwen3Family : QwenFamily
{
    public override IReadOnlyList<string> Names => ["qwen3"];

    protected override IReadOnlyDictionary<string, string> InLayer { get; } = new Dictionary<string, string>(LlamaNames, StringComparer.Ordinal)
    {
        ["self_attn.q_norm"] = "attn_q_norm",
        ["self_attn.k_norm"] = "attn_k_norm",
    };

    protected override DecoderTraits ReadTraits(ConfigSource source, ModelConfig config)
    {
        source.RequireFlag(new(null, "attention_bias"), false);
        return CommonTraits(source, config) with { QueryKeyNorm = true };
    }
}
