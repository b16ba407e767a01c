using Freehold.Inference.Specialists;

namespace Freehold.Inference.Training.Specialists;

/// <summary>Trains specialists: seconds to a minute on one core, on the calling thread.</summary>
public static class SpecialistTrainer
{
    /// <summary>Examples that are learnt from; of more, the last ones.</summary>
    public const int MaxExamples = 100_000;

    /// <summary>Trains a specialist.</summary>
    /// <param name="train">Examples to learn from.</param>
    /// <param name="calibration">
    /// More examples. Both parts are learnt from, and the confidence is calibrated on both: each example is predicted by models that
    /// did not see it (cross-fitting), which wastes none of them. What measures the result must be in neither.
    /// </param>
    /// <param name="options">How to train.</param>
    /// <param name="cancellationToken">Asked every few milliseconds.</param>
    /// <exception cref="ArgumentException">
    /// An option is out of range, or the examples cannot teach anything: fewer than two labels, too many labels, labels that are too long;
    /// for extraction no JSON objects whose texts occur in the request.
    /// </exception>
    public static SpecialistTraining Train(
        IReadOnlyList<SpecialistExample> train, IReadOnlyList<SpecialistExample> calibration, SpecialistTrainingOptions options,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(calibration);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var skipped = Math.Max(0, train.Count + calibration.Count - MaxExamples);
        SpecialistExample[] examples = [.. train.Concat(calibration).Skip(skipped)];
        var pause = new TrainingPause(options.Yield, new ExampleMeter(options.Progress, options.TimeProvider), cancellationToken);
        var (content, report) = options.Task switch
        {
            SpecialistTask.Classification => ClassifierTrainer.Train(examples, options, pause),
            _ => ExtractorTrainer.Train(examples, options, pause),
        };
        var model = SpecialistModel.Load(content.Write());
        return new SpecialistTraining(model, report with { LeftOut = report.LeftOut + skipped, FileBytes = model.File.Length });
    }
}
