using Freehold.Inference.Formats;

namespace Freehold.Inference.Training;

/// <summary>
/// Trains a language model on processors: in full, or an adapter beside weights that stay as they are, quantised ones included. The run
/// keeps a checkpoint in its folder; one that was killed or cancelled goes on from there, and ends in the same weights to the bit.
/// </summary>
/// <remarks>
/// Works on threads of its own. Running the same again after the end trains nothing, and writes the result once more.
/// One run at a time in a folder.
/// </remarks>
/// <param name="start">The model that is trained.</param>
/// <param name="examples">What it learns from; those without anything to predict are left out.</param>
/// <param name="options">How.</param>
/// <param name="folder">Where checkpoint and result go: <c>model</c> or <c>adapter</c> inside it. Made where it is not there.</param>
public sealed class TrainingRun(TrainingStart start, IReadOnlyList<TrainingExample> examples, TrainingOptions options, string folder)
{
    /// <summary>What the run gives way to; null: nothing.</summary>
    public ITrainingYield? Yield { get; init; }

    /// <summary>What computes the gradients. The optimizer, and its memory, are this library's own for all of them.</summary>
    public ModelBackend Backend { get; init; } = ModelBackend.Managed;

    /// <summary>Clock for speed and time left.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Trains to the last step and writes the result.</summary>
    /// <param name="progress">Told after every step; null: nobody.</param>
    /// <param name="cancellationToken">Ends the run within a part of a step; the last checkpoint stays.</param>
    /// <exception cref="ModelFormatException">The model is damaged or of a family that is not trained, or the checkpoint is another run's.</exception>
    /// <exception cref="ArgumentException">An option is out of range, or an example does not fit the model.</exception>
    /// <exception cref="InvalidOperationException">The loss is no number any more: the learning rate is too high.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public Task<TrainingResult> RunAsync(IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options.Validate();
        return OwnThread.RunAsync("freehold-training", () =>
        {
            using var trainer = new Trainer(start, examples, options, folder, Backend, Pause, cancellationToken);
            return trainer.Run(progress, TimeProvider);
        });

        void Pause()
        {
            cancellationToken.ThrowIfCancellationRequested();
            Yield?.WaitWhileBusy(cancellationToken);
        }
    }
}
