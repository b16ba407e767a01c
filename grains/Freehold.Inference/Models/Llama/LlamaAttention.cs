using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;

namespace Freehold.Inference.Models.Llama;

/// <summary>Grouped-query attention of a step's tokens over their own sequences, split by token and head.</summary>
internal sealed class LlamaAttention(ModelConfig config, WorkerTeam team, KvStorage storage) : IParallelJob
{
    // Below this many multiplications another core costs more to reach than it saves.
    private const int MinMultiplicationsPerChunk = 32_768;

    private ForwardBatch _batch = null!;
    private LlamaScratch _scratch = null!;
    private int _layer;

    /// <summary>Writes scratch.Attended from scratch.Query and the caches, which hold the step's own keys and values already.</summary>
    public void Run(ForwardBatch batch, LlamaScratch scratch, int layer)
    {
        (_batch, _scratch, _layer) = (batch, scratch, layer);
        var longest = 1L;
        for (var t = 0; t < batch.Count; t++)
            longest = Math.Max(longest, batch.Position(t) + 1);
        var minChunk = Math.Max(1, MinMultiplicationsPerChunk / (longest * config.HeadSize * 2));
        team.Run(this, batch.Count * config.HeadCount, (int)minChunk);
    }

    void IParallelJob.Run(int worker, int start, int end)
    {
        for (var item = start; item < end; item++)
        {
            var (token, head) = Math.DivRem(item, config.HeadCount);
            AttendHead(token, head);
        }
    }

    private void AttendHead(int token, int head)
    {
        Span<float> scores = stackalloc float[KvBlockPool.BlockTokens];
        var (size, cache) = (config.HeadSize, _batch.Cache(token));
        var at = token * config.QuerySize + head * size;
        var query = _scratch.Query.AsSpan(at, size);
        var output = _scratch.Attended.AsSpan(at, size);
        Elementwise.Scale(query, 1f / MathF.Sqrt(size));

        var kvHead = head / (config.HeadCount / config.KvHeadCount);
        var remaining = _batch.Position(token) + 1;
        var state = AttentionKernel.Begin(output);
        for (var i = 0; remaining > 0; i++)
        {
            var positions = Math.Min(remaining, KvBlockPool.BlockTokens);
            var block = cache.Blocks[i];
            state = AttentionKernel.AddBlock(
                query, storage.Keys(block, _layer, kvHead), storage.Values(block, _layer, kvHead), size, positions, state, output, scores);
            remaining -= positions;
        }

        AttentionKernel.End(state, output);
    }
}
