using Freehold.Inference.Models;

namespace Freehold.Inference.Torch;

/// <summary>
/// The tokens of a step in the order in which they are computed: those of one sequence side by side, sequences with as many tokens side by
/// side, so that their attention is one call.
/// </summary>
internal sealed class StepPlan
{
    // A call reads as many blocks for each of its sequences as its longest has; beyond this ratio two calls read less.
    private const int MaxBlocksRatio = 2;

    private StepPlan(int[] order, List<AttentionGroup> groups)
    {
        Order = order;
        Groups = groups;
    }

    /// <summary>Index in the batch of each token, in the plan's order: [tokens]</summary>
    public int[] Order { get; }

    /// <summary>Sequences whose attention is one call, in the plan's order.</summary>
    public IReadOnlyList<AttentionGroup> Groups { get; }

    public static StepPlan Of(ForwardBatch batch)
    {
        var runs = Enumerable.Range(0, batch.Count)
            .GroupBy(batch.Cache)
            .Select(run => new Run(run.Key, [.. run]))
            .OrderBy(run => run.Tokens.Length)
            .ThenBy(run => run.Blocks(batch))
            .ToList();
        var groups = new List<AttentionGroup>();
        var (start, firstToken) = (0, 0);
        for (var end = 1; end <= runs.Count; end++)
        {
            if (end < runs.Count && Belongs(batch, runs[start], runs[end]))
                continue;
            groups.Add(GroupOf(batch, runs[start..end], firstToken));
            firstToken += (end - start) * runs[start].Tokens.Length;
            start = end;
        }

        return new StepPlan([.. runs.SelectMany(run => run.Tokens)], groups);
    }

    private static bool Belongs(ForwardBatch batch, Run first, Run next) =>
        next.Tokens.Length == first.Tokens.Length && next.Blocks(batch) <= MaxBlocksRatio * first.Blocks(batch);

    private static AttentionGroup GroupOf(ForwardBatch batch, List<Run> runs, int firstToken)
    {
        var blocks = runs.Max(run => run.Blocks(batch));
        var table = new long[runs.Count * blocks];
        for (var r = 0; r < runs.Count; r++)
        {
            var held = runs[r].Cache.Blocks;
            for (var b = 0; b < blocks; b++)
                table[r * blocks + b] = held[Math.Min(b, runs[r].Blocks(batch) - 1)];
        }

        var positions = runs.SelectMany(run => run.Tokens.Select(token => (long)batch.Position(token))).ToArray();
        return new AttentionGroup(firstToken, runs.Count, runs[0].Tokens.Length, blocks, table, positions);
    }

    /// <summary>The tokens of one sequence in a step.</summary>
    private sealed record Run(KvCache Cache, int[] Tokens)
    {
        public int Blocks(ForwardBatch batch) => KvBlockPool.BlocksFor(batch.Position(Tokens[^1]) + 1);
    }
}

/// <summary>Sequences with equally many tokens in a step.</summary>
/// <param name="FirstToken">Where their tokens start in the plan's order.</param>
/// <param name="Sequences">How many sequences.</param>
/// <param name="Tokens">Tokens of each.</param>
/// <param name="Blocks">Blocks of cache that the longest attends to.</param>
/// <param name="BlockTable">[sequences, blocks] numbers of the blocks; beyond a sequence's last block that one again, and masked</param>
/// <param name="Positions">[sequences, tokens] position of each token in its sequence</param>
internal sealed record AttentionGroup(int FirstToken, int Sequences, int Tokens, int Blocks, long[] BlockTable, long[] Positions);
