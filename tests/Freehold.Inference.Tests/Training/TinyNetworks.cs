using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;
using Freehold.Inference.Models.Decoder;
using Freehold.Inference.Training;
using Freehold.Inference.Training.Kernels;
using Freehold.Inference.Training.Network;

namespace Freehold.Inference.Tests.Training;

/// <summary>Networks and examples that a test computes in milliseconds.</summary>
internal static class TinyNetworks
{
    public const int Vocabulary = 23;

    public static ModelConfig Config(bool tied = false, int window = LayerTraits.Unlimited)
    {
        var config = new DecoderConfig
        {
            VocabularySize = Vocabulary,
            HiddenSize = 12,
            LayerCount = 2,
            HeadCount = 2,
            KvHeadCount = 1,
            FeedForwardSize = 19,
            ContextLength = 64,
            TiedOutput = tied,
        }.ToModelConfig();
        var traits = config.Decoder!;
        return config with { Decoder = traits with { Layers = [.. traits.Layers.Select(layer => layer with { WindowTokens = window })] } };
    }

    public static TrainingNetwork Build(NetworkWeights weights, WorkerTeam team, TokenLoss? loss = null, int maxRows = 256) =>
        new(weights, loss ?? new TokenLoss(0.5f, 1f), team, maxRows, 64);

    /// <summary>Larger weights than training starts with, so that every gradient is well above rounding.</summary>
    public static void Randomise(NetworkWeights weights, int seed, float spread = 0.5f)
    {
        var random = new Random(seed);
        foreach (var parameter in weights.Parameters.Parameters)
        {
            foreach (ref var value in weights.Parameters.ValueSpan(parameter))
                value = parameter.Rows == 1 ? 0.7f + 0.6f * random.NextSingle() : spread * (2f * random.NextSingle() - 1f);
        }
    }

    /// <summary>Sequences of different lengths, one longer than a block of queries, with a mask and with soft targets here and there.</summary>
    public static TrainingExample[] Examples(int seed = 5, int vocabulary = Vocabulary)
    {
        var random = new Random(seed);
        return [.. ((int[])[7, 2, 53, 20]).Select((length, i) => Example(random, length, i % 2 == 1, vocabulary))];
    }

    private static TrainingExample Example(Random random, int length, bool isMasked, int vocabulary)
    {
        int[] tokens = [.. Enumerable.Range(0, length).Select(_ => random.Next(vocabulary))];
        bool[] mask = isMasked ? [.. tokens.Select((_, i) => i == length - 1 || random.Next(3) > 0)] : [];
        SoftTarget?[] soft = [.. tokens.Select((_, i) => i % 3 == 1 ? Soft(random, vocabulary) : null)];
        return new TrainingExample(tokens, mask, soft);
    }

    private static SoftTarget Soft(Random random, int vocabulary)
    {
        var first = random.Next(vocabulary);
        return new SoftTarget((int[])[first, (first + 1) % vocabulary, (first + 5) % vocabulary], (float[])[-0.4f, -1.5f - random.NextSingle(), -3f]);
    }
}
