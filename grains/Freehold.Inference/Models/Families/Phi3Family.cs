using Freehold.Inference.Formats;
using Freehold.Inference.Models.Decoder;

namespace Freehold.Inference.Models.Families;

/// <summary>
/// Phi-3 and Phi-4-mini (Abdin et al. 2024, arXiv:2404.14219): query, key and value in one tensor, gate and up in another, and LongRoPE for
/// the long contexts.
/// </summary>
internal sealed class Phi3Family : DecoderFamily
{
    // Converters of early 2024 left the window of the 4k models out.
    private const int ContextOf4K = 4096, WindowOf4K = 2047;

    public override IReadOnlyList<string> Names => ["phi3"];

    protected override IReadOnlyDictionary<string, string> InLayer { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["input_layernorm"] = "attn_norm",
        ["self_attn.qkv_proj"] = "attn_qkv",
        ["self_attn.o_proj"] = "attn_output",
        ["post_attention_layernorm"] = "ffn_norm",
        ["mlp.gate_up_proj"] = "ffn_up",
        ["mlp.down_proj"] = "ffn_down",
    };

    protected override DecoderTraits ReadTraits(ConfigSource source, ModelConfig config)
    {
        source.RequireText(new(null, "hidden_act"), "silu");
        source.RequireFlag(new(null, "attention_bias"), false);
        var rope = RopeReader.Read(source, config, RopeLayout.HalfSplit, longRope: true);
        var window = source.Integer(new("attention.sliding_window", "sliding_window"))
            ?? (source.IsGguf && config.ContextLength == ContextOf4K ? WindowOf4K : LayerTraits.Unlimited);
        return new DecoderTraits
        {
            Layers = DecoderTraits.Uniform(config.LayerCount, new LayerTraits(rope, window)),
            QueryScale = 1f / MathF.Sqrt(config.HeadSize),
            FusedQkv = true,
            FusedGateUp = true,
        };
    }
}
