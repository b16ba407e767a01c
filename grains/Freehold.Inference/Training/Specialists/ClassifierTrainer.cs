using Freehold.Inference.Specialists.Classification;
using Freehold.Inference.Specialists.Features;
using Freehold.Inference.Specialists.Files;

namespace Freehold.Inference.Training.Specialists;

/// <summary>
/// Trains a classifier: finds wrong labels by held-out predictions and replaces them, calibrates on held-out predictions of the cleaned
/// set, and then learns from all of it.
/// </summary>
internal static class ClassifierTrainer
{
    /// <summary>Times over the examples: to find wrong labels, which asks for less, and to learn.</summary>
    private const int CleaningEpochs = 15, Epochs = 40;

    public static (SpecialistFile Content, SpecialistTrainingReport Report) Train(
        SpecialistExample[] examples, SpecialistTrainingOptions options, TrainingPause pause)
    {
        var labels = Labels(examples, options);
        var given = Given(examples, labels, options);
        var (vocabulary, matrix) = Read(examples, given, labels, pause);
        given = given[..matrix.Count];
        var outOfScope = given.Count(label => label == labels.Length);
        var outputs = labels.Length + (outOfScope > 0 ? 1 : 0);
        var trainer = new EnsembleTrainer(matrix, vocabulary, labels.Length, outputs, options.Seed, pause);

        var all = NetworkSettings.Ensemble.Length;
        pause.Meter.Expect(
            EnsembleTrainer.CrossFitSteps(1, given.Length, CleaningEpochs) + EnsembleTrainer.CrossFitSteps(all, given.Length, Epochs)
            + EnsembleTrainer.Steps(all, given.Length, Epochs));

        var first = trainer.CrossFit(NetworkSettings.Ensemble[..1], given, given, CleaningEpochs);
        var cleaned = LabelCleaner.Clean(given, first, labels.Length, out var relabelled);
        var heldOut = trainer.CrossFit(NetworkSettings.Ensemble, cleaned, given, Epochs);
        var ensemble = trainer.Train(NetworkSettings.Ensemble, [.. Enumerable.Range(0, given.Length)], cleaned, Epochs);

        var decisions = ClassifierDecisions.Fit(given, heldOut, labels.Length, options);
        var classifier = new Classifier(labels, vocabulary, ensemble, decisions.Confidence, decisions.ScopeThreshold);
        return (
            new SpecialistFile(classifier, null, decisions.ServeAt, decisions.Anchors.Noise),
            decisions.Report(given, heldOut, labels.Length) with
            {
                LeftOut = examples.Length - given.Length,
                Relabelled = relabelled,
            });
    }

    private static string[] Labels(SpecialistExample[] examples, SpecialistTrainingOptions options)
    {
        string[] labels = [.. examples.Select(example => example.Label).Where(label => label != options.OutOfScopeLabel)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (labels.Length < 2)
            throw new ArgumentException($"There are {labels.Length} labels in scope; a classifier needs at least 2.", nameof(examples));
        if (labels.Length > ClassifierFile.MaxLabels)
        {
            throw new ArgumentException(
                $"There are {labels.Length} labels, more than {ClassifierFile.MaxLabels}: these are not the answers of a classification.",
                nameof(examples));
        }

        if (Array.Find(labels, label => label.Length > ClassifierFile.MaxLabelLength) is { } tooLong)
        {
            throw new ArgumentException(
                $"A label has {tooLong.Length} characters, more than {ClassifierFile.MaxLabelLength}: it is no answer of a classification.",
                nameof(examples));
        }

        return labels;
    }

    private static int[] Given(SpecialistExample[] examples, string[] labels, SpecialistTrainingOptions options) => Array.ConvertAll(
        examples,
        example => example.Label == options.OutOfScopeLabel
            ? labels.Length
            : Array.BinarySearch(labels, example.Label, StringComparer.Ordinal));

    private static (FeatureVocabulary Vocabulary, ExampleMatrix Matrix) Read(
        SpecialistExample[] examples, int[] given, string[] labels, TrainingPause pause)
    {
        var builder = new VocabularyBuilder();
        for (var i = 0; i < examples.Length; i++)
        {
            pause.Check();
            if (given[i] < labels.Length)
                builder.Add(examples[i].Text);
        }

        var vocabulary = builder.Build(NetworkSettings.MaxFeatures(labels));
        return (vocabulary, ExampleMatrix.Read(examples.Select(example => example.Text), vocabulary, pause));
    }
}
