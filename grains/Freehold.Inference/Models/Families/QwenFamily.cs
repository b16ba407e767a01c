using Freehold.Inference.Formats;
using Freehold.Inference.Models.Decoder;

namespace Freehold.Inference.Models.Families;

/// <summary>What Qwen's generations share: half-split rotation, and a sliding window on the upper layers where it is switched on.</summary>
internal abstract class QwenFamily : DecoderFamily
{
    protected static DecoderTraits CommonTraits(ConfigSource source, ModelConfig config)
    {
        source.RequireText(new(null, "hidden_act"), "silu");
        var rope = RopeReader.Read(source, config, RopeLayout.HalfSplit);
        var window = source.Flag(new(null, "use_sliding_window")) == true
            ? source.RequiredInteger(new(null, "sliding_window"))
            : LayerTraits.Unlimited;
        var firstSliding = source.Integer(new(null, "max_window_layers")) ?? 0;
        return new DecoderTraits
        {
            Layers = LayerPattern.Read(source, config, i => i >= firstSliding, new(rope, window), new(rope)),
            QueryScale = 1f / MathF.Sqrt(config.HeadSize),
        };
    }
}
