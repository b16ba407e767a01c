namespace Freehold.Inference.Tokenizers.Bpe;

/// <summary>
/// Byte-pair encoding of one word (Sennrich et al. 2016, arXiv:1508.07909): the merge with the lowest rank first and, of equal ranks, the
/// leftmost, until none is left.
/// </summary>
internal sealed class BpeMerger(MergeTable merges)
{
    /// <summary>Longest word whose merges are found by looking at all of them; beyond, the square of its length would show.</summary>
    public const int ScanSymbols = 64;

    private const int NoMerge = int.MaxValue;

    /// <summary>Merges in place.</summary>
    /// <returns>Number of symbols left, at the front.</returns>
    public int Run(Span<int> symbols) => symbols.Length <= ScanSymbols ? Scan(symbols) : Queue(symbols);

    private int Scan(Span<int> symbols)
    {
        // Of each symbol with the one to its right: [symbols].
        Span<int> ranks = stackalloc int[ScanSymbols];
        Span<int> merged = stackalloc int[ScanSymbols];
        var count = symbols.Length;
        for (var i = 0; i < count - 1; i++)
            Look(symbols, i, count, ranks, merged);

        while (count > 1)
        {
            var best = 0;
            for (var i = 1; i < count - 1; i++)
            {
                if (ranks[i] < ranks[best])
                    best = i;
            }

            if (ranks[best] == NoMerge)
                break;
            symbols[best] = merged[best];
            count--;
            symbols[(best + 2)..(count + 1)].CopyTo(symbols[(best + 1)..]);
            ranks[(best + 2)..(count + 1)].CopyTo(ranks[(best + 1)..]);
            merged[(best + 2)..(count + 1)].CopyTo(merged[(best + 1)..]);
            Look(symbols, best, count, ranks, merged);
            if (best > 0)
                Look(symbols, best - 1, count, ranks, merged);
        }

        return count;
    }

    private void Look(ReadOnlySpan<int> symbols, int at, int count, Span<int> ranks, Span<int> merged)
    {
        ranks[at] = NoMerge;
        if (at + 1 < count && merges.TryGet(symbols[at], symbols[at + 1], out var rank, out var id))
            (ranks[at], merged[at]) = (rank, id);
    }

    private int Queue(Span<int> symbols)
    {
        var chain = new SymbolChain(symbols.Length);
        var queue = new PriorityQueue<Candidate, (int Rank, int Left)>(symbols.Length);
        for (var i = 0; i + 1 < symbols.Length; i++)
            Offer(symbols, i, i + 1, queue);

        while (queue.TryDequeue(out var candidate, out var place))
        {
            var left = place.Left;
            var right = chain.Next[left];
            // Stale: one of the two has been merged since.
            if (chain.IsGone(left) || right < 0 || symbols[left] != candidate.Left || symbols[right] != candidate.Right)
                continue;

            symbols[left] = candidate.Merged;
            chain.Remove(right);
            if (chain.Previous[left] >= 0)
                Offer(symbols, chain.Previous[left], left, queue);
            if (chain.Next[left] >= 0)
                Offer(symbols, left, chain.Next[left], queue);
        }

        var count = 0;
        for (var at = 0; at >= 0; at = chain.Next[at])
            symbols[count++] = symbols[at];
        return count;
    }

    private void Offer(ReadOnlySpan<int> symbols, int left, int right, PriorityQueue<Candidate, (int Rank, int Left)> queue)
    {
        if (merges.TryGet(symbols[left], symbols[right], out var rank, out var merged))
            queue.Enqueue(new Candidate(symbols[left], symbols[right], merged), (rank, left));
    }

    private readonly record struct Candidate(int Left, int Right, int Merged);
}
