using Freehold.Inference.Kernels;

namespace Freehold.Inference;

/// <summary>How a model is loaded.</summary>
public sealed record ModelLoadOptions
{
    /// <summary>Largest value of <see cref="MaxBatchTokens"/>.</summary>
    public const int MaxBatchTokensLimit = 512;

    /// <summary>Threads for the kernels, the scheduler's own included.</summary>
    /// <value>The number of physical cores. From 1 to 256.</value>
    public int Threads { get; init; } = Math.Clamp(CpuTopology.PhysicalCores(), 1, WorkerTeam.MaxThreads);

    /// <summary>Most tokens of one step: a longer prompt is taken in in parts, between which other requests get their tokens.</summary>
    /// <value>64. From 1 to 512.</value>
    public int MaxBatchTokens { get; init; } = 64;

    /// <summary>Positions of key and value cache, over all sequences; memory is taken as they are used.</summary>
    /// <value>8192. From 32.</value>
    public int KvCacheTokens { get; init; } = 8192;

    /// <summary>What computes the model.</summary>
    /// <value>The processors, in C#.</value>
    public ModelBackend Backend { get; init; } = ModelBackend.Managed;

    /// <summary>
    /// Where to take the tokenizer from, for a model that brings none: a tokenizer.json, a folder that holds one, or a .gguf file.
    /// </summary>
    public string? TokenizerPath { get; init; }

    internal void Validate()
    {
        Check(Threads, 1, WorkerTeam.MaxThreads, nameof(Threads));
        Check(MaxBatchTokens, 1, MaxBatchTokensLimit, nameof(MaxBatchTokens));
        Check(KvCacheTokens, Models.KvBlockPool.BlockTokens, int.MaxValue - Models.KvBlockPool.BlockTokens, nameof(KvCacheTokens));
    }

    internal static void Check(int value, int least, int most, string name)
    {
        if (value < least || value > most)
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; set it from {least} to {most}.");
    }
}
