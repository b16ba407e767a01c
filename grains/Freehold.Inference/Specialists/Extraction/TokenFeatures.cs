using Freehold.Inference.Specialists.Features;

namespace Freehold.Inference.Specialists.Extraction;

/// <summary>What a tagger sees of a token: the word, its ends and shape, those of its neighbours, and pairs of them, each hashed.</summary>
internal static class TokenFeatures
{
    /// <summary>Number of features of each token.</summary>
    public const int Count = 26;

    private const int Near = 2;
    private const uint None = 0x5EED, LineStart = 0x0A;

    /// <summary>Writes a token's buckets.</summary>
    /// <param name="text">The text of the tokens.</param>
    /// <param name="tokens">All of them.</param>
    /// <param name="index">Which.</param>
    /// <param name="buckets">Gets <see cref="Count"/> numbers below 2 to the power of <paramref name="bits"/>.</param>
    /// <param name="bits">Logarithm of the number of buckets.</param>
    public static void Extract(ReadOnlySpan<char> text, ReadOnlySpan<TextToken> tokens, int index, Span<int> buckets, int bits)
    {
        Span<uint> words = stackalloc uint[(2 * Near) + 1], shapes = stackalloc uint[(2 * Near) + 1];
        for (var offset = -Near; offset <= Near; offset++)
        {
            var at = index + offset;
            var isThere = at >= 0 && at < tokens.Length;
            words[offset + Near] = isThere ? tokens[at].Hash : None;
            shapes[offset + Near] = isThere ? Shape(text.Slice(tokens[at].Start, tokens[at].Length)) : None;
        }

        var word = text.Slice(tokens[index].Start, tokens[index].Length);
        var line = StartsLine(text, tokens, index) ? LineStart : 1u;
        var features = new Writer(buckets, bits);
        for (var i = 0; i < words.Length; i++)
        {
            features.Add(words[i], 0);
            features.Add(shapes[i], 1);
        }

        features.Add(words[1], words[2]);
        features.Add(words[2], words[3]);
        features.Add(words[1], words[3]);
        features.Add(words[0], words[1]);
        features.Add(words[3], words[4]);
        features.Add(words[1], shapes[2]);
        features.Add(words[3], shapes[2]);
        features.Add(FeatureHash.Add(words[0], words[1]), shapes[2]);
        features.Add(FeatureHash.Add(shapes[1], shapes[2]), shapes[3]);
        features.Add(line, shapes[2]);
        features.Add(line, words[1]);
        features.Add(Hash(word[..Math.Min(2, word.Length)]), 2);
        features.Add(Hash(word[..Math.Min(3, word.Length)]), 3);
        features.Add(Hash(word[^Math.Min(2, word.Length)..]), 4);
        features.Add(Hash(word[^Math.Min(3, word.Length)..]), 5);
        features.Add((uint)Math.Min(word.Length, 16), shapes[2]);
    }

    private static bool StartsLine(ReadOnlySpan<char> text, ReadOnlySpan<TextToken> tokens, int index)
    {
        var from = index == 0 ? 0 : tokens[index - 1].Start + tokens[index - 1].Length;
        return index == 0 || text[from..tokens[index].Start].Contains('\n');
    }

    // Kinds of characters, rows of the same kind as one, but digits one by one: an order's number has so many of them.
    private static uint Shape(ReadOnlySpan<char> word)
    {
        var (hash, last) = (FeatureHash.Start, '\0');
        foreach (var sign in word[..Math.Min(word.Length, 32)])
        {
            var kind = char.IsDigit(sign) ? '0' : char.IsUpper(sign) ? 'X' : char.IsLetter(sign) ? 'x' : sign;
            if (kind != last || kind == '0')
                hash = FeatureHash.Add(hash, kind);
            last = kind;
        }

        return hash;
    }

    private static uint Hash(ReadOnlySpan<char> part)
    {
        var hash = FeatureHash.Start;
        foreach (var sign in part)
            hash = FeatureHash.Add(hash, FeatureHash.Fold(sign));
        return hash;
    }

    private ref struct Writer(Span<int> buckets, int bits)
    {
        private readonly Span<int> _buckets = buckets;
        private int _count;

        public void Add(uint a, uint b)
        {
            _buckets[_count] = (int)(FeatureHash.Finish((uint)_count + 1, FeatureHash.Add(a, b)) >> (32 - bits));
            _count++;
        }
    }
}
