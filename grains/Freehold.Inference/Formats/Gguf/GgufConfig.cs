using Freehold.Inference.Models;

namespace Freehold.Inference.Formats.Gguf;

/// <summary>Reads a model's configuration from GGUF metadata: keys are prefixed with the architecture's name.</summary>
internal static class GgufConfig
{
    private const string DefaultRopeScaling = "none";

    public static ModelConfig Read(GgufContainer container)
    {
        var metadata = container.Metadata;
        var family = metadata.Text("general.architecture") ?? throw metadata.Fault("general.architecture", "is missing");
        ModelFamilies.RequireSupported(metadata.FilePath, family, "key 'general.architecture'");
        RefuseUnsupported(metadata, family);

        var hidden = metadata.RequiredInteger($"{family}.embedding_length");
        var heads = metadata.RequiredInteger($"{family}.attention.head_count");
        var headSize = metadata.Integer($"{family}.attention.key_length") ?? (heads > 0 ? hidden / heads : 0);
        return new ModelConfig
        {
            Family = family,
            Name = metadata.Text("general.name") ?? Path.GetFileNameWithoutExtension(metadata.FilePath),
            ContextLength = metadata.RequiredInteger($"{family}.context_length"),
            HiddenSize = hidden,
            FeedForwardSize = metadata.RequiredInteger($"{family}.feed_forward_length"),
            LayerCount = metadata.RequiredInteger($"{family}.block_count"),
            HeadCount = heads,
            KvHeadCount = metadata.Integer($"{family}.attention.head_count_kv") ?? heads,
            HeadSize = headSize,
            RopeSize = metadata.Integer($"{family}.rope.dimension_count") ?? headSize,
            RopeTheta = metadata.Number($"{family}.rope.freq_base") ?? 10_000f,
            RopeLayout = RopeLayout.Interleaved,
            NormEpsilon = metadata.Number($"{family}.attention.layer_norm_rms_epsilon")
                ?? throw metadata.Fault($"{family}.attention.layer_norm_rms_epsilon", "is missing"),
            VocabularySize = VocabularySize(container),
            TiedOutput = true,
            EndOfTextIds = EndOfTextIds(metadata),
        }.Validated(metadata.FilePath);
    }

    private static void RefuseUnsupported(GgufMetadata metadata, string family)
    {
        var scaling = metadata.Text($"{family}.rope.scaling.type") ?? DefaultRopeScaling;
        if (scaling != DefaultRopeScaling)
        {
            throw metadata.Fault(
                $"{family}.rope.scaling.type", $"is '{scaling}', which is not supported", "Use a model without rotary scaling.");
        }

        if (metadata.Integer($"{family}.expert_count") > 0)
            throw metadata.Fault($"{family}.expert_count", "names a mixture of experts, which is not supported", "Use a dense model.");
    }

    private static int VocabularySize(GgufContainer container)
    {
        if (container.Tensors.TryGetValue("token_embd.weight", out var embedding) && embedding.Shape.Length == 2)
            return embedding.Shape[0];
        throw new ModelFormatException(
            container.Metadata.FilePath, "there is no embedding table", "tensor 'token_embd.weight'",
            "Give a file with weights; one with a vocabulary only serves as a tokenizer source.");
    }

    private static List<int> EndOfTextIds(GgufMetadata metadata)
    {
        string[] keys = ["tokenizer.ggml.eos_token_id", "tokenizer.ggml.eot_token_id"];
        return [.. keys.Select(metadata.TokenId).OfType<int>().Distinct()];
    }
}
