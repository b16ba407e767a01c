using System.Collections.Immutable;
using Freehold.Inference.Formats;
using Freehold.Inference.Models.Decoder;

namespace Freehold.Inference.Models.Families;

/// <summary>Which layers see a window and which see everything.</summary>
internal static class LayerPattern
{
    private const string Sliding = "sliding_attention", Full = "full_attention";

    private static readonly ConfigKey TypesKey = new(null, "layer_types");

    /// <summary>One description a layer: as <c>layer_types</c> says, or by the family's rule where a file does not say.</summary>
    /// <param name="source">The model's settings.</param>
    /// <param name="config">Its sizes, not checked yet.</param>
    /// <param name="isSliding">The family's rule: the layer's number from 0, and whether it sees a window only.</param>
    /// <param name="sliding">A layer that sees a window.</param>
    /// <param name="full">A layer that sees everything.</param>
    public static ImmutableArray<LayerTraits> Read(
        ConfigSource source, ModelConfig config, Func<int, bool> isSliding, LayerTraits sliding, LayerTraits full)
    {
        if (source.Texts(TypesKey, ModelConfig.MaxLayers) is not { } types)
        {
            var layers = Math.Clamp(config.LayerCount, 0, ModelConfig.MaxLayers);
            return [.. Enumerable.Range(0, layers).Select(i => isSliding(i) ? sliding : full)];
        }

        return [.. types.Select(type => type switch
        {
            Sliding => sliding,
            Full => full,
            _ => throw source.Unsupported(TypesKey, type, $"{Sliding}, {Full}"),
        })];
    }
}
