using Freehold.Inference.Formats;
using Freehold.Inference.Models.Decoder;

namespace Freehold.Inference.Models.Families;

/// <summary>Gemma 2 (arXiv:2408.00118): every other layer sees a window, from the first on; scores and logits are soft-capped.</summary>
internal sealed class Gemma2Family : GemmaFamily
{
    private const int DefaultWindowTokens = 4096;
    private const float DefaultAttentionSoftCap = 50f, DefaultLogitSoftCap = 30f;

    public override IReadOnlyList<string> Names => ["gemma2"];

    protected override int LayersOf27B => 46;

    protected override DecoderTraits ReadTraits(ConfigSource source, ModelConfig config)
    {
        var rope = RopeReader.Read(source, config, RopeLayout.HalfSplit);
        var window = source.Integer(new("attention.sliding_window", "sliding_window")) ?? DefaultWindowTokens;
        return CommonTraits(source, config) with
        {
            Layers = LayerPattern.Read(source, config, i => i % 2 == 0, new(rope, window), new(rope)),
            AttentionSoftCap =
                source.Number(new("attn_logit_softcapping", "attn_logit_softcapping")) ?? DefaultAttentionSoftCap,
            LogitSoftCap = source.Number(new("final_logit_softcapping", "final_logit_softcapping")) ?? DefaultLogitSoftCap,
        };
    }
}
