using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;

namespace Freehold.Inference.Models;

/// <summary>What a model needs from the engine that runs it.</summary>
/// <param name="Team">Threads for the kernels.</param>
/// <param name="MaxBatchTokens">Most tokens of one step.</param>
internal sealed record ModelRuntime(WorkerTeam Team, int MaxBatchTokens);

/// <summary>A decoder that turns tokens into logits. One step at a time, on one calling thread.</summary>
internal abstract class LanguageModel(ModelConfig config)
{
    public ModelConfig Config { get; } = config;

    /// <summary>
    /// Runs the batch: writes every token's key and value into its sequence's cache, and the logits asked for into the batch. After an
    /// exception the caches of the batch are not to be used again.
    /// </summary>
    public abstract void Forward(ForwardBatch batch);
}
