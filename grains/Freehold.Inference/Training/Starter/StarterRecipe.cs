using Freehold.Inference.Tokenizers;

namespace Freehold.Inference.Training.Starter;

/// <summary>The sizes of a starter model and of its lessons.</summary>
/// <param name="DialogsPerStep">Dialogs of one optimizer step.</param>
/// <param name="VocabularyDialogs">Dialogs that the tokens are learned from.</param>
/// <param name="Sizes">The network.</param>
internal sealed record StarterRecipe(int DialogsPerStep, int VocabularyDialogs, DecoderConfig Sizes)
{
    /// <summary>The dialogs to learn from, in the order in which they are made.</summary>
    public static IEnumerable<StarterDialog> Dialogs(int seed, int count)
    {
        var generator = new StarterTextGenerator((ulong)seed);
        for (var i = 0; i < count; i++)
            yield return generator.Next();
    }

    /// <summary>The tokens of a seed.</summary>
    public Vocabulary LearnVocabulary(int seed) => StarterVocabulary.Learn(Dialogs(seed, VocabularyDialogs), Sizes.VocabularySize);

    /// <summary>How the network learns.</summary>
    public TrainingOptions ToRun(StarterTrainingOptions options) => new()
    {
        Steps = options.Steps,
        BatchExamples = DialogsPerStep,
        LearningRate = 3e-3f,
        WeightDecay = 0.05f,
        Seed = options.Seed,
        Threads = options.Threads,
    };
}
