using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;

namespace Freehold.Inference.Models.Encoder;

/// <summary>Attention of every token to all tokens of its own text, split by token and head.</summary>
internal sealed class EncoderAttention(ModelConfig config, WorkerTeam team, EncoderScratch scratch) : IParallelJob
{
    // Below this many multiplications another core costs more to reach than it saves.
    private const int MinMultiplicationsPerChunk = 32_768;

    // Keys whose scores are kept at once.
    private const int BlockTokens = 32;

    private readonly float _queryScale = 1f / MathF.Sqrt(config.HeadSize);

    /// <summary>Writes scratch.Attended from scratch.Query, Key and Value, within the texts that scratch.Starts and Ends mark.</summary>
    /// <param name="count">Tokens.</param>
    /// <param name="longest">Tokens of the longest text.</param>
    public void Run(int count, int longest)
    {
        var minChunk = Math.Max(1, MinMultiplicationsPerChunk / ((long)longest * config.HeadSize * 2));
        team.Run(this, count * config.HeadCount, (int)minChunk);
    }

    void IParallelJob.Run(int worker, int start, int end)
    {
        Span<float> scores = stackalloc float[BlockTokens];
        for (var item = start; item < end; item++)
        {
            var (token, head) = Math.DivRem(item, config.HeadCount);
            Attend(token, head, scores);
        }
    }

    private void Attend(int token, int head, Span<float> scores)
    {
        var size = config.HeadSize;
        var query = scratch.Query.AsSpan(token * config.QuerySize + head * size, size);
        var output = scratch.Attended.AsSpan(token * config.QuerySize + head * size, size);
        Elementwise.Scale(query, _queryScale);

        var kvHead = head / (config.HeadCount / config.KvHeadCount);
        var state = AttentionKernel.Begin(output);
        for (var at = scratch.Starts[token]; at < scratch.Ends[token]; at += BlockTokens)
        {
            var from = at * config.KvSize + kvHead * size;
            state = AttentionKernel.AddBlock(
                query, scratch.Key.AsSpan(from), scratch.Value.AsSpan(from), config.KvSize,
                Math.Min(BlockTokens, scratch.Ends[token] - at), state, output, scores);
        }

        AttentionKernel.End(state, output);
    }
}
