using Freehold.Inference.Adapters;
using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;

namespace Freehold.Inference.Models;

/// <summary>What a model needs from the engine that runs it.</summary>
/// <param name="Team">Threads for the kernels.</param>
/// <param name="MaxBatchTokens">Most tokens of one step.</param>
/// <param name="MaxKvBlocks">Blocks of key and value cache; their numbers go from 0.</param>
internal sealed record ModelRuntime(WorkerTeam Team, int MaxBatchTokens, int MaxKvBlocks)
{
    /// <summary>Longest context that can be run: the model's, or what the cache holds.</summary>
    public int MaxContextTokens(ModelConfig config) =>
        (int)Math.Min(config.ContextLength, (long)MaxKvBlocks * KvBlockPool.BlockTokens);
}

/// <summary>A decoder that turns tokens into logits. One step at a time, on one calling thread.</summary>
internal abstract class LanguageModel(ModelConfig config) : IDisposable
{
    public ModelConfig Config { get; } = config;

    /// <summary>
    /// Runs the batch: keeps every token's key and value under the number of its block, and writes the logits asked for into the batch. After
    /// an exception what was in the caches before is as it was, and the positions of the batch's own tokens hold nothing of use.
    /// </summary>
    public abstract void Forward(ForwardBatch batch);

    /// <summary>Makes an adapter ready to run with this model's products. Safe beside a running step.</summary>
    /// <exception cref="ModelFormatException">It is not an adapter for this model, or this engine runs none.</exception>
    public virtual LoraAdapter BindAdapter(PeftFolder folder, CancellationToken cancellationToken) => throw new ModelFormatException(
        folder.Path, $"the engine that runs model '{Config.Name}' takes no adapters", "adapter", "Run the model on the managed engine.");

    /// <summary>True for an adapter that was bound to this model.</summary>
    public virtual bool Accepts(LoraAdapter adapter) => false;

    /// <summary>Frees what the network holds outside the managed heap.</summary>
    public virtual void Dispose()
    {
    }
}
