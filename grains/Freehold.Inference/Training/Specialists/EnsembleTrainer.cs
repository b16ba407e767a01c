using Freehold.Inference.Sampling;
using Freehold.Inference.Specialists.Classification;
using Freehold.Inference.Specialists.Features;

namespace Freehold.Inference.Training.Specialists;

/// <summary>Trains ensembles on parts of one set of texts.</summary>
/// <param name="Matrix">The texts.</param>
/// <param name="Vocabulary">Their features.</param>
/// <param name="Labels">Number of labels in scope; an example's label may also be this number, which is out of scope.</param>
/// <param name="Outputs">The labels, and one more where there are examples out of scope.</param>
/// <param name="Seed">Seed of all networks.</param>
/// <param name="Pause">Asked between examples.</param>
internal sealed record EnsembleTrainer(
    ExampleMatrix Matrix, FeatureVocabulary Vocabulary, int Labels, int Outputs, ulong Seed, TrainingPause Pause)
{
    /// <summary>More say too little for what they cost.</summary>
    private const int MaxFolds = 3;

    /// <summary>Examples that <see cref="Train"/> looks at.</summary>
    public static long Steps(int networks, int examples, int epochs) => (long)networks * examples * epochs;

    /// <summary>Examples that <see cref="CrossFit"/> looks at: each text is learnt from for all folds but its own.</summary>
    public static long CrossFitSteps(int networks, int examples, int epochs) => (MaxFolds - 1) * Steps(networks, examples, epochs);

    /// <param name="settings">One network each.</param>
    /// <param name="examples">Which texts to learn from.</param>
    /// <param name="labels">[texts]</param>
    /// <param name="epochs">How many times.</param>
    public NetworkEnsemble Train(IReadOnlyList<NetworkSettings> settings, int[] examples, int[] labels, int epochs)
    {
        var networks = new ViewNetwork[settings.Count];
        for (var i = 0; i < networks.Length; i++)
        {
            var trainer = new NetworkTrainer(settings[i], Vocabulary, Outputs, Seed + (ulong)i);
            trainer.Run(Matrix, examples, labels, epochs, Pause);
            networks[i] = trainer.Finish();
        }

        return new NetworkEnsemble(networks, Labels);
    }

    /// <summary>Scores each text by networks that did not learn from it.</summary>
    /// <param name="settings">One network each.</param>
    /// <param name="labels">[texts], to learn from.</param>
    /// <param name="given">[texts], the labels whose probabilities are asked.</param>
    /// <param name="epochs">How many times.</param>
    public HeldOutScore[] CrossFit(IReadOnlyList<NetworkSettings> settings, int[] labels, int[] given, int epochs)
    {
        var scores = new HeldOutScore[given.Length];
        var scratch = new ClassifierScratch();
        var folds = Folds(given);
        for (var fold = 0; fold < MaxFolds; fold++)
        {
            var ensemble = Train(settings, [.. Indices(folds, of => of != fold)], labels, epochs);
            foreach (var example in Indices(folds, of => of == fold))
            {
                Pause.Check();
                var score = ensemble.Score(Matrix[example], scratch);
                scores[example] = new HeldOutScore(score, given[example] < Labels ? ensemble.ProbabilityOf(given[example], scratch) : 0);
            }
        }

        return scores;
    }

    // Dealt out label by label, in an order by chance, so that each fold has its share of each label.
    private int[] Folds(int[] labels)
    {
        var random = new SplitMix64(Seed);
        var chance = labels.Select(_ => random.NextDouble()).ToArray();
        var folds = new int[labels.Length];
        var place = 0;
        foreach (var example in Enumerable.Range(0, labels.Length).OrderBy(example => labels[example]).ThenBy(example => chance[example]))
            folds[example] = place++ % MaxFolds;
        return folds;
    }

    private static IEnumerable<int> Indices(int[] folds, Func<int, bool> isWanted) =>
        Enumerable.Range(0, folds.Length).Where(example => isWanted(folds[example]));
}
