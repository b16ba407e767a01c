using Freehold.Inference.Formats;
using Freehold.Inference.Models.Decoder;

namespace Freehold.Inference.Models.Families;

/// <summary>
/// Gemma 3's text model (arXiv:2503.19786): five layers with a window and a rotary base of their own to one that sees everything; norms on
/// query and key heads instead of soft-caps.
/// </summary>
internal sealed class Gemma3Family : GemmaFamily
{
    private const int DefaultPatternLayers = 6;
    private const float DefaultLocalTheta = 10_000f;

    public override IReadOnlyList<string> Names => ["gemma3", "gemma3_text"];

    protected override int LayersOf27B => 62;

    protected override DecoderTraits ReadTraits(ConfigSource source, ModelConfig config)
    {
        source.RequireFlag(new(null, "use_bidirectional_attention"), false);
        var global = RopeReader.Read(source, config, RopeLayout.HalfSplit, defaultTheta: 1_000_000f);
        var localTheta = source.Number(new("rope.local.freq_base", "rope_local_base_freq"))
            ?? source.Number(new(null, "rope_parameters.sliding_attention.rope_theta"))
            ?? DefaultLocalTheta;
        var local = global with { Theta = localTheta, Scaling = null };
        var window = source.RequiredInteger(new("attention.sliding_window", "sliding_window"));
        var pattern = source.Integer(new(null, "sliding_window_pattern")) ?? DefaultPatternLayers;
        if (pattern == 0)
            throw source.Fault(new(null, "sliding_window_pattern"), "is 0");
        return CommonTraits(source, config) with
        {
            Layers = LayerPattern.Read(source, config, i => (i + 1) % pattern != 0, new(local, window), new(global)),
            QueryKeyNorm = true,
            AttentionSoftCap = source.Number(new(null, "attn_logit_softcapping")) ?? 0f,
            LogitSoftCap = source.Number(new(null, "final_logit_softcapping")) ?? 0f,
        };
    }
}
