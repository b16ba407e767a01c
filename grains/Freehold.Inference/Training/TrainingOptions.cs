using Freehold.Inference.Kernels;

namespace Freehold.Inference.Training;

/// <summary>How a language model is trained. The same options, examples and model give the same weights, bit for bit, on any number of threads.</summary>
public sealed record TrainingOptions
{
    /// <summary>More optimizer steps than any run has that fits on processors.</summary>
    public const int MaxSteps = 10_000_000;

    /// <summary>Most examples of one optimizer step.</summary>
    public const int MaxBatchExamples = 65_536;

    /// <summary>Most tokens that are run forward and backward together.</summary>
    public const int MaxMicroBatchTokens = 1 << 17;

    /// <summary>Trains an adapter beside weights that stay as they are; null: trains all weights.</summary>
    public LoraOptions? Lora { get; init; }

    /// <summary>Optimizer steps.</summary>
    public required int Steps { get; init; }

    /// <summary>Examples of one optimizer step. Their gradients are accumulated over as many micro-batches as they need.</summary>
    /// <value>16. From 1 to 65,536.</value>
    public int BatchExamples { get; init; } = 16;

    /// <summary>Most tokens that are run together, a bound on memory. What is learned does not depend on it, but for rounding.</summary>
    /// <value>2,048. From 1 to 131,072; at least <see cref="ContextTokens"/>.</value>
    public int MicroBatchTokens { get; init; } = 2048;

    /// <summary>Longest example in tokens; the rest of a longer one is left out.</summary>
    /// <value>Null: the context that the model was made for, but no more than <see cref="MicroBatchTokens"/>.</value>
    public int? ContextTokens { get; init; }

    /// <summary>Highest learning rate, reached after the warm-up.</summary>
    /// <value>0.001</value>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>Learning rate of the last step, as a share of the highest: the end of the cosine (Loshchilov and Hutter 2017, arXiv:1608.03983).</summary>
    /// <value>0.1. From 0 to 1.</value>
    public float FinalLearningRateShare { get; init; } = 0.1f;

    /// <summary>Steps over which the learning rate rises from 0 in a straight line.</summary>
    /// <value>Null: a twentieth of <see cref="Steps"/>.</value>
    public int? WarmUpSteps { get; init; }

    /// <summary>Decay of the gradients' running mean.</summary>
    /// <value>0.9</value>
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>Decay of the running mean of the gradients' squares.</summary>
    /// <value>0.95</value>
    public float Beta2 { get; init; } = 0.95f;

    /// <summary>Added to the root of the squares' mean.</summary>
    /// <value>1e-8</value>
    public float Epsilon { get; init; } = 1e-8f;

    /// <summary>
    /// Share of a matrix that a step takes away, times the learning rate: decoupled from the gradient (Loshchilov and Hutter 2019,
    /// arXiv:1711.05101). Norms and biases do not decay.
    /// </summary>
    /// <value>0.1</value>
    public float WeightDecay { get; init; } = 0.1f;

    /// <summary>The gradient is scaled down to this length where it is longer, over all weights together.</summary>
    /// <value>1</value>
    public float MaxGradientNorm { get; init; } = 1f;

    /// <summary>
    /// Part of the loss that compares with soft targets, at positions that have them; the rest is the cross-entropy with the token itself.
    /// </summary>
    /// <value>0.5. From 0 to 1.</value>
    public float DistillationShare { get; init; } = 0.5f;

    /// <summary>Temperature at which teacher and student are compared (Hinton, Vinyals and Dean 2015, arXiv:1503.02531).</summary>
    /// <value>1</value>
    public float DistillationTemperature { get; init; } = 1f;

    /// <summary>Begin of every random choice: order of the examples, initial weights, dropout.</summary>
    public int Seed { get; init; }

    /// <summary>Threads for the kernels, the run's own included.</summary>
    /// <value>The number of physical cores. From 1 to 256.</value>
    public int Threads { get; init; } = Math.Clamp(CpuTopology.PhysicalCores(), 1, WorkerTeam.MaxThreads);

    /// <summary>Steps between checkpoints; one is written at the end of the run too.</summary>
    /// <value>100</value>
    public int CheckpointSteps { get; init; } = 100;

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message names it and the range.</exception>
    internal void Validate()
    {
        Check(Steps, 1, MaxSteps, nameof(Steps));
        Check(BatchExamples, 1, MaxBatchExamples, nameof(BatchExamples));
        Check(MicroBatchTokens, 1, MaxMicroBatchTokens, nameof(MicroBatchTokens));
        Check(ContextTokens ?? 1, 1, MicroBatchTokens, nameof(ContextTokens));
        Check(WarmUpSteps ?? 0, 0, Steps, nameof(WarmUpSteps));
        Check(Threads, 1, WorkerTeam.MaxThreads, nameof(Threads));
        Check(CheckpointSteps, 1, MaxSteps, nameof(CheckpointSteps));
        Check(LearningRate, 0, 10, nameof(LearningRate));
        Check(FinalLearningRateShare, 0, 1, nameof(FinalLearningRateShare));
        Check(Beta1, 0, 0.9999f, nameof(Beta1));
        Check(Beta2, 0, 0.999999f, nameof(Beta2));
        Check(Epsilon, 1e-12f, 1, nameof(Epsilon));
        Check(WeightDecay, 0, 10, nameof(WeightDecay));
        Check(MaxGradientNorm, 1e-6f, 1e6f, nameof(MaxGradientNorm));
        Check(DistillationShare, 0, 1, nameof(DistillationShare));
        Check(DistillationTemperature, 0.01f, 100, nameof(DistillationTemperature));
        Lora?.Validate();
    }

    internal static void Check(int value, int least, int most, string name)
    {
        if (value < least || value > most)
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; set it from {least} to {most}.");
    }

    internal static void Check(float value, float least, float most, string name)
    {
        if (!(value >= least && value <= most))
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; set it from {least} to {most}.");
    }
}
