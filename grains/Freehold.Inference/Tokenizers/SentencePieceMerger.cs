namespace Freehold.Inference.Tokenizers;

/// <summary>The merging part of SentencePiece BPE.</summary>
internal static class SentencePieceMerger
{
    /// <summary>A piece of the text. Length 0: it was merged into the piece before it.</summary>
    internal record struct Piece(int Start, int Length, int Previous, int Next);

    // A merge that was possible when it was found; stale once either piece has changed.
    private readonly record struct Candidate(int Left, int Right, int Length);

    /// <summary>Merges the characters of a text, best score first and, of equal scores, leftmost first.</summary>
    /// <returns>The pieces that are left, in order; a piece of more than one character is a token.</returns>
    public static IEnumerable<Piece> Merge(
        char[] text, Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ids, float[] scores)
    {
        var pieces = SplitCharacters(text);
        var queue = new PriorityQueue<Candidate, (float NegativeScore, int Left)>();
        for (var right = 1; right < pieces.Count; right++)
            Offer(right - 1, right);

        while (queue.TryDequeue(out var candidate, out _))
        {
            var (left, right) = (pieces[candidate.Left], pieces[candidate.Right]);
            if (left.Length == 0 || right.Length == 0 || left.Length + right.Length != candidate.Length)
                continue;

            pieces[candidate.Left] = left with { Length = candidate.Length, Next = right.Next };
            pieces[candidate.Right] = right with { Length = 0 };
            if (right.Next >= 0)
                pieces[right.Next] = pieces[right.Next] with { Previous = candidate.Left };
            Offer(left.Previous, candidate.Left);
            Offer(candidate.Left, right.Next);
        }

        return pieces.Where(piece => piece.Length > 0);

        void Offer(int left, int right)
        {
            if (left < 0 || right < 0)
                return;
            var length = pieces[left].Length + pieces[right].Length;
            if (ids.TryGetValue(text.AsSpan(pieces[left].Start, length), out var id))
                queue.Enqueue(new Candidate(left, right, length), (-scores[id], left));
        }
    }

    private static List<Piece> SplitCharacters(char[] text)
    {
        var pieces = new List<Piece>(text.Length);
        for (var start = 0; start < text.Length;)
        {
            var pair = char.IsHighSurrogate(text[start]) && start + 1 < text.Length && char.IsLowSurrogate(text[start + 1]);
            var length = pair ? 2 : 1;
            pieces.Add(new Piece(start, length, pieces.Count - 1, pieces.Count + 1));
            start += length;
        }

        if (pieces.Count > 0)
            pieces[^1] = pieces[^1] with { Next = -1 };
        return pieces;
    }
}
