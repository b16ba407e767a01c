namespace Freehold.Inference.Specialists.Features;

/// <summary>
/// Names, by hash, everything that a classifier sees in a text: words, neighbours, pairs further apart and pieces of words. A text costs
/// time and room up to a bound, whatever its length.
/// </summary>
internal sealed class TextFeatures
{
    /// <summary>Raised whenever a feature or a hash changes; a file with another one is refused.</summary>
    public const int Version = 1;

    /// <summary>Characters of a text that count, from its beginning.</summary>
    public const int MaxTextLength = 2048;

    public const int BlockCount = 3;

    private const int MaxTokens = 512;
    private const int MaxSkip = 8;
    private const int ShortestPiece = 2, LongestPiece = 5;
    private const int MaxFeatures =
        (MaxTokens * (1 + MaxSkip)) + ((LongestPiece - ShortestPiece + 1) * (MaxTextLength + (2 * MaxTokens)));

    private const uint WordSalt = 1, PairSalt = 2, SkipSalt = 3, PieceSalt = 4;
    private const uint Border = ' ';

    private readonly TextToken[] _tokens = new TextToken[MaxTokens];
    private readonly uint[] _hashes = new uint[MaxFeatures];
    private readonly int[] _ends = new int[BlockCount];
    private int _count;

    /// <summary>Hashes of one block, in the text's order; the same one as often as it occurs.</summary>
    public ReadOnlySpan<uint> Block(int block)
    {
        var start = block == 0 ? 0 : _ends[block - 1];
        return _hashes.AsSpan(start, _ends[block] - start);
    }

    /// <summary>Replaces what was read before.</summary>
    public void Read(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, MaxTextLength)];
        var tokens = _tokens.AsSpan(0, TextTokenizer.Read(text, _tokens));
        _count = 0;
        AddWords(tokens);
        _ends[(int)FeatureBlock.Words] = _count;
        AddSkipPairs(tokens);
        _ends[(int)FeatureBlock.SkipPairs] = _count;
        foreach (ref readonly var token in tokens)
        {
            if (token.IsWord)
                AddPieces(text.Slice(token.Start, token.Length));
        }

        _ends[(int)FeatureBlock.Characters] = _count;
    }

    private void AddWords(ReadOnlySpan<TextToken> tokens)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            Add(WordSalt, tokens[i].Hash);
            if (i > 0)
                Add(PairSalt, FeatureHash.Add(tokens[i - 1].Hash, tokens[i].Hash));
        }
    }

    private void AddSkipPairs(ReadOnlySpan<TextToken> tokens)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            for (var j = i + 2; j <= Math.Min(i + MaxSkip, tokens.Length - 1); j++)
                Add(SkipSalt, FeatureHash.Add(tokens[i].Hash, tokens[j].Hash));
        }
    }

    // The word's borders count as characters, so that beginnings and ends differ from what lies inside.
    private void AddPieces(ReadOnlySpan<char> word)
    {
        for (var start = -1; start <= word.Length - 1; start++)
        {
            var hash = FeatureHash.Start;
            for (var length = 1; length <= LongestPiece && start + length <= word.Length + 1; length++)
            {
                var at = start + length - 1;
                hash = FeatureHash.Add(hash, at < 0 || at == word.Length ? Border : FeatureHash.Fold(word[at]));
                if (length >= ShortestPiece)
                    Add(PieceSalt, hash);
            }
        }
    }

    private void Add(uint salt, uint hash) => _hashes[_count++] = FeatureHash.Finish(salt, hash);
}
