using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;

namespace Freehold.Inference.Models.Decoder;

/// <summary>Grouped-query attention of a step's tokens over their own sequences, split by token and head.</summary>
internal sealed class DecoderAttention(ModelConfig config, WorkerTeam team, KvStorage storage) : IParallelJob
{
    // Below this many multiplications another core costs more to reach than it saves.
    private const int MinMultiplicationsPerChunk = 32_768;

    private readonly DecoderTraits _traits = config.Decoder!;

    private ForwardBatch _batch = null!;
    private DecoderScratch _scratch = null!;
    private int _layer;
    private int _window;

    /// <summary>Writes scratch.Attended from scratch.Query and the caches, which hold the step's own keys and values already.</summary>
    /// <param name="batch">The step.</param>
    /// <param name="scratch">Its activations.</param>
    /// <param name="layer">Number of the layer.</param>
    /// <param name="windowTokens">Positions that a token sees, its own included.</param>
    public void Run(ForwardBatch batch, DecoderScratch scratch, int layer, int windowTokens)
    {
        (_batch, _scratch, _layer, _window) = (batch, scratch, layer, windowTokens);
        var longest = 1L;
        for (var t = 0; t < batch.Count; t++)
            longest = Math.Max(longest, Math.Min(batch.Position(t) + 1, windowTokens));
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
        Elementwise.Scale(query, _traits.QueryScale);

        var kvHead = head / (config.HeadCount / config.KvHeadCount);
        var end = _batch.Position(token) + 1;
        var start = Math.Max(0, end - _window);
        var state = AttentionKernel.Begin(output);
        while (start < end)
        {
            var (number, within) = Math.DivRem(start, KvBlockPool.BlockTokens);
            var positions = Math.Min(end - start, KvBlockPool.BlockTokens - within);
            var block = cache.Blocks[number];
            state = AttentionKernel.AddBlock(
                query, storage.Keys(block, _layer, kvHead)[(within * size)..], storage.Values(block, _layer, kvHead)[(within * size)..],
                size, positions, state, output, scores, _traits.AttentionSoftCap);
            start += positions;
        }

        AttentionKernel.End(state, output);
    }
}
