using Freehold.Contracts.Distillation;
using Freehold.Inference.Training;

namespace Freehold.Workers.Training;

/// <summary>How an adapter is trained: what a policy may say, and what is the same for all.</summary>
internal static class AdapterPlan
{
    /// <summary>Longest example, in tokens, and most tokens that are run together: what a processor does without making inference wait.</summary>
    public const int MaxContextTokens = 2_048;

    /// <summary>Few: a workload has hundreds of examples, not millions, and the number of steps is what counts.</summary>
    private const int BatchExamples = 8;

    /// <summary>Numerator of the scale, by rank: the size of a step does not depend on the rank.</summary>
    private const float AlphaOfRank = 2;

    /// <summary>A run is worth some twenty checkpoints, each as large as three adapters.</summary>
    private const int Checkpoints = 20, MaxStepsBetweenCheckpoints = 100;

    /// <summary>The options of a job's run.</summary>
    /// <param name="job">The job.</param>
    /// <param name="data">What is learned.</param>
    /// <param name="threads">Threads of the model; null: the run's own choice. The result does not depend on them.</param>
    public static TrainingOptions Of(TrainingJob job, AdapterDataset data, int? threads)
    {
        var steps = (int)Math.Min(
            TrainingOptions.MaxSteps, Math.Max(1, ((long)job.Epochs * data.Examples.Count + BatchExamples - 1) / BatchExamples));
        var options = new TrainingOptions
        {
            Steps = steps,
            BatchExamples = BatchExamples,
            MicroBatchTokens = MaxContextTokens,
            ContextTokens = data.ContextTokens,
            LearningRate = (float)job.LearningRate,
            WeightDecay = 0.01f,
            Seed = (int)job.Seed,
            CheckpointSteps = Math.Clamp(steps / Checkpoints, 1, MaxStepsBetweenCheckpoints),
            Lora = new LoraOptions { Rank = job.Rank, Alpha = AlphaOfRank * job.Rank, Dropout = 0.05f },
        };
        return threads is { } count ? options with { Threads = count } : options;
    }
}
