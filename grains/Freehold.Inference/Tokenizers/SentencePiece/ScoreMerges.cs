using System.Text;
using Freehold.Inference.Tokenizers.Bpe;

namespace Freehold.Inference.Tokenizers.SentencePiece;

/// <summary>
/// The merges that a SentencePiece vocabulary implies: two pieces whose union is a piece can be merged, the best score first. Written out
/// once, so that encoding looks up pairs of ids and never a text.
/// </summary>
internal static class ScoreMerges
{
    /// <summary>
    /// Longest piece in characters that merges can build; published ones end at 48. It bounds the merges, as a piece has one for each place
    /// it can be cut at.
    /// </summary>
    public const int MaxPieceChars = 256;

    /// <summary>Every merge of a vocabulary. Only pieces of text merge: text cannot grow into a control or a byte token.</summary>
    /// <param name="tokens">Text of each token. [VocabularySize]</param>
    /// <param name="kinds">Kind of each token. [VocabularySize]</param>
    /// <param name="scores">Score of each token: the highest merges first. [VocabularySize]</param>
    public static Merge[] Of(string[] tokens, TokenKind[] kinds, float[] scores)
    {
        var pieces = Pieces.Ids(tokens, kinds);
        var ids = pieces.GetAlternateLookup<ReadOnlySpan<char>>();
        var ranks = Ranks(pieces.Values, scores);
        var merges = new List<Merge>(tokens.Length * 4);
        foreach (var (piece, merged) in pieces)
        {
            for (var cut = 1; cut < piece.Length && piece.Length <= MaxPieceChars; cut++)
            {
                if (Symbol(piece.AsSpan(0, cut), ids) is { } left && Symbol(piece.AsSpan(cut), ids) is { } right)
                    merges.Add(new Merge(left, right, merged, ranks[merged]));
            }
        }

        return [.. merges];
    }

    // Dense, and equal for equal scores: between those, the place in the text decides.
    private static Dictionary<int, int> Ranks(IEnumerable<int> ids, float[] scores)
    {
        var ranks = new Dictionary<int, int>();
        var (rank, last) = (-1, float.NaN);
        foreach (var id in ids.OrderByDescending(id => scores[id]))
        {
            if (rank < 0 || scores[id] != last)
                rank++;
            last = scores[id];
            ranks[id] = rank;
        }

        return ranks;
    }

    private static int? Symbol(ReadOnlySpan<char> text, Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ids)
    {
        if (ids.TryGetValue(text, out var id))
            return id;
        return Rune.DecodeFromUtf16(text, out var rune, out var length) == System.Buffers.OperationStatus.Done && length == text.Length
            ? ~rune.Value
            : null;
    }
}
