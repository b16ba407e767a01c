namespace Freehold.Core.Labels.Tagging;

/// <summary>The buffers of one run of the tagger; one a thread, never shared.</summary>
internal sealed class TaggerScratch
{
    /// <summary>Empty tokens before the first and after the last, so that features may look past the ends.</summary>
    public const int Padding = 4;

    /// <summary>Most tokens that are looked at together; a longer text goes in several rounds.</summary>
    public const int MostTokens = 4096;

    [ThreadStatic]
    private static TaggerScratch? _mine;

    public static TaggerScratch Mine => _mine ??= new TaggerScratch();

    /// <summary>[Padding + MostTokens + Padding]</summary>
    public TaggerToken[] Tokens { get; } = new TaggerToken[MostTokens + (2 * Padding)];

    /// <summary>[FeatureTable.Count]</summary>
    public int[] Buckets { get; } = new int[FeatureTable.Count];

    /// <summary>[MostTokens, TagSet lanes]: score of each state for each token.</summary>
    public float[] Emissions { get; } = new float[MostTokens * TaggerWeights.Lanes];

    /// <summary>[MostTokens]: the state decided for each token.</summary>
    public byte[] Tags { get; } = new byte[MostTokens];

    public Viterbi Decoder { get; } = new(MostTokens);

    /// <summary>The next round's tokens, with their padding; 0 where the text has ended.</summary>
    public int Read(ReadOnlySpan<char> text, ref int position, Lexicon lexicon)
    {
        var count = TaggerTokenizer.Read(text, ref position, lexicon, Tokens.AsSpan(Padding, MostTokens));
        Tokens.AsSpan(Padding + count, Padding).Clear();
        return count;
    }
}
