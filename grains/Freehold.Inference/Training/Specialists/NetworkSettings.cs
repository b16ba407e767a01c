using Freehold.Inference.Specialists;
using Freehold.Inference.Specialists.Features;

namespace Freehold.Inference.Training.Specialists;

/// <summary>What one network of the ensemble sees, and how it learns.</summary>
/// <param name="Blocks">The blocks of features that it sees.</param>
/// <param name="Rate">Rate of the features' rows; those of a smaller view are updated less often and need a higher one.</param>
internal sealed record NetworkSettings(BlockRange Blocks, float Rate)
{
    /// <summary>Units of the hidden layer.</summary>
    public const int Hidden = 96;

    /// <summary>Rate of the output layer.</summary>
    public const float OutputRate = 0.05f;

    /// <summary>Share of a text's features that a step does not see (Srivastava et al. 2014).</summary>
    public const float FeatureDropout = 0.5f;

    /// <summary>Share of hidden units that a step does without.</summary>
    public const float HiddenDropout = 0.1f;

    /// <summary>Examples to a step of the output layer.</summary>
    public const int Batch = 16;

    /// <summary>Room for the header but for the labels.</summary>
    private const int HeaderBytes = 1 << 14;

    /// <summary>A character of a label, escaped as JSON within JSON.</summary>
    private const int MaxBytesOfChar = 7;

    public static NetworkSettings[] Ensemble { get; } =
    [
        new(BlockRange.All, 0.05f),
        new(new BlockRange((int)FeatureBlock.Words, (int)FeatureBlock.SkipPairs + 1), 0.1f),
        new(new BlockRange((int)FeatureBlock.Characters, (int)FeatureBlock.Characters + 1), 0.05f),
    ];

    /// <summary>Features that fit into a file beside the output layers of these labels.</summary>
    public static int MaxFeatures(string[] labels)
    {
        const int hashAndWeight = sizeof(uint) + sizeof(float), rowAndScale = (Hidden / 2) + 2;
        var viewsOfABlock = Enumerable.Range(0, TextFeatures.BlockCount)
            .Max(block => Ensemble.Count(network => network.Blocks.First <= block && block < network.Blocks.End));
        var outputs = Ensemble.Length * (labels.Length + 1) * (Hidden + 1) * sizeof(float);
        var header = HeaderBytes + labels.Sum(label => (label.Length + 4) * MaxBytesOfChar);
        return (SpecialistModel.MaxFileBytes - outputs - header) / (hashAndWeight + (viewsOfABlock * rowAndScale));
    }
}
