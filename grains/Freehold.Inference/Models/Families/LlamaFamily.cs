using Freehold.Inference.Formats;
using Freehold.Inference.Models.Decoder;

namespace Freehold.Inference.Models.Families;

/// <summary>
/// Llama 2 and 3 (Touvron et al. 2023, arXiv:2307.09288; Grattafiori et al. 2024, arXiv:2407.21783), and those of the same make: Mistral
/// (Jiang et al. 2023, arXiv:2310.06825), with its sliding window, and SmolLM2. GGUFs call all of them <c>llama</c>.
/// </summary>
internal sealed class LlamaFamily : DecoderFamily
{
    public override IReadOnlyList<string> Names => ["llama", "mistral"];

    protected override DecoderTraits ReadTraits(ConfigSource source, ModelConfig config)
    {
        source.RequireText(new(null, "hidden_act"), "silu");
        source.RequireFlag(new(null, "attention_bias"), false);
        source.RequireFlag(new(null, "mlp_bias"), false);
        var rope = RopeReader.Read(source, config, source.IsGguf ? RopeLayout.Interleaved : RopeLayout.HalfSplit);
        var window = source.Integer(new("attention.sliding_window", "sliding_window")) ?? LayerTraits.Unlimited;
        return new DecoderTraits
        {
            Layers = DecoderTraits.Uniform(config.LayerCount, new LayerTraits(rope, window)),
            QueryScale = 1f / MathF.Sqrt(config.HeadSize),
        };
    }
}
