using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Gguf;
using Freehold.Inference.Models.Decoder;
using Freehold.Inference.Training.Network;

namespace Freehold.Inference.Training;

/// <summary>What can be trained, and on what; everything else is refused before the first step.</summary>
internal static class TrainingSupport
{
    private static readonly string[] Families = ["llama", "mistral", "qwen2", "qwen3"];

    /// <exception cref="ModelFormatException">The model is of a family whose gradients are not computed.</exception>
    public static void Require(ModelConfig config, ModelFile? file, TrainingOptions options)
    {
        var path = file?.Path ?? nameof(DecoderConfig);
        if (config.Decoder is not { } traits || !Families.Contains(config.Family) || !IsPlain(traits))
        {
            throw new ModelFormatException(
                path, $"models of family '{config.Family}' are not trained here; trained are {string.Join(", ", Families)}", "configuration",
                "Take a model of one of these families.");
        }

        if (file is null && options.Lora is not null)
            throw new ArgumentException("A new model is trained in full; leave Lora out, or start from a model.", nameof(options));
        var isStretched = file?.Tensors.ContainsKey("rope_freqs.weight") == true || traits.Layers.Any(layer => layer.Rope.Scaling is not null);
        if (options.Lora is null && file is GgufModelFile && isStretched)
        {
            throw new ModelFormatException(
                path, "its positions are stretched, which cannot be written back from a GGUF file", "tensor 'rope_freqs.weight'",
                "Train an adapter, or train from the model's Hugging Face folder.");
        }
    }

    /// <summary>Longest example of a run.</summary>
    public static int ContextTokens(ModelConfig config, TrainingOptions options)
    {
        if (options.ContextTokens > config.ContextLength)
        {
            throw new ArgumentException(
                $"ContextTokens is {options.ContextTokens}, the model's context {config.ContextLength}; set it no higher.", nameof(options));
        }

        return options.ContextTokens ?? Math.Min(config.ContextLength, options.MicroBatchTokens);
    }

    /// <summary>The examples that have something to predict within the context.</summary>
    /// <exception cref="ArgumentException">A token is outside the vocabulary, or there is nothing to learn.</exception>
    public static IReadOnlyList<TrainingExample> Usable(IReadOnlyList<TrainingExample> examples, ModelConfig config, int contextTokens)
    {
        for (var i = 0; i < examples.Count; i++)
            RequireTokens(examples[i], i, config.VocabularySize);
        TrainingExample[] usable = [.. examples.Where(example => TrainingBatch.CountPredictions(example, contextTokens) > 0)];
        return usable.Length > 0
            ? usable
            : throw new ArgumentException(
                $"None of {examples.Count} examples has a token to predict within {contextTokens} tokens; give some that have.", nameof(examples));
    }

    private static bool IsPlain(DecoderTraits traits) =>
        traits is
        {
            Activation: GateActivation.Silu, PostNorms: false, FusedQkv: false, FusedGateUp: false, AttentionSoftCap: 0, LogitSoftCap: 0,
            NormOffset: 0, EmbeddingScale: 1,
        };

    private static void RequireTokens(TrainingExample example, int index, int vocabularySize)
    {
        Check(example.Tokens.Span);
        foreach (var soft in example.SoftTargets)
            Check(soft is null ? [] : soft.Tokens.Span);

        void Check(ReadOnlySpan<int> tokens)
        {
            foreach (var token in tokens)
            {
                if ((uint)token >= (uint)vocabularySize)
                {
                    throw new ArgumentException(
                        $"Example {index} has token {token}; the vocabulary goes from 0 to {vocabularySize - 1}.", nameof(example));
                }
            }
        }
    }
}
