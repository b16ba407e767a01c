namespace Freehold.Inference.Tokenizers.WordPiece;

/// <summary>What BERT's normalizer does to a text; the defaults are those of the uncased models.</summary>
public sealed record BertNormalizerOptions
{
    /// <summary>Take out control characters, and make every whitespace a space.</summary>
    public bool CleanText { get; init; } = true;

    /// <summary>Make every CJK ideograph a word of its own.</summary>
    public bool SeparateIdeographs { get; init; } = true;

    /// <summary>Take accents off letters.</summary>
    public bool StripAccents { get; init; } = true;

    /// <summary>Lower-case all letters.</summary>
    public bool LowerCase { get; init; } = true;
}
