using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;

namespace Freehold.Inference;

/// <summary>How a model is loaded.</summary>
public sealed record ModelLoadOptions
{
    /// <summary>Largest value of <see cref="MaxBatchTokens"/>.</summary>
    public const int MaxBatchTokensLimit = 512;

    private const int MaxKvCacheTokens = 1 << 24, DefaultContexts = 16, MemoryPartOfCache = 4;

    /// <summary>Threads for the kernels, the scheduler's own included.</summary>
    /// <value>The number of physical cores. From 1 to 256.</value>
    public int Threads { get; init; } = Math.Clamp(CpuTopology.PhysicalCores(), 1, WorkerTeam.MaxThreads);

    /// <summary>Most tokens of one step: a longer prompt is taken in in parts, between which other requests get their tokens.</summary>
    /// <value>
    /// 128. From 1 to 512. Fewer make weights be read more often for the same prompt; more make everybody else wait longer for the next token,
    /// and a tenant's first token for the step of another that it finds running.
    /// </value>
    public int MaxBatchTokens { get; init; } = 128;

    /// <summary>Positions of key and value cache, over all sequences; memory is taken as they are used, and kept for what comes again.</summary>
    /// <value>
    /// Null: 16 whole contexts, but no more than a quarter of the memory that the machine or the container has. From 32 to 16,777,216.
    /// </value>
    public int? KvCacheTokens { get; init; }

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
        if (KvCacheTokens is { } tokens)
            Check(tokens, Models.KvBlockPool.BlockTokens, MaxKvCacheTokens, nameof(KvCacheTokens));
    }

    /// <summary>Positions of cache for a model of these sizes.</summary>
    internal int KvCacheTokensFor(ModelConfig config)
    {
        if (KvCacheTokens is { } tokens)
            return tokens;
        var positionBytes = 2L * sizeof(float) * config.KvSize * config.LayerCount;
        var fitting = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / MemoryPartOfCache / positionBytes;
        var wanted = Math.Min((long)DefaultContexts * config.ContextLength, MaxKvCacheTokens);
        return (int)Math.Max(Models.KvBlockPool.BlockTokens, Math.Min(wanted, fitting));
    }

    internal static void Check(int value, int least, int most, string name)
    {
        if (value < least || value > most)
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; set it from {least} to {most}.");
    }
}
