namespace Freehold.Inference.Specialists.Features;

/// <summary>Kinds of features. Each is scaled to a length of its own: the many short ones shall not drown the few telling ones.</summary>
internal enum FeatureBlock
{
    /// <summary>Words and pairs of neighbours.</summary>
    Words = 0,

    /// <summary>Pairs of words with others between them, in order.</summary>
    SkipPairs = 1,

    /// <summary>Two to five characters within a word and its borders.</summary>
    Characters = 2,
}
