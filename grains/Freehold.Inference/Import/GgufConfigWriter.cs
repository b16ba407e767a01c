using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Gguf;
using Freehold.Inference.Models.Decoder;

namespace Freehold.Inference.Import;

/// <summary>Writes a Hugging Face model's sizes and traits as GGUF metadata; keys are prefixed with the architecture's name.</summary>
internal static class GgufConfigWriter
{
    public static void Write(GgufWriter writer, ModelFile file)
    {
        var (config, architecture) = (file.Config, GgufArchitecture.Of(file));
        writer.Set("general.architecture", architecture);
        writer.Set($"{architecture}.vocab_size", config.VocabularySize);
        writer.Set($"{architecture}.context_length", config.ContextLength);
        writer.Set($"{architecture}.embedding_length", config.HiddenSize);
        writer.Set($"{architecture}.feed_forward_length", config.FeedForwardSize);
        writer.Set($"{architecture}.block_count", config.LayerCount);
        writer.Set($"{architecture}.attention.head_count", config.HeadCount);
        writer.Set($"{architecture}.attention.head_count_kv", config.KvHeadCount);
        writer.Set($"{architecture}.attention.key_length", config.HeadSize);
        writer.Set($"{architecture}.attention.value_length", config.HeadSize);
        writer.Set($"{architecture}.attention.layer_norm_rms_epsilon", config.NormEpsilon);
        if (config.Decoder is { } traits)
            WriteTraits(writer, architecture, traits);
    }

    private static void WriteTraits(GgufWriter writer, string architecture, DecoderTraits traits)
    {
        // Where layers differ, the first that sees everything has the rotary embedding that the keys are for; the other one's is fixed.
        var rope = (traits.Layers.FirstOrDefault(layer => layer.WindowTokens == LayerTraits.Unlimited) ?? traits.Layers[0]).Rope;
        writer.Set($"{architecture}.rope.dimension_count", rope.Size);
        writer.Set($"{architecture}.rope.freq_base", rope.Theta);
        if (traits.Layers.Select(layer => layer.Rope.Theta).FirstOrDefault(theta => theta != rope.Theta) is > 0 and var local)
            writer.Set($"{architecture}.rope.local.freq_base", local);
        if (traits.Layers.Min(layer => layer.WindowTokens) is var window && window != LayerTraits.Unlimited)
            writer.Set($"{architecture}.attention.sliding_window", window);
        if (traits.AttentionSoftCap > 0)
            writer.Set($"{architecture}.attn_logit_softcapping", traits.AttentionSoftCap);
        if (traits.LogitSoftCap > 0)
            writer.Set($"{architecture}.final_logit_softcapping", traits.LogitSoftCap);
        switch (rope.Scaling)
        {
            case RopeScaling.Linear linear:
                writer.Set($"{architecture}.rope.scaling.type", "linear");
                writer.Set($"{architecture}.rope.scaling.factor", linear.Factor);
                break;
            case RopeScaling.LongRope longRope:
                writer.Set($"{architecture}.rope.scaling.original_context_length", longRope.OriginalContext);
                writer.Set($"{architecture}.rope.scaling.attn_factor", longRope.Magnitude);
                break;
        }
    }
}
