using Freehold.Inference.Training;

namespace Freehold.Benchmarks.Training;

/// <summary>What is trained, and how much of it in one measurement.</summary>
/// <param name="Name">In the names of figures.</param>
/// <param name="Config">Sizes of the model.</param>
/// <param name="Context">Tokens of an example that are predicted.</param>
/// <param name="Steps">Steps that are timed.</param>
internal sealed record TrainingShape(string Name, DecoderConfig Config, int Context, int Steps)
{
    public const int Examples = 8, WarmUpSteps = 3, Threads = 2, Rank = 8;

    /// <summary>The shape of stories260K, and one of a few million weights.</summary>
    public static IReadOnlyList<TrainingShape> All { get; } =
    [
        new("small", Llama(vocabulary: 512, hidden: 64, layers: 5, heads: 8, kvHeads: 4, wide: 172), 256, 16),
        new("medium", Llama(vocabulary: 4096, hidden: 192, layers: 6, heads: 6, kvHeads: 6, wide: 512), 256, 4),
    ];

    private static DecoderConfig Llama(int vocabulary, int hidden, int layers, int heads, int kvHeads, int wide) => new()
    {
        VocabularySize = vocabulary,
        HiddenSize = hidden,
        LayerCount = layers,
        HeadCount = heads,
        KvHeadCount = kvHeads,
        FeedForwardSize = wide,
        ContextLength = 512,
    };
}

/// <summary>One measurement.</summary>
/// <param name="TokensPerSecond">Predicted tokens a second.</param>
/// <param name="PeakMb">Most memory that was resident, the runtime's own included, in MB of 10^6 bytes.</param>
/// <param name="LongestTurnMs">Longest time between two questions whether others want the processors; of our own trainer only.</param>
internal sealed record TrainingSpeed(double TokensPerSecond, double PeakMb, double LongestTurnMs = 0);
