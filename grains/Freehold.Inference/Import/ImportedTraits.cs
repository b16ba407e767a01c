using System.Collections.Immutable;
using Freehold.Inference.Formats;
using Freehold.Inference.Models.Decoder;

namespace Freehold.Inference.Import;

/// <summary>
/// Compares what the written file says with what its source said: a setting that the one format cannot express would not fail, it would
/// give wrong text.
/// </summary>
internal static class ImportedTraits
{
    /// <exception cref="ModelFormatException">Something was lost on the way.</exception>
    public static void RequireSame(string source, ModelConfig original, ModelConfig written)
    {
        Require("sizes", Sizes(original), Sizes(written));
        if (original.Decoder is not { } before || written.Decoder is not { } after)
            return;
        for (var i = 0; i < before.Layers.Length; i++)
            Require($"layer {i}", Comparable(before.Layers[i]), Comparable(after.Layers[i]));
        Require("traits", Comparable(before), Comparable(after));

        void Require<T>(string what, T expected, T actual)
        {
            if (!EqualityComparer<T>.Default.Equals(expected, actual))
            {
                throw new ModelFormatException(
                    source, $"GGUF cannot express its {what}: {expected} would become {actual}", "configuration", "Run the model as it is.");
            }
        }
    }

    private static (int, int, int, int, int, int, int, int, float) Sizes(ModelConfig config) => (
        config.ContextLength, config.HiddenSize, config.FeedForwardSize, config.LayerCount, config.HeadCount, config.KvHeadCount,
        config.HeadSize, config.VocabularySize, config.NormEpsilon);

    // Divisors become tensors, rows are permuted, and the offset of norms is worked in: all three differ where nothing is lost.
    private static LayerTraits Comparable(LayerTraits layer) => layer with
    {
        Rope = layer.Rope with
        {
            Layout = RopeLayout.Interleaved,
            Scaling = layer.Rope.Scaling switch
            {
                RopeScaling.Llama3 => null,
                RopeScaling.LongRope longRope => longRope with { Short = null, Long = null },
                var other => other,
            },
        },
    };

    private static DecoderTraits Comparable(DecoderTraits traits) => traits with { Layers = ImmutableArray<LayerTraits>.Empty, NormOffset = 0 };
}
