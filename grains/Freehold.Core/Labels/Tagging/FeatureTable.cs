namespace Freehold.Core.Labels.Tagging;

/// <summary>
/// What the tagger sees of a token: the word, its ends, its shape and lists, those of its neighbours, and pairs of them, each hashed to a
/// bucket (the hashing trick, Weinberger et al. 2009).
/// </summary>
internal static class FeatureTable
{
    /// <summary>Raised whenever a feature or a hash changes; a file with another one is refused.</summary>
    public const int Version = 1;

    /// <summary>Buckets are 2 to the power of this.</summary>
    public const int BucketBits = 16;

    public const int Buckets = 1 << BucketBits;

    /// <summary>Number of features of each token.</summary>
    public const int Count = 47;

    private const int Edge = 4;

    /// <summary>Writes the buckets of the token at <paramref name="index"/>.</summary>
    /// <param name="text">The text of the tokens.</param>
    /// <param name="tokens">All tokens near it, padded by <see cref="TaggerScratch.Padding"/> empty ones on both sides.</param>
    /// <param name="index">The token, counted with the padding.</param>
    /// <param name="buckets">Gets <see cref="Count"/> numbers.</param>
    public static void Extract(ReadOnlySpan<char> text, ReadOnlySpan<TaggerToken> tokens, int index, Span<int> buckets)
    {
        ref readonly var t = ref tokens[index];
        ref readonly var p = ref tokens[index - 1];
        ref readonly var n = ref tokens[index + 1];
        ref readonly var pp = ref tokens[index - 2];
        ref readonly var nn = ref tokens[index + 2];
        uint l = Lists(t), lp = Lists(p), ln = Lists(n), lpp = Lists(pp), lnn = Lists(nn);
        var at = new Writer(buckets);

        at.Add(t.Word, 0);
        at.Add(p.Word, 0);
        at.Add(n.Word, 0);
        at.Add(pp.Word, 0);
        at.Add(nn.Word, 0);
        at.Add(p.Word, t.Word);
        at.Add(t.Word, n.Word);
        at.Add(p.Word, n.Word);
        at.Add(pp.Word, p.Word);
        at.Add(n.Word, nn.Word);
        at.Add(p.Word, t.Shape);
        at.Add(n.Word, t.Shape);
        at.Add(pp.Word, WordHash.Add(p.Shape, t.Shape));
        at.Add(WordHash.Add(pp.Word, p.Word), l);
        at.Add(WordHash.Add(n.Word, nn.Word), l);

        at.Add(t.Shape, 0);
        at.Add(p.Shape, t.Shape);
        at.Add(t.Shape, n.Shape);
        at.Add(WordHash.Add(p.Shape, t.Shape), n.Shape);
        at.Add(WordHash.Add(pp.Shape, p.Shape), t.Shape);
        at.Add(WordHash.Add(t.Shape, n.Shape), nn.Shape);

        at.Add(l, 0);
        at.Add(lp, l);
        at.Add(l, ln);
        at.Add(WordHash.Add(lp, l), ln);
        at.Add(WordHash.Add(lpp, lp), l);
        at.Add(WordHash.Add(l, ln), lnn);
        at.Add(lp, 0);
        at.Add(ln, 0);
        at.Add(lp, ln);
        at.Add(p.Word, l);
        at.Add(n.Word, l);
        at.Add(p.Word, ln);
        at.Add(WordHash.Add(p.Word, n.Word), l);

        AddEnds(ref at, text.Slice(t.Start, Math.Min(t.Length, text.Length - t.Start)), l);
        at.Add(tokens[index - 3].Word, pp.Word);
        at.Add(tokens[index + 3].Word, Lists(tokens[index + 3]));
        AddLine(ref at, tokens, index);
    }

    // Beginnings and ends of one to four letters: a language's names share them.
    private static void AddEnds(ref Writer at, ReadOnlySpan<char> word, uint lists)
    {
        for (var length = 2; length <= Edge; length++) at.Add(word.Length > length ? WordHash.Of(word[..length]) : 0, 1);
        for (var length = 1; length <= Edge; length++) at.Add(word.Length > length ? WordHash.Of(word[^length..]) : 0, 2);
        at.Add(word.Length > 3 ? WordHash.Of(word[^3..]) : 0, lists);
    }

    // Where in its line a token stands; the line's beginning tells a block of an address from prose.
    private static void AddLine(ref Writer at, ReadOnlySpan<TaggerToken> tokens, int index)
    {
        var before = 0;
        while (before < 3 && IsInLine(tokens[index - 1 - before])) before++;
        var after = 0;
        while (after < 3 && IsInLine(tokens[index + 1 + after])) after++;
        var place = (uint)((before * 4) + after);
        at.Add(place, tokens[index].Shape);
        at.Add(place, Lists(tokens[index]));
        at.Add((uint)before, tokens[index - 1 - before].Word);
    }

    private static bool IsInLine(in TaggerToken token) => token.Length > 0 && (token.Form & TokenForm.LineEnd) == 0;

    // Lists and form together: 'Rose' and 'rose' are not the same.
    private static uint Lists(in TaggerToken token) => ((uint)token.Traits << 8) | (uint)token.Form;

    private ref struct Writer(Span<int> buckets)
    {
        private readonly Span<int> _buckets = buckets;
        private int _count;

        public void Add(uint a, uint b)
        {
            _buckets[_count] = WordHash.Bucket((uint)_count, a, b, BucketBits);
            _count++;
        }
    }
}
