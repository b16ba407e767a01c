using Freehold.Inference.Kernels;

namespace Freehold.Inference.Training.Starter;

/// <summary>How the starter model is trained. The same seed and steps give the same file, byte for byte, on machines of one kind.</summary>
public sealed record StarterTrainingOptions
{
    /// <summary>Steps of the model that is shipped.</summary>
    public const int DefaultSteps = 4_000;

    /// <summary>Seed of the model that is shipped.</summary>
    public const int DefaultSeed = 1;

    /// <summary>Most steps.</summary>
    public const int MaxSteps = 100_000;

    /// <summary>The .gguf file to write. One that is there is replaced once the new one is whole.</summary>
    public required string Output { get; init; }

    /// <summary>Where checkpoints are kept until the file is written; a run that was ended goes on from there.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>Begin of every random choice: dialogs, order, initial weights.</summary>
    /// <value><see cref="DefaultSeed"/>. 0 or more.</value>
    public int Seed { get; init; } = DefaultSeed;

    /// <summary>Optimizer steps, of <see cref="StarterTraining.DialogsPerStep"/> dialogs each, none of which comes twice.</summary>
    /// <value><see cref="DefaultSteps"/>. From 1 to <see cref="MaxSteps"/>.</value>
    public int Steps { get; init; } = DefaultSteps;

    /// <summary>Threads; they do not change the result.</summary>
    /// <value>The number of physical cores.</value>
    public int Threads { get; init; } = Math.Clamp(CpuTopology.PhysicalCores(), 1, WorkerTeam.MaxThreads);

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Output);
        ArgumentException.ThrowIfNullOrWhiteSpace(WorkFolder);
        TrainingOptions.Check(Seed, 0, int.MaxValue, nameof(Seed));
        TrainingOptions.Check(Steps, 1, MaxSteps, nameof(Steps));
        TrainingOptions.Check(Threads, 1, WorkerTeam.MaxThreads, nameof(Threads));
    }
}

/// <summary>What training wrote.</summary>
/// <param name="Path">The GGUF file.</param>
/// <param name="LengthBytes">Its length.</param>
/// <param name="Model">The model as an engine sees it, with the SHA-256 of the file.</param>
/// <param name="Steps">Steps taken in all.</param>
/// <param name="FinalLoss">Mean loss of the last step's answers, in nats a token.</param>
/// <param name="Dialogs">Dialogs learned from.</param>
/// <param name="Tokens">Tokens of them, prompts included.</param>
public sealed record StarterTrainingResult(
    string Path, long LengthBytes, ModelInfo Model, int Steps, double FinalLoss, int Dialogs, long Tokens);
